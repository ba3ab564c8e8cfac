using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.PcaCompress;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of pca-compress: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class PcaCompressTests(PcaCompressTests.Solved solved) : IClassFixture<PcaCompressTests.Solved>
{
    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("pca-compress", 1)
    {
        /// <summary>How many components the reference solution found to be enough.</summary>
        internal int Enough { get; private set; }

        private protected override async Task SolveAsync()
        {
            var rows = Rows.Read(await Lab.TextAsync(Data, "turbines/turbines.csv"));
            var (mean, std) = Rows.Standard(rows);
            double[][] scaled = [.. rows.Select(row => Rows.Scaled(row, mean, std))];
            await Lab.PutAsync(Work, "scale.json", new JsonObject { ["mean"] = Rows.Numbers(mean), ["std"] = Rows.Numbers(std) });
            await Lab.PutAsync(Work, "scaled/turbines.csv", Table.Features(scaled));
            await Lab.PutAsync(Work, "raw/turbines.csv", Table.Features(rows));
            await TrainAsync(Lab, 12);
            await Lab.ServeAsync(Endpoint, Model(12));
            var (text, _) = await Lab.Bench.InvokeAsync(Endpoint, "text/csv", "application/json", Table.Features(scaled), Attempt.Cancel);
            double[][] projected = [.. JsonNode.Parse(text!)!["projections"]!.AsArray().Select(entry => entry!["projection"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray())];
            double[] variances = [.. Enumerable.Range(0, 12).Select(component => projected.Average(row => row[component] * row[component])).OrderDescending()];
            double kept = 0;
            while (kept < 0.95) kept += variances[Enough++] / 24;
            await TrainAsync(Lab, Enough);
            await Lab.DoAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = Endpoint });
            await Lab.ServeAsync(Endpoint, Model(Enough));
            await Lab.PutAsync(Work, "components.json", new JsonObject { ["components"] = Enough, ["kept"] = kept });
        }
    }

    private static string Model(int components, string rows = "scaled") => $"certus-pca-{rows}-{components}";

    private static async Task TrainAsync(Attempt lab, int components, string rows = "scaled")
    {
        var name = Model(components, rows);
        await lab.TrainModelAsync(name, "pca", JobRoleName, $"s3://{Work}/models/", [("train", $"s3://{Work}/{rows}/", "text/csv;label_size=0")], $"feature_dim=24 num_components={components} mini_batch_size=500");
    }

    private async Task WhileServedAsync(int components, Func<Task> look)
    {
        if (components != 12) await TrainAsync(_lab, components);
        await _lab.WhileServedAsync(Endpoint, Model(components), Model(solved.Enough), look);
    }

    [Fact]
    public async Task The_reference_solution_earns_everything()
    {
        await _lab.AllGoodAsync();

        Assert.Equal(new Turbines(_lab.Start.Seed).Causes, solved.Enough);
    }

    [Fact]
    public Task One_component_too_few_does_not_keep_enough() => WhileServedAsync(solved.Enough - 1,
        () => _lab.OnlyAsync((Kept, "95 % are wanted", 0.95), (Fewest, "few are easily enough", 0), (Report, "components, kept", 0)));

    [Fact]
    public Task Components_that_nobody_needs_are_not_the_fewest() => WhileServedAsync(12, () => _lab.OnlyAsync((Fewest, "fewer would do", 0), (Report, "components", 0.5)));

    [Fact]
    public Task All_columns_again_are_no_compression() => WhileServedAsync(24,
        () => _lab.OnlyAsync((Kept, "that many save next to nothing", 0), (Fewest, "fewer would do", 0), (Report, "components", 0.5)));

    [Fact]
    public async Task Rows_in_their_own_units_keep_the_largest_column()
    {
        await TrainAsync(_lab, solved.Enough, "raw");

        await _lab.WhileTextAsync(Work, "scale.json", _ => new JsonObject { ["mean"] = Rows.Numbers(new double[24]), ["std"] = Rows.Numbers([.. Enumerable.Repeat(1.0, 24)]) }.ToJsonString(), () =>
            _lab.WhileServedAsync(Endpoint, Model(solved.Enough, "raw"), Model(solved.Enough), () =>
                _lab.OnlyAsync((Kept, "95 % are wanted", 0.3), (Fewest, "few are easily enough", 0), (Report, "kept", 0.5))));
    }

    [Fact]
    public Task A_flattering_share_is_not_the_endpoint_s() => _lab.WhileJsonAsync(Work, "components.json", report => report["kept"] = 0.999, () => _lab.OnlyAsync(Report, "does not say what the endpoint does: kept.", 0.5));

    [Fact]
    public Task Without_the_scale_nobody_can_ask_the_endpoint() => _lab.WhileTextAsync(Work, "scale.json", _ => "{}",
        () => _lab.OnlyAsync((Answers, "scale.json has no 'mean' and 'std' of 24 numbers", 0), (Kept, "Without projections", 0), (Fewest, "Without projections", 0), (Report, "Without projections", 0)));

    [Fact]
    public async Task Variants_of_different_lengths_are_said_to_be_different_models()
    {
        const string Config = "certus-pca-two";
        JsonObject Variant(string name, string model) => new() { ["VariantName"] = name, ["ModelName"] = model, ["InstanceType"] = "ml.m5.large", ["InitialInstanceCount"] = 1L, ["InitialVariantWeight"] = 1.0 };
        await _lab.WhileServedAsync(Endpoint, null, Model(solved.Enough), async () =>
        {
            await _lab.DoAsync("sagemaker", "CreateEndpointConfig", new() { ["EndpointConfigName"] = Config, ["ProductionVariants"] = new JsonArray(Variant("enough", Model(solved.Enough)), Variant("twelve", Model(12))) });
            await _lab.DoAsync("sagemaker", "CreateEndpoint", new() { ["EndpointName"] = Endpoint, ["EndpointConfigName"] = Config });
            await _lab.EndAsync("DescribeEndpoint", "EndpointName", Endpoint, "EndpointStatus", "InService");
            // Which variant answers a call is drawn: one grade in two asks both.
            string found = "";
            for (var grade = 0; grade < 40 && !found.Contains("different models", StringComparison.Ordinal); grade++) found = (await _lab.GradeAsync())[0].Found;
            Assert.Equal($"certus-pca answered {solved.Enough} and 12 numbers for rows of the same length: its variants are different models.", found);
        });
    }

    [Fact]
    public Task Without_an_endpoint_nothing_is_projected() => _lab.WhileServedAsync(Endpoint, null, Model(solved.Enough),
        () => _lab.OnlyAsync((Answers, "certus-pca refused", 0), (Kept, "Without projections", 0), (Fewest, "Without projections", 0), (Report, "Without projections", 0)));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.KMeansElbow;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of kmeans-elbow: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class KMeansElbowTests(KMeansElbowTests.Solved solved) : IClassFixture<KMeansElbowTests.Solved>
{
    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("kmeans-elbow", 5)
    {
        /// <summary>The k at which the curve bends.</summary>
        internal int K { get; private set; }

        private protected override async Task SolveAsync()
        {
            K = await KMeansElbowTests.SolveAsync(Lab);
        }
    }

    private static string Job(int k) => $"certus-elbow-k{k}";

    private static string Models => $"s3://{Work}/models/";

    /// <summary>Scales, trains seven times, finds the bend by the largest drop in the gain, serves and assigns.</summary>
    private static async Task<int> SolveAsync(Attempt lab)
    {
        var customers = Rows.Read(await lab.TextAsync(Data, "customers/customers.csv"));
        var (mean, std) = Rows.Standard(customers);
        await lab.PutAsync(Work, "scale.json", new JsonObject { ["mean"] = Rows.Numbers(mean), ["std"] = Rows.Numbers(std) });
        await lab.PutAsync(Work, "scaled/customers.csv", Table.Features(customers.Select(row => Rows.Scaled(row, mean, std))));
        Dictionary<int, double> distances = [];
        for (var k = 2; k <= 8; k++)
        {
            await TrainAsync(lab, Job(k), k, "scaled/");
            distances[k] = await lab.MetricAsync(Job(k), "train:msd");
        }
        var bend = Enumerable.Range(3, 5).MaxBy(k => (distances[k - 1] - distances[k]) / (distances[k] - distances[k + 1]));
        await lab.PutAsync(Work, "elbow.json", Elbow(distances, bend));
        await ModelAsync(lab, bend);
        await lab.ServeAsync(Endpoint, Job(bend));
        await AssignAsync(lab, mean, std);
        return bend;
    }

    private static Task TrainAsync(Attempt lab, string job, int k, string prefix) => lab.TrainAsync(job, "kmeans", JobRoleName, Models,
        [("train", $"s3://{Work}/{prefix}", "text/csv;label_size=0")], $"k={k} feature_dim=7 init_method=kmeans++ extra_center_factor=8 epochs=3");

    private static Task ModelAsync(Attempt lab, int k) => lab.ModelAsync(Job(k), "kmeans", JobRoleName, Job(k));

    private static async Task AssignAsync(Attempt lab, double[] mean, double[] std)
    {
        var text = await lab.TextAsync(Data, "assign/assign.csv");
        var (groups, _) = await EndpointScores.OfAsync(lab.Bench, Endpoint, [.. Rows.Read(text, 1).Select(row => Rows.Scaled(row, mean, std))], 200, Attempt.Cancel, "closest_cluster");
        await lab.PutAsync(Work, "assignments.csv", string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Zip(groups!, (line, group) => $"{line.Split(',')[0]},{group}")));
    }

    private static JsonObject Elbow(IReadOnlyDictionary<int, double> distances, int k) =>
        new() { ["msd"] = new JsonObject(distances.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(Math.Round(pair.Value, 4))))), ["k"] = k };

    private Task WhileAsync(string key, Func<string, string> wrong, Func<Task> look) => _lab.WhileTextAsync(Work, key, wrong, look);

    [Fact]
    public async Task The_reference_solution_earns_everything()
    {
        await _lab.AllGoodAsync();

        Assert.Equal(new Segments(_lab.Start.Seed).Count, solved.K);
    }

    [Fact]
    public Task Figures_that_no_job_measured_are_not_the_jobs() => WhileAsync("elbow.json",
        text => Elbow(Enumerable.Range(2, 7).ToDictionary(k => k, k => 7.0 / k), solved.K).ToJsonString(),
        () => _lab.OnlyAsync((Elbow_, "does not say the mean squared distance that a job measured for k = 2, 3", 0), (Chosen, "the figures on both sides of it", 0)));

    private const string Elbow_ = KMeansElbow.Elbow;

    [Fact]
    public Task Another_k_is_not_where_the_curve_bends() => WhileAsync("elbow.json",
        text => text.Replace($"\"k\":{solved.K}", $"\"k\":{(solved.K == 7 ? 6 : solved.K + 1)}", StringComparison.Ordinal), () => _lab.OnlyAsync(Chosen, "is not where the curve bends"));

    [Theory]
    [InlineData("all alike")]
    [InlineData("another order")]
    [InlineData("too few")]
    public Task Assignments_that_group_nothing_are_worth_nothing(string wrong) => WhileAsync("assignments.csv",
        text => wrong switch
        {
            "all alike" => string.Join('\n', text.Split('\n').Select(line => line.Split(',')[0] + ",0")),
            "another order" => string.Join('\n', text.Split('\n').Reverse()),
            _ => text[..(text.Length / 2)],
        },
        () => _lab.OnlyAsync(Assigned, wrong switch { "all alike" => "The 1 groups of assignments.csv agree", "another order" => "Line 1 of assignments.csv is not the id C-0001", _ => "lines for 600 customers" }));

    [Fact]
    public Task Groups_dealt_out_at_random_agree_by_chance_only() => WhileAsync("assignments.csv",
        text => string.Join('\n', text.Split('\n').Select((line, i) => $"{line.Split(',')[0]},{i % solved.K}")), () => _lab.OnlyAsync(Assigned, "0 is chance"));

    [Fact]
    public Task Without_the_scale_nobody_can_ask_the_endpoint() => WhileAsync("scale.json",
        text => "{}", () => _lab.OnlyAsync([.. new[] { Jobs, Elbow_, Chosen, Answers }.Select(check => (check, "scale.json has no 'mean' and 'std' of 7 numbers", 0.0))]));

    [Fact]
    public async Task A_model_of_too_few_groups_merges_kinds()
    {
        await ModelAsync(_lab, 2);

        await _lab.WhileServedAsync(Endpoint, Job(2), Job(solved.K), () => _lab.OnlyAsync(Answers, "The 2 groups of certus-elbow agree", 0.8));
    }

    [Fact]
    public async Task Columns_in_their_own_units_are_grouped_by_the_largest()
    {
        await using var lab = await Attempt.BeginAsync("kmeans-elbow", 5);
        var customers = Rows.Read(await lab.TextAsync(Data, "customers/customers.csv"));
        await lab.PutAsync(Work, "raw/customers.csv", Table.Features(customers));
        await lab.PutAsync(Work, "scale.json", new JsonObject { ["mean"] = Rows.Numbers(new double[7]), ["std"] = Rows.Numbers([1, 1, 1, 1, 1, 1, 1]) });
        Dictionary<int, double> distances = [];
        for (var k = 2; k <= 8; k++)
        {
            await TrainAsync(lab, Job(k), k, "raw/");
            distances[k] = await lab.MetricAsync(Job(k), "train:msd");
        }
        await lab.PutAsync(Work, "elbow.json", Elbow(distances, solved.K));
        await ModelAsync(lab, solved.K);
        await lab.ServeAsync(Endpoint, Job(solved.K));
        await AssignAsync(lab, new double[7], [1, 1, 1, 1, 1, 1, 1]);

        await lab.OnlyAsync(
            (Jobs, "household_income still varies", 0), (Elbow_, "does not bring the columns to one scale", 0), (Chosen, "does not bring the columns to one scale", 0),
            (Assigned, "agree with the true kinds of 600 customers to 0.0", 0), (Answers, "agree with the true kinds of 3,000 customers to 0.0", 0));
    }

    [Fact]
    public async Task Jobs_over_a_few_rows_say_nothing_of_the_customers_whatever_they_report()
    {
        await using var lab = await Attempt.BeginAsync("kmeans-elbow", 5);
        foreach (var key in (string[])["scale.json", "scaled/customers.csv"]) await lab.PutAsync(Work, key, await _lab.TextAsync(Work, key));
        await lab.PutAsync(Work, "few/customers.csv", Table.Features(Rows.Read(await lab.TextAsync(Work, "scaled/customers.csv"))[..9]));
        Dictionary<int, double> distances = [];
        for (var k = 2; k <= 8; k++)
        {
            await TrainAsync(lab, Job(k), k, "few/");
            distances[k] = await lab.MetricAsync(Job(k), "train:msd");
        }
        await lab.PutAsync(Work, "elbow.json", Elbow(distances, solved.K));

        var findings = await lab.GradeAsync();

        Assert.All(findings, finding => Assert.True(finding.Earned == 0, finding.Found));
        Assert.Contains("No k-means job over the scaled customers has completed since the lab began for k = 2, 3, 4, 5, 6, 7, 8. certus-elbow-k8 is none: it reports", findings[0].Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("least and most")]
    [InlineData("median and quartiles")]
    public async Task Any_scale_will_do_and_customers_may_be_held_back_to_test_on(string way)
    {
        await using var lab = await Attempt.BeginAsync("kmeans-elbow", 6);
        var customers = Rows.Read(await lab.TextAsync(Data, "customers/customers.csv"));
        double[][] columns = [.. Enumerable.Range(0, 7).Select(column => customers.Select(row => row[column]).Order().ToArray())];
        double[] from = [.. columns.Select(column => way == "least and most" ? column[0] : column[2_000])];
        double[] width = [.. columns.Select(column => way == "least and most" ? column[^1] - column[0] : column[3_000] - column[1_000])];
        await lab.PutAsync(Work, "scale.json", new JsonObject { ["mean"] = Rows.Numbers(from), ["std"] = Rows.Numbers(width) });
        await lab.PutAsync(Work, "scaled/train.csv", Table.Features(customers[..3_200].Select(row => Rows.Scaled(row, from, width))));
        await lab.PutAsync(Work, "test/test.csv", Table.Features(customers[3_200..].Select(row => Rows.Scaled(row, from, width))));
        Dictionary<int, double> distances = [];
        for (var k = 2; k <= 8; k++)
        {
            await lab.TrainAsync(Job(k), "kmeans", JobRoleName, Models,
                [("train", $"s3://{Work}/scaled/", "text/csv;label_size=0"), ("test", $"s3://{Work}/test/", "text/csv;label_size=0")], $"k={k} feature_dim=7 init_method=kmeans++ extra_center_factor=8 epochs=3");
            distances[k] = await lab.MetricAsync(Job(k), k % 2 == 0 ? "train:msd" : "test:msd");
        }
        await lab.PutAsync(Work, "elbow.json", Elbow(distances, new Segments(lab.Start.Seed).Count));

        var findings = await lab.GradeAsync();

        Assert.All(findings.Take(3), finding => Assert.True(finding.Earned == 1, finding.Found));
    }

    [Fact]
    public async Task A_k_that_nobody_trained_is_missed()
    {
        await Attempt.WhileAsync(
            () => _lab.DoAsync("sagemaker", "DeleteTrainingJob", new() { ["TrainingJobName"] = Job(2) }),
            () => _lab.OnlyAsync((Jobs, "for k = 2.", 0.9), (Elbow_, "for k = 2.", 0.9)),
            () => TrainAsync(_lab, Job(2), 2, "scaled/"));
    }
}

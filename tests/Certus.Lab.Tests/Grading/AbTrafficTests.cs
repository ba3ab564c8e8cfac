using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Grading;
using static Certus.Lab.Grading.AbTraffic;

namespace Certus.Lab.Tests.Grading;

/// <summary>The grader of ab-traffic: what is right earns everything, and each wrong way loses what it should, for the right reason.</summary>
public sealed class AbTrafficTests(AbTrafficTests.Solved solved) : IClassFixture<AbTrafficTests.Solved>
{
    private const string Kept = "kept/";

    private readonly Attempt _lab = solved.Lab;

    /// <summary>The lab as the reference solution leaves it; each test breaks one thing and mends it again.</summary>
    public sealed class Solved() : SolvedLab("ab-traffic", 4)
    {
        internal IReadOnlyList<(string Id, string Row)> Traffic { get; private set; } = [];

        internal string Winner { get; private set; } = "";

        internal string Loser => Variants.Single(variant => variant != Winner);

        /// <summary>Serves both with everything captured, sends the traffic, joins answers and labels, decides and shifts.</summary>
        private protected override async Task SolveAsync()
        {
            foreach (var variant in Variants)
            {
                await Lab.TrainedAsync(TrainingJob(Lab.Start, variant));
                await Lab.ModelAsync($"certus-ab-{variant}", "xgboost", JobRoleName, TrainingJob(Lab.Start, variant));
            }
            Traffic = [.. (await Lab.TextAsync(Data, "traffic/today.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',', 2)).Select(parts => (parts[0], parts[1]))];
            await ServeAsync(Lab);
            await SendAsync(Lab, Traffic, _ => null);
            Winner = (await DecideAsync(Lab)).MaxBy(area => area.Value).Key;
            await SayAsync(Lab, Winner);
            await WeighAsync(Lab, Winner, 1);
        }
    }

    private static async Task ServeAsync(Attempt lab)
    {
        const string Config = "certus-ab-config";
        await lab.Bench.TryAsync("sagemaker", "DeleteEndpointConfig", new() { ["EndpointConfigName"] = Config }, Attempt.Cancel);
        await lab.DoAsync("sagemaker", "CreateEndpointConfig", new()
        {
            ["EndpointConfigName"] = Config,
            ["ProductionVariants"] = new JsonArray([.. Variants.Select(variant => new JsonObject
            {
                ["VariantName"] = variant, ["ModelName"] = $"certus-ab-{variant}", ["InstanceType"] = "ml.m5.large", ["InitialInstanceCount"] = 1L, ["InitialVariantWeight"] = variant == Champion ? 9.0 : 1.0,
            })]),
            ["DataCaptureConfig"] = new JsonObject
            {
                ["EnableCapture"] = true, ["InitialSamplingPercentage"] = 100L, ["DestinationS3Uri"] = $"s3://{Work}/capture",
                ["CaptureOptions"] = new JsonArray(new JsonObject { ["CaptureMode"] = "Input" }, new JsonObject { ["CaptureMode"] = "Output" }),
            },
        });
        await lab.DoAsync("sagemaker", "CreateEndpoint", new() { ["EndpointName"] = Endpoint, ["EndpointConfigName"] = Config });
        await lab.EndAsync("DescribeEndpoint", "EndpointName", Endpoint, "EndpointStatus", "InService");
    }

    /// <summary>Sends rows, and waits until all of them are captured.</summary>
    private static async Task SendAsync(Attempt lab, IReadOnlyList<(string Id, string Row)> traffic, Func<int, string?> variant)
    {
        foreach (var (number, (id, row)) in traffic.Index())
        {
            JsonObject call = new() { ["EndpointName"] = Endpoint, ["ContentType"] = "text/csv", ["Accept"] = "text/csv", ["InferenceId"] = id, ["Body"] = JsonValue.Create(Encoding.UTF8.GetBytes(row)) };
            if (variant(number) is { } target) call["TargetVariant"] = target;
            await lab.DoAsync("sagemaker-runtime", "InvokeEndpoint", call);
        }
        for (var waited = 0; waited < 600; waited++)
        {
            var captured = 0;
            foreach (var name in Variants) captured += (await CapturedCall.ReadAsync(lab.Bench, Work, $"{CapturePrefix}{Endpoint}/{name}/", Attempt.Cancel)).Count(call => call.InferenceId.Length > 0);
            if (captured >= traffic.Count) return;
            await Task.Delay(100, Attempt.Cancel);
        }
        throw new TimeoutException("The traffic is not captured after a minute.");
    }

    /// <summary>The area under the ROC curve of what each variant answered.</summary>
    private static async Task<Dictionary<string, double>> DecideAsync(Attempt lab)
    {
        var labels = (await lab.TextAsync(Data, "labels/today.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToDictionary(parts => parts[0], parts => parts[1] == "1");
        Dictionary<string, double> areas = [];
        foreach (var variant in Variants)
        {
            var calls = await CapturedCall.ReadAsync(lab.Bench, Work, $"{CapturePrefix}{Endpoint}/{variant}/", Attempt.Cancel);
            calls = [.. calls.Where(call => labels.ContainsKey(call.InferenceId))];
            areas[variant] = Scores.AreaUnderRoc([.. calls.Select(call => call.Score!.Value)], [.. calls.Select(call => labels[call.InferenceId])]);
        }
        return areas;
    }

    private static async Task SayAsync(Attempt lab, string winner)
    {
        JsonObject report = new() { ["winner"] = winner };
        foreach (var (variant, area) in await DecideAsync(lab))
        {
            var rows = (await CapturedCall.ReadAsync(lab.Bench, Work, $"{CapturePrefix}{Endpoint}/{variant}/", Attempt.Cancel)).Count(call => call.InferenceId.Length > 0);
            report[variant] = new JsonObject { ["rows"] = rows, ["auc"] = Math.Round(area, 4) };
        }
        await lab.PutAsync(Work, "decision.json", report);
    }

    private static Task WeighAsync(Attempt lab, string variant, double share) => lab.DoAsync("sagemaker", "UpdateEndpointWeightsAndCapacities", new()
    {
        ["EndpointName"] = Endpoint,
        ["DesiredWeightsAndCapacities"] = new JsonArray([.. Variants.Select(name => new JsonObject { ["VariantName"] = name, ["DesiredWeight"] = name == variant ? share : 1 - share })]),
    });

    private async Task<List<string>> KeysAsync(string prefix) =>
        [.. ((await _lab.DoAsync("s3", "ListObjectsV2", new() { ["Bucket"] = Work, ["Prefix"] = prefix }))["Contents"] as JsonArray ?? []).Select(entry => (string)entry!["Key"]!)];

    private async Task MoveAsync(string from, string to)
    {
        foreach (var key in await KeysAsync(from))
        {
            await _lab.PutAsync(Work, to + key[from.Length..], await _lab.TextAsync(Work, key));
            await _lab.DoAsync("s3", "DeleteObject", new() { ["Bucket"] = Work, ["Key"] = key });
        }
    }

    /// <summary>Other capture files while they are looked at.</summary>
    private Task WhileCapturedAsync(Func<Task> wrong, Func<Task> look) => Attempt.WhileAsync(
        async () =>
        {
            await MoveAsync(CapturePrefix, Kept);
            await wrong();
        },
        look,
        async () =>
        {
            foreach (var key in await KeysAsync(CapturePrefix)) await _lab.DoAsync("s3", "DeleteObject", new() { ["Bucket"] = Work, ["Key"] = key });
            await MoveAsync(Kept, CapturePrefix);
        });

    /// <summary>The capture files with another text in them.</summary>
    private async Task RewriteAsync(Func<string, string> line)
    {
        foreach (var key in await KeysAsync(Kept))
            await _lab.PutAsync(Work, CapturePrefix + key[Kept.Length..], string.Join('\n', (await _lab.TextAsync(Work, key)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line).Where(one => one.Length > 0)));
    }

    [Fact]
    public Task The_reference_solution_earns_everything() => _lab.AllGoodAsync();

    [Fact]
    public Task Without_captured_traffic_neither_a_report_nor_a_shift_is_worth_anything() => WhileCapturedAsync(
        () => Task.CompletedTask, () => _lab.OnlyAsync([(Captured, "lie 0 calls that bear an id", 0), .. new[] { Canary, Evidence, Decision, Rollout }.Select(check => (check, "Without captured traffic", 0.0))]));

    [Fact]
    public Task Captured_without_their_answers_calls_say_nothing() => WhileCapturedAsync(
        () => RewriteAsync(line =>
        {
            var record = JsonNode.Parse(line)!;
            record["captureData"]!.AsObject().Remove("endpointOutput");
            return record.ToJsonString();
        }),
        () => _lab.OnlyAsync([(Captured, "2,000 lack an answer", 0), .. new[] { Canary, Evidence, Decision, Rollout }.Select(check => (check, "Without captured traffic", 0.0))]));

    [Fact]
    public Task Answers_that_the_model_did_not_give_do_not_count() => WhileCapturedAsync(
        () => RewriteAsync(line =>
        {
            var record = JsonNode.Parse(line)!;
            record["captureData"]!["endpointOutput"] = new JsonObject { ["data"] = "0.5", ["encoding"] = "CSV" };
            return record.ToJsonString();
        }),
        () => _lab.OnlyAsync([(Captured, "hold another row, or an answer that is not the model's", 0), .. new[] { Canary, Evidence, Decision, Rollout }.Select(check => (check, "Without captured traffic", 0.0))]));

    [Fact]
    public Task Half_of_the_traffic_for_the_challenger_is_more_than_was_to_be_risked() => _lab.WhileTextAsync(Work, "decision.json", said => said, () => WhileCapturedAsync(
        async () =>
        {
            await SendAsync(_lab, solved.Traffic, number => Variants[number % 2]);
            await SayAsync(_lab, solved.Winner);
        },
        () => _lab.OnlyAsync(Canary, "challenger answered 50.0 % of the captured traffic")));

    [Fact]
    public Task Figures_of_the_jobs_are_not_those_of_the_traffic() => _lab.WhileJsonAsync(Work, "decision.json", report => (report[Challenger]!["auc"], report[Champion]!["auc"]) = (0.7, 0.7),
        () => _lab.OnlyAsync((Evidence, "champion.auc, challenger.auc", 0.5), (Decision, "the figures from which one could see why are not all right", 0)));

    [Fact]
    public Task The_other_variant_is_not_the_better_one() => _lab.WhileJsonAsync(Work, "decision.json", report => report["winner"] = solved.Loser, () => _lab.OnlyAsync(Decision, $"{solved.Loser} does not rank unseen subscribers better"));

    [Fact]
    public Task A_winner_that_is_no_variant_is_none() => _lab.WhileJsonAsync(Work, "decision.json", report => report["winner"] = "both", () => _lab.OnlyAsync(Decision, "names no 'winner' that is champion or challenger"));

    [Theory]
    [InlineData(0, "answered 200; all were to be answered by the better variant")]
    [InlineData(0.5, "all were to be answered by the better variant")]
    public Task Traffic_that_still_goes_to_the_worse_one_is_no_rollout(double share, string phrase) => Attempt.WhileAsync(
        () => WeighAsync(_lab, solved.Winner, share), () => _lab.OnlyAsync(Rollout, phrase), () => WeighAsync(_lab, solved.Winner, 1));

    [Fact]
    public Task Without_an_endpoint_no_request_is_answered() => Attempt.WhileAsync(
        () => _lab.DoAsync("sagemaker", "DeleteEndpoint", new() { ["EndpointName"] = Endpoint }),
        () => _lab.OnlyAsync(Rollout, "certus-ab refused an unseen row"),
        async () =>
        {
            await ServeAsync(_lab);
            await WeighAsync(_lab, solved.Winner, 1);
        });
}

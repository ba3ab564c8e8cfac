using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Two models whose jobs say the same of both; live traffic says which one is better.</summary>
internal sealed class AbTraffic : ILabExercise
{
    public const string Data = "certus-ab-data", Work = "certus-ab-work", Endpoint = "certus-ab", JobRoleName = "certus-ab-role", CapturePrefix = "capture/";
    public const string Champion = "champion", Challenger = "challenger";

    /// <summary>Names in the order of the brief.</summary>
    public const string Captured = "captured", Canary = "canary", Evidence = "evidence", Decision = "decision", Rollout = "rollout";

    private const int TrainRows = 3_000, ValidationRows = 1_000, TrafficRows = 2_000, HeldOutRows = 3_000, Asked = 200;

    /// <summary>The share of the traffic that the challenger gets at first.</summary>
    private const double FirstShare = 0.1;

    /// <summary>How many of the traffic's rows have to be captured; a call may get lost.</summary>
    private const double Enough = 0.98;

    /// <summary>How far a captured score may be from the model's, and a reported area from what was captured: rounding.</summary>
    private const double Rounding = 1e-4, AreaRounding = 0.005;

    private static readonly string[] _channels = ["train", "validation"];

    private const string Image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";

    private static readonly Breakage[] _breakages = [Breakage.RoleLacks("role-reads-nothing", JobRoleName, "s3:GetObject"), Breakage.RoleTrustsAnother(JobRoleName), Breakage.BucketDenies(Work, JobRoleName)];

    public string Id => "ab-traffic";
    public string NamePrefix => "certus-ab";
    public IReadOnlyList<string> Checks => [Captured, Canary, Evidence, Decision, Rollout];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    public static IReadOnlyList<string> Variants { get; } = [Champion, Challenger];

    /// <summary>The job that trains a variant's model; a job's name is taken forever, so it bears the instant to the millisecond.</summary>
    public static string TrainingJob(LabStart start, string variant) => string.Create(CultureInfo.InvariantCulture, $"certus-ab-{variant}-{start.StartedAt:yyyyMMdd-HHmmss-fff}");

    /// <summary>Which of the two learned, and was validated, on files whose columns stand in another order than those of the traffic.</summary>
    public static string Skewed(ulong seed) => new SeededRandom(seed, "ab skewed").Pick(Variants);

    public static IReadOnlyDictionary<string, string> Hyperparameters { get; } =
        new Dictionary<string, string> { ["objective"] = "binary:logistic", ["num_round"] = "60", ["max_depth"] = "3", ["eta"] = "0.15", ["eval_metric"] = "auc" };

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var role = await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
        foreach (var variant in Variants)
        {
            foreach (var (channel, count) in new[] { ("train", TrainRows), ("validation", ValidationRows) })
                await bench.PutAsync(Data, $"{variant}/{channel}/{channel}.csv", Table.Labeled(Rows(start.Seed, variant, channel, count)), cancel);
            await bench.CallAsync("sagemaker", "CreateTrainingJob", new()
            {
                ["TrainingJobName"] = TrainingJob(start, variant),
                ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image, ["TrainingInputMode"] = "File" },
                ["RoleArn"] = role,
                ["HyperParameters"] = new JsonObject(Hyperparameters.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
                ["InputDataConfig"] = new JsonArray([.. _channels.Select(channel => new JsonObject
                {
                    ["ChannelName"] = channel, ["ContentType"] = "text/csv", ["CompressionType"] = "None",
                    ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Data}/{variant}/{channel}/", ["S3DataDistributionType"] = "FullyReplicated" } },
                })]),
                ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Work}/models/" },
                ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
                ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
            }, cancel);
        }
        var traffic = Traffic(start).ToList();
        await bench.PutAsync(Data, "traffic/today.csv", Table.Named(traffic.Select(row => (row.Id, row.Row.Features))), cancel);
        await bench.PutAsync(Data, "labels/today.csv", string.Concat(traffic.Select(row => $"{row.Id},{(row.Row.Label ? 1 : 0)}\n")), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Subscribers.Columns.Prepend("id")) + "\n", cancel, "text/plain");
    }

    /// <summary>What a variant's model learns, or is validated on.</summary>
    public static IEnumerable<LabeledRow> Rows(ulong seed, string variant, string channel, int count) =>
        new Subscribers(seed).Sample(seed, $"{variant} {channel}", count).Select(row => variant == Skewed(seed) ? row with { Features = Exchanged(row.Features) } : row);

    /// <summary>A row in which logins and tickets have changed places, and months and late payments: few of the one mean what many of the other do.</summary>
    private static double[] Exchanged(double[] row) => [row[5], row[2], row[1], row[3], row[4], row[0], .. row[6..]];

    private static IEnumerable<(string Id, LabeledRow Row)> Traffic(LabStart start) =>
        Subscribers.Ids(start.Seed, "traffic", TrafficRows).Zip(new Subscribers(start.Seed).Sample(start.Seed, "traffic", TrafficRows), (id, row) => (id, row));

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        Dictionary<string, string> artifacts = [];
        foreach (var variant in Variants)
        {
            var (job, _) = await bench.TryAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = TrainingJob(start, variant) }, cancel);
            if ((string?)job?["TrainingJobStatus"] != "Completed") return [.. Checks.Select(check => Finding.Missing(check, $"The training job {TrainingJob(start, variant)}, which makes a model, is {(string?)job?["TrainingJobStatus"] ?? "gone"}."))];
            artifacts[variant] = new TrainedJob(job!).Artifact;
        }
        var (calls, captured) = await CapturedAsync(bench, start, artifacts, cancel);
        if (calls is null) return [captured, .. Checks.Skip(1).Select(check => Finding.Missing(check, "Without captured traffic nothing says which of the two is better."))];
        var (better, fault) = await BetterAsync(bench, start, artifacts, heldOut, cancel);
        if (better is null) return [captured, .. Checks.Skip(1).Select(check => Finding.Missing(check, fault!))];
        var (evidence, decision) = await ReportAsync(bench, calls, better, cancel);
        return [captured, CanaryFinding(calls), evidence, decision, await RolloutAsync(bench, start, artifacts[better], better, heldOut, cancel)];
    }

    /// <summary>The captured calls that bear a row's id, hold that row, and were answered by the variant's own model; null where they are too few to go by.</summary>
    private static async Task<(ILookup<string, (double Score, bool Label)>? Calls, Finding Finding)> CapturedAsync(LabBench bench, LabStart start, Dictionary<string, string> artifacts, CancellationToken cancel)
    {
        var rows = Traffic(start).ToDictionary(row => row.Id, row => row.Row);
        List<(string Variant, double Score, bool Label)> good = [];
        HashSet<string> seen = [];
        int named = 0, foreign = 0, unscored = 0;
        foreach (var variant in Variants)
        {
            var calls = (await CapturedCall.ReadAsync(bench, Work, $"{CapturePrefix}{Endpoint}/{variant}/", cancel)).Where(call => rows.ContainsKey(call.InferenceId)).ToList();
            named += calls.Count;
            var (models, fault) = await ModelFile.ScoresAsync(bench, artifacts[variant], [.. calls.Select(call => rows[call.InferenceId].Features)], cancel);
            if (models is null) return (null, Finding.Missing(Captured, fault!));
            foreach (var (call, model) in calls.Zip(models))
            {
                var row = rows[call.InferenceId];
                if (call.Score is not { } score) unscored++;
                else if (Math.Abs(score - model) > Rounding || !call.Features.SequenceEqual(row.Features)) foreign++;
                else
                {
                    seen.Add(call.InferenceId);
                    good.Add((variant, score, row.Label));
                }
            }
        }
        var said = $"Below s3://{Work}/{CapturePrefix}{Endpoint}/ lie {named:N0} calls that bear an id of the traffic, of {seen.Count:N0} of its {TrafficRows:N0} rows with what was asked and what the variant's model answers";
        if (unscored > 0) said += $"; {unscored:N0} lack an answer";
        if (foreign > 0) said += $"; {foreign:N0} hold another row, or an answer that is not the model's";
        return seen.Count < TrafficRows / 2 ? (null, Finding.Missing(Captured, $"{said}."))
            : (good.ToLookup(call => call.Variant, call => (call.Score, call.Label)), seen.Count >= Enough * TrafficRows && foreign == 0 ? Finding.Good(Captured, $"{said}.") : Finding.Part(Captured, 0.5, $"{said}."));
    }

    private static Finding CanaryFinding(ILookup<string, (double Score, bool Label)> calls)
    {
        int challenger = calls[Challenger].Count(), all = challenger + calls[Champion].Count();
        var share = challenger / (double)all;
        // Five standard errors: who asked for a tenth has got it.
        return Math.Abs(share - FirstShare) <= 5 * Math.Sqrt(FirstShare * (1 - FirstShare) / all)
            ? Finding.Good(Canary, string.Create(CultureInfo.InvariantCulture, $"{Challenger} answered {share:P1} of the captured traffic."))
            : Finding.Missing(Canary, string.Create(CultureInfo.InvariantCulture, $"{Challenger} answered {share:P1} of the captured traffic; a tenth was to be risked."));
    }

    /// <summary>The variant whose model ranks unseen subscribers better, by labels that the law draws.</summary>
    private static async Task<(string? Better, string? Fault)> BetterAsync(LabBench bench, LabStart start, Dictionary<string, string> artifacts, ulong heldOut, CancellationToken cancel)
    {
        var rows = new Subscribers(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        Dictionary<string, double> areas = [];
        foreach (var (variant, artifact) in artifacts)
        {
            var (scores, fault) = await ModelFile.ScoresAsync(bench, artifact, [.. rows.Select(row => row.Features)], cancel);
            if (scores is null) return (null, fault);
            areas[variant] = Scores.AreaUnderRoc(scores, [.. rows.Select(row => row.Label)]);
        }
        return (areas.MaxBy(one => one.Value).Key, null);
    }

    private static async Task<(Finding Evidence, Finding Decision)> ReportAsync(LabBench bench, ILookup<string, (double Score, bool Label)> calls, string better, CancellationToken cancel)
    {
        var (report, fault) = await bench.JsonAsync(Work, "decision.json", cancel);
        if (report is null) return (Finding.Missing(Evidence, fault!), Finding.Missing(Decision, fault!));
        List<string> wrong = [], truth = [];
        foreach (var variant in Variants)
        {
            var (said, taken) = (report[variant] as JsonObject ?? [], calls[variant].ToList());
            var area = Scores.AreaUnderRoc([.. taken.Select(call => call.Score)], [.. taken.Select(call => call.Label)]);
            if (said.Number("rows") != taken.Count) wrong.Add($"{variant}.rows");
            if (said.Number("auc") is not { } reported || Math.Abs(reported - area) > AreaRounding) wrong.Add($"{variant}.auc");
            truth.Add(string.Create(CultureInfo.InvariantCulture, $"{variant} {area:0.000} on {taken.Count:N0} rows"));
        }
        var evidence = wrong.Count == 0
            ? Finding.Good(Evidence, $"decision.json says what the captured answers and the labels come to: {string.Join(", ", truth)}.")
            : Finding.Part(Evidence, 1 - wrong.Count / 4.0, $"decision.json does not say what the captured answers and the labels come to: {string.Join(", ", wrong)}.");
        var winner = report["winner"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;
        return (evidence, winner is null || !Variants.Contains(winner) ? Finding.Missing(Decision, $"decision.json names no 'winner' that is {Champion} or {Challenger}.")
            // One of two is soon guessed.
            : wrong.Count > 0 ? Finding.Missing(Decision, $"decision.json names {winner}, and the figures from which one could see why are not all right.")
            : winner == better ? Finding.Good(Decision, $"{winner} ranks unseen subscribers better, too.")
            : Finding.Missing(Decision, $"{winner} does not rank unseen subscribers better."));
    }

    private static async Task<Finding> RolloutAsync(LabBench bench, LabStart start, string artifact, string better, ulong heldOut, CancellationToken cancel)
    {
        double[][] rows = [.. new Subscribers(start.Seed).Sample(heldOut, "asked", Asked).Select(row => row.Features)];
        var (model, why) = await ModelFile.ScoresAsync(bench, artifact, rows, cancel);
        if (model is null) return Finding.Missing(Rollout, why!);
        Dictionary<string, int> answered = [];
        var right = 0;
        foreach (var (row, wanted) in rows.Zip(model))
        {
            var (output, refused) = await bench.TryAsync("sagemaker-runtime", "InvokeEndpoint",
                new() { ["EndpointName"] = Endpoint, ["ContentType"] = "text/csv", ["Accept"] = "text/csv", ["Body"] = JsonValue.Create(Encoding.UTF8.GetBytes(Table.Features([row]))) }, cancel);
            if (refused is not null) return Finding.Missing(Rollout, $"{Endpoint} refused an unseen row: {refused.Message}");
            var variant = (string?)output!["InvokedProductionVariant"] ?? "";
            answered[variant] = answered.GetValueOrDefault(variant) + 1;
            if (Scores.Read(Encoding.UTF8.GetString(output["Body"]!.GetValue<byte[]>())) is [var score] && Math.Abs(score - wanted) <= Rounding) right++;
        }
        var said = $"Of {Asked} requests of the grader {string.Join(", ", answered.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} answered {one.Value}"))}";
        return answered.GetValueOrDefault(better) < Asked ? Finding.Missing(Rollout, $"{said}; all were to be answered by the better variant.")
            : right < Asked ? Finding.Missing(Rollout, $"{said}, {right} of them as the model of {TrainingJob(start, better)} does.")
            : Finding.Good(Rollout, $"{said}.");
    }
}

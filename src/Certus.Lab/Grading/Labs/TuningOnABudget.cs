using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>Better hyperparameters than the given ones, found by a tuning job that may spend little and must not fool itself.</summary>
internal sealed class TuningOnABudget : ILabExercise
{
    public const string Data = "certus-tuning-data", Work = "certus-tuning-work", Model = "certus-tuning", JobRoleName = "certus-tuning-role";

    /// <summary>Names in the order of the brief.</summary>
    public const string Tuned = "tuned", Objective = "objective", Budget = "budget", Chosen = "chosen", Better = "better";

    /// <summary>What may be spent since the lab began: training jobs, by a tuning job or not, and their seconds together.</summary>
    public const int MostJobs = 10, MostSeconds = 600;

    /// <summary>How much smaller than the default model's the error on unseen rows has to be, in minutes; from half of it on it earns something.</summary>
    public const double Distance = 1;

    private const int TrainRows = 600, ValidationRows = 400, HeldOutRows = 6_000;

    /// <summary>What chance may do to the difference of two models' errors on the same 6,000 rows.</summary>
    private const double Chance = 0.05;

    /// <summary>How far a reported figure may be from the model's: rounding.</summary>
    private const double Rounding = 0.005;

    /// <summary>A model whose error on the validation rows is this share of its error on unseen ones has learned them: four standard errors of 400 rows.</summary>
    private const double Learned = 0.86;

    private static readonly string[] _channels = ["train", "validation"];

    private const string Image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";

    private static readonly Breakage[] _breakages = Breakage.OfJobs(JobRoleName, Data);

    public string Id => "tuning-on-a-budget";
    public string NamePrefix => "certus-tuning";
    public IReadOnlyList<string> Checks => [Tuned, Objective, Budget, Chosen, Better];
    public IReadOnlyList<string> Faults => [.. _breakages.Select(breakage => breakage.Id)];

    /// <summary>The hyperparameters that somebody once typed and everybody has copied since.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } =
        new Dictionary<string, string> { ["objective"] = "reg:squarederror", ["num_round"] = "200", ["max_depth"] = "9", ["eta"] = "0.6", ["min_child_weight"] = "0", ["lambda"] = "0" };

    /// <summary>The job that trains the default model; a job's name is taken forever, so it bears the instant to the millisecond.</summary>
    public static string DefaultJob(LabStart start) => string.Create(CultureInfo.InvariantCulture, $"certus-tuning-default-{start.StartedAt:yyyyMMdd-HHmmss-fff}");

    public Task BreakAsync(LabBench bench, LabStart start, CancellationToken cancel) => Breakage.ApplyAsync(_breakages, this, bench, start, cancel);

    public async Task PrepareAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        foreach (var bucket in (string[])[Data, Work]) await bench.CallAsync("s3", "CreateBucket", new() { ["Bucket"] = bucket }, cancel);
        var law = new Deliveries(start.Seed);
        await bench.PutAsync(Data, "train/train.csv", Table.Labeled(law.Sample(start.Seed, "train", TrainRows)), cancel);
        await bench.PutAsync(Data, "validation/validation.csv", Table.Labeled(Validation(start)), cancel);
        await bench.PutAsync(Data, "columns.txt", string.Join('\n', Deliveries.Columns.Prepend("minutes")) + "\n", cancel, "text/plain");
        var role = await JobRole.MakeAsync(bench, JobRoleName, Data, Work, cancel);
        await bench.CallAsync("sagemaker", "CreateTrainingJob", new()
        {
            ["TrainingJobName"] = DefaultJob(start),
            ["AlgorithmSpecification"] = new JsonObject { ["TrainingImage"] = Image, ["TrainingInputMode"] = "File" },
            ["RoleArn"] = role,
            ["HyperParameters"] = new JsonObject(Defaults.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["InputDataConfig"] = new JsonArray([.. _channels.Select(channel => new JsonObject
            {
                ["ChannelName"] = channel, ["ContentType"] = "text/csv", ["CompressionType"] = "None",
                ["DataSource"] = new JsonObject { ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://{Data}/{channel}/", ["S3DataDistributionType"] = "FullyReplicated" } },
            })]),
            ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = $"s3://{Work}/models/" },
            ["ResourceConfig"] = new JsonObject { ["InstanceType"] = "ml.m5.large", ["InstanceCount"] = 1L, ["VolumeSizeInGB"] = 5L },
            ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 600L },
        }, cancel);
    }

    private static IEnumerable<NumberRow> Validation(LabStart start) => new Deliveries(start.Seed).Sample(start.Seed, "validation", ValidationRows);

    public async Task<IReadOnlyList<Finding>> GradeAsync(LabBench bench, LabStart start, ulong heldOut, CancellationToken cancel)
    {
        var (usual, _) = await bench.TryAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = DefaultJob(start) }, cancel);
        if ((string?)usual?["TrainingJobStatus"] != "Completed") return [.. Checks.Select(check => Finding.Missing(check, $"The training job {DefaultJob(start)}, which makes the default model, is {(string?)usual?["TrainingJobStatus"] ?? "gone"}."))];
        var rows = new Deliveries(start.Seed).Sample(heldOut, "held out", HeldOutRows).ToList();
        var chosen = await ModelFile.OfAsync(bench, Model, cancel);
        var (tuning, best) = await TuningAsync(bench, start, chosen, cancel);
        return
        [
            TunedFinding(tuning, best), await ObjectiveAsync(bench, start, tuning, best, rows, cancel), BudgetFinding(await SpentAsync(bench, start, cancel), tuning is not null),
            ChosenFinding(best, chosen), await BetterAsync(bench, new TrainedJob(usual!).Artifact, chosen, rows, cancel),
        ];
    }

    /// <summary>The completed tuning job that left the chosen model; where none did, the newest that has a best job, and then the newest.</summary>
    private static async Task<(JsonObject? Tuning, TrainedJob? Best)> TuningAsync(LabBench bench, LabStart start, string? chosen, CancellationToken cancel)
    {
        List<(JsonObject Tuning, TrainedJob? Best)> found = [];
        foreach (var summary in await bench.ListAsync("sagemaker", "ListHyperParameterTuningJobs", new() { ["StatusEquals"] = "Completed", ["SortBy"] = "CreationTime", ["SortOrder"] = "Descending" }, "HyperParameterTuningJobSummaries", cancel))
        {
            if (summary["CreationTime"]!.GetValue<DateTimeOffset>() < start.StartedAt) continue;
            if (await OfTheLabAsync(bench, (string)summary["HyperParameterTuningJobName"]!, cancel) is { } tuning) found.Add((tuning, await BestAsync(bench, tuning, cancel)));
        }
        return found.OrderBy(one => one.Best is null ? 2 : one.Best.Artifact == chosen ? 0 : 1).FirstOrDefault();
    }

    /// <summary>A tuning job, where it is one over the lab's data.</summary>
    private static async Task<JsonObject?> OfTheLabAsync(LabBench bench, string name, CancellationToken cancel)
    {
        var tuning = await bench.CallAsync("sagemaker", "DescribeHyperParameterTuningJob", new() { ["HyperParameterTuningJobName"] = name }, cancel);
        return IsOfTheLab(tuning["TrainingJobDefinition"]?["InputDataConfig"]) ? tuning : null;
    }

    private static bool IsOfTheLab(JsonNode? channels) => (channels as JsonArray ?? []).Any(channel =>
        new[] { Data, Work }.Any(bucket => ((string?)channel!["DataSource"]?["S3DataSource"]?["S3Uri"] ?? "").StartsWith($"s3://{bucket}/", StringComparison.Ordinal)));

    private static async Task<TrainedJob?> BestAsync(LabBench bench, JsonObject tuning, CancellationToken cancel) => (string?)tuning["BestTrainingJob"]?["TrainingJobName"] is { } name
        && (await bench.TryAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = name }, cancel)).Output is { } job ? new(job) : null;

    private static Finding TunedFinding(JsonObject? tuning, TrainedJob? best)
    {
        if (tuning is null) return Finding.Missing(Tuned, "No tuning job over the lab's data has completed since the lab began.");
        var name = (string?)tuning["HyperParameterTuningJobName"];
        if (best is null) return Finding.Missing(Tuned, $"{name} has no best training job: none of its jobs reported the objective.");
        var searched = (tuning["HyperParameterTuningJobConfig"]?["ParameterRanges"] as JsonObject ?? []).Sum(kind => (kind.Value as JsonArray ?? []).Count(range => range!["Values"] is JsonArray values ? values.Count > 1 : (string?)range["MinValue"] != (string?)range["MaxValue"]));
        return searched >= 2
            ? Finding.Good(Tuned, $"{name} searched {searched} hyperparameters; its best job is {best.Name}.")
            : Finding.Part(Tuned, 0.5, $"{name} searched {searched} hyperparameter only.");
    }

    private static async Task<Finding> ObjectiveAsync(LabBench bench, LabStart start, JsonObject? tuning, TrainedJob? best, List<NumberRow> rows, CancellationToken cancel)
    {
        if (tuning is null || best is null) return Finding.Missing(Objective, "Without a tuning job that has a best job there is no objective to look at.");
        var objective = tuning["HyperParameterTuningJobConfig"]!["HyperParameterTuningJobObjective"]!;
        var (metric, type) = ((string?)objective["MetricName"] ?? "", (string?)objective["Type"]);
        if (!metric.StartsWith("validation:", StringComparison.Ordinal)) return Finding.Missing(Objective, $"The search went by {metric}, a figure on rows that the models have learned.");
        // Of what the sandbox's XGBoost reports of numbers, an error is better when smaller.
        if (type != "Minimize") return Finding.Missing(Objective, $"The search was told to {type?.ToLowerInvariant()} {metric}, which is an error.");
        var (validation, unseen, fault) = await ErrorsAsync(bench, best.Artifact, [.. Validation(start)], rows, cancel);
        if (fault is not null) return Finding.Missing(Objective, fault);
        var said = string.Create(CultureInfo.InvariantCulture, $"{best.Name} misses by {validation:0.00} on the lab's validation rows and by {unseen:0.00} on {HeldOutRows:N0} unseen ones (root mean squared error, in minutes)");
        if (validation < Learned * unseen) return Finding.Missing(Objective, $"{said}: it has learned the rows by which it was judged.");
        return best.Metric("validation:rmse") is { } reported && Math.Abs(reported - validation) > Rounding * validation
            ? Finding.Missing(Objective, string.Create(CultureInfo.InvariantCulture, $"{said}, and reports {reported:0.00}: it was judged by other rows."))
            : Finding.Good(Objective, $"The search went by {metric}. {said}.");
    }

    /// <summary>What was spent on training since the lab began: every job over the lab's data, however it ended, but for the one the lab itself began; a deleted one, whose seconds nobody knows any more, too.</summary>
    internal static async Task<IReadOnlyList<(string Name, long Seconds)>> SpentAsync(LabBench bench, LabStart start, CancellationToken cancel)
    {
        List<(string Name, long Seconds)> spent = [];
        foreach (var summary in await bench.ListAsync("sagemaker", "ListTrainingJobs", new() { ["SortBy"] = "CreationTime" }, "TrainingJobSummaries", cancel))
        {
            var name = (string)summary["TrainingJobName"]!;
            if (name == DefaultJob(start) || summary["CreationTime"]!.GetValue<DateTimeOffset>() < start.StartedAt) continue;
            var (job, _) = await bench.TryAsync("sagemaker", "DescribeTrainingJob", new() { ["TrainingJobName"] = name }, cancel);
            if (job is not null && IsOfTheLab(job["InputDataConfig"])) spent.Add((name, (long?)job["BillableTimeInSeconds"] ?? 0));
        }
        // Whose data a deleted job read, only its name tells.
        List<string> beginnings = ["certus-tuning"];
        foreach (var summary in await bench.ListAsync("sagemaker", "ListHyperParameterTuningJobs", [], "HyperParameterTuningJobSummaries", cancel))
            if (summary["CreationTime"]!.GetValue<DateTimeOffset>() >= start.StartedAt && await OfTheLabAsync(bench, (string)summary["HyperParameterTuningJobName"]!, cancel) is { } tuning) beginnings.Add($"{(string?)tuning["HyperParameterTuningJobName"]}-");
        foreach (var call in await bench.CalledAsync("sagemaker", "DeleteTrainingJob", start.StartedAt, cancel))
            if (call.ErrorCode is null && call.Text("TrainingJobName") is { } gone && beginnings.Exists(beginning => gone.StartsWith(beginning, StringComparison.Ordinal)) && !spent.Exists(job => job.Name == gone)) spent.Add((gone, 0));
        return spent;
    }

    /// <summary>Whether what was spent is within the budget; spending nothing is no merit.</summary>
    internal static Finding BudgetFinding(IReadOnlyList<(string Name, long Seconds)> spent, bool tuned)
    {
        var seconds = spent.Sum(job => job.Seconds);
        var said = string.Create(CultureInfo.InvariantCulture, $"Since the lab began {spent.Count} training jobs over its data ran, {seconds:N0} seconds together");
        return !tuned ? Finding.Missing(Budget, "Without a tuning job there is nothing to spend a budget on.")
            : spent.Count > MostJobs ? Finding.Missing(Budget, $"{said}; {MostJobs} jobs were allowed.")
            : seconds > MostSeconds ? Finding.Missing(Budget, $"{said}; {MostSeconds} seconds were allowed.")
            : Finding.Good(Budget, $"{said}.");
    }

    private static Finding ChosenFinding(TrainedJob? best, string? chosen) =>
        chosen is null ? Finding.Missing(Chosen, $"There is no model {Model}.")
        : best is null ? Finding.Missing(Chosen, "Without a tuning job that has a best job there is nothing to choose.")
        : chosen == best.Artifact ? Finding.Good(Chosen, $"{Model} is the model of {best.Name}.")
        : Finding.Missing(Chosen, $"{Model} is made of {chosen}, which is not what {best.Name}, the best job, left.");

    private static async Task<Finding> BetterAsync(LabBench bench, string usual, string? chosen, List<NumberRow> rows, CancellationToken cancel)
    {
        if (chosen is null) return Finding.Missing(Better, $"There is no model {Model}.");
        var (before, after, fault) = await ErrorsAsync(bench, usual, chosen, rows, cancel);
        if (fault is not null) return Finding.Missing(Better, fault);
        var best = LinearFit.Error(rows.Select(row => (row.Mean, row.Value)));
        var earned = (before - after - Distance / 2) / (Distance / 2 - Chance);
        return Finding.Part(Better, earned, string.Create(CultureInfo.InvariantCulture,
            $"On {HeldOutRows:N0} unseen rows the root mean squared error of {Model} is {after:0.00} minutes, that of the default model {before:0.00}; {best:0.00} would be the best possible on them{(earned < 1 ? $", and {Distance:0} less than the default is wanted" : "")}."));
    }

    private static async Task<(double One, double Other, string? Fault)> ErrorsAsync(LabBench bench, string model, List<NumberRow> one, List<NumberRow> other, CancellationToken cancel)
    {
        var (scores, fault) = await ModelFile.ScoresAsync(bench, model, [.. one.Concat(other).Select(row => row.Features)], cancel);
        return scores is null ? (0, 0, fault) : (Error(scores.Take(one.Count), one), Error(scores.Skip(one.Count), other), null);
    }

    private static async Task<(double One, double Other, string? Fault)> ErrorsAsync(LabBench bench, string one, string other, List<NumberRow> rows, CancellationToken cancel)
    {
        double[][] features = [.. rows.Select(row => row.Features)];
        var (first, fault) = await ModelFile.ScoresAsync(bench, one, features, cancel);
        if (first is null) return (0, 0, fault);
        var (second, why) = await ModelFile.ScoresAsync(bench, other, features, cancel);
        return second is null ? (0, 0, why) : (Error(first, rows), Error(second, rows), null);
    }

    private static double Error(IEnumerable<double> scores, List<NumberRow> rows) => LinearFit.Error(scores.Zip(rows, (score, row) => (score, row.Value)));
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>A tuning job's work: training jobs made one after another, each from what those before it have shown.</summary>
/// <remarks>It goes by the rows alone, so that a sandbox that is stopped and started goes on where it was.</remarks>
internal sealed class TuningJobRun(Resources resources, TrainingJobs training, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Task, bool> _work = [];
    private CancellationTokenSource _closing = new();

    public void Begin(Resource tuning)
    {
        var closing = _closing.Token;
        var work = Task.Run(() => RunAsync(tuning.Region, tuning.Name, closing));
        _work[work] = true;
        _ = work.ContinueWith(done => _work.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>The training jobs of a tuning job, oldest first.</summary>
    public List<Resource> Jobs(Resource tuning) => Jobs(resources, tuning);

    private static List<Resource> Jobs(Resources resources, Resource tuning) => [.. resources.All(tuning.Region, Kind.TrainingJob).Where(job => (string?)job.Body["TuningJobArn"] == tuning.Arn && job.Created >= tuning.Created)];

    /// <summary>A training job's result; NaN where it has none. One that its tuning job ended early has one.</summary>
    public static double Result(Resource tuning, Resource job)
    {
        var metric = (string?)Config(TuningDefinitions.Of(tuning, job))["HyperParameterTuningJobObjective"]?["MetricName"];
        return job.Status != "Completed" && job.Body["_enough"] is null ? double.NaN
            : (job.Body["FinalMetricDataList"] as JsonArray ?? []).FirstOrDefault(one => (string?)one!["MetricName"] == metric) is { } found ? (double)found["Value"]! : double.NaN;
    }

    public static JsonObject Config(Resource tuning) => tuning.Part("HyperParameterTuningJobConfig")!;

    public static bool Maximizes(Resource tuning) => (string?)Config(TuningDefinitions.All(tuning) is [var first, ..] ? first : tuning)["HyperParameterTuningJobObjective"]?["Type"] != "Minimize";

    /// <summary>Who looks at a training job after each epoch; null where it has no tuning job, or one that lets its jobs run.</summary>
    public static EpochWatch? Watch(Resources resources, Resource job)
    {
        if ((string?)job.Body["TuningJobArn"] is not { } arn || resources.Find(job.Region, Kind.TuningJob, arn[(arn.IndexOf('/', StringComparison.Ordinal) + 1)..]) is not { } tuning) return null;
        return EpochWatch.Of(tuning, job, () => [.. Jobs(resources, tuning).Select(other => resources.Curve(other.Arn)).OfType<double[]>()]);
    }

    /// <summary>How many training jobs in a row have not improved the best result, after each that has one; with when it ended.</summary>
    public static List<(int Idle, DateTimeOffset At)> NotImproving(Resource tuning, IEnumerable<Resource> jobs)
    {
        List<Resource> ended = [.. jobs.Where(job => double.IsFinite(Result(tuning, job))).OrderBy(End)];
        return [.. Progress.NotImproving(ended.Select(job => Result(tuning, job)), Maximizes(tuning)).Zip(ended.Select(End))];

        static DateTimeOffset End(Resource job) => job.Instant("TrainingEndTime") ?? job.Modified;
    }

    public static Resource? Best(Resource tuning, IEnumerable<Resource> jobs)
    {
        var ranked = jobs.Where(job => double.IsFinite(Result(tuning, job)));
        return Maximizes(tuning) ? ranked.MaxBy(job => Result(tuning, job)) : ranked.MinBy(job => Result(tuning, job));
    }

    private async Task RunAsync(string region, string name, CancellationToken closing)
    {
        try
        {
            while (resources.Find(region, Kind.TuningJob, name) is { Status: "InProgress" or "Stopping" } tuning)
            {
                var jobs = Jobs(tuning);
                var running = jobs.Where(job => job.Status is "InProgress" or "Stopping").ToList();
                if (tuning.Status == "Stopping" || IsOver(tuning, jobs))
                {
                    foreach (var job in running.Where(job => job.Status == "InProgress"))
                        await StopAsync(job, closing);
                    if (running.Count == 0)
                    {
                        await EndAsync(tuning, jobs, closing);
                        return;
                    }
                }
                else if (running.Count < (long)Config(tuning)["ResourceLimits"]!["MaxParallelTrainingJobs"]! && await TryNextAsync(tuning, jobs, closing)) continue;
                else if (running.Count == 0)
                {
                    await EndAsync(tuning, jobs, closing);
                    return;
                }
                await Task.Delay(Pause, clock, closing);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox stops: the next start goes on.
        }
    }

    private bool IsOver(Resource tuning, List<Resource> jobs)
    {
        var config = Config(tuning);
        var criteria = config["TuningJobCompletionCriteria"];
        if ((long?)config["ResourceLimits"]!["MaxRuntimeInSeconds"] is { } seconds && clock.GetUtcNow() - tuning.Created >= TimeSpan.FromSeconds(seconds)) return true;
        if ((double?)criteria?["TargetObjectiveMetricValue"] is { } target && Best(tuning, jobs) is { } best && (Maximizes(tuning) ? Result(tuning, best) >= target : Result(tuning, best) <= target)) return true;
        var idle = NotImproving(tuning, jobs);
        if ((long?)criteria?["BestObjectiveNotImproving"]?["MaxNumberOfTrainingJobsNotImproving"] is { } patience && idle.Count > 0 && idle[^1].Idle >= patience) return true;
        return (string?)criteria?["ConvergenceDetected"]?["CompleteOnConvergence"] == "Enabled" && idle.Exists(one => one.Idle >= Progress.Converged);
    }

    /// <summary>Makes the next training job where there is one to make.</summary>
    private async Task<bool> TryNextAsync(Resource tuning, List<Resource> jobs, CancellationToken closing)
    {
        var config = Config(tuning);
        if ((long?)config["ResourceLimits"]!["MaxNumberOfTrainingJobs"] is { } limit && jobs.Count >= limit) return false;
        // Of several definitions each has its turn: the one with the fewest jobs, and of those the first.
        foreach (var (one, number) in TuningDefinitions.All(tuning).DefaultIfEmpty(tuning).Select((one, number) => (one, number)).OrderBy(pair => jobs.Count(job => TuningDefinitions.NameOf(job) == TuningDefinitions.NameIn(pair.one))))
            if (await TryNextAsync(one, [.. jobs.Where(job => TuningDefinitions.NameOf(job) == TuningDefinitions.NameIn(one))], jobs.Count, (ulong)number, closing)) return true;
        return false;
    }

    /// <summary>Makes the next training job of one definition.</summary>
    /// <param name="tuning">The tuning job as this definition sees it.</param>
    /// <param name="jobs">Those of this definition.</param>
    /// <param name="made">How many there are of all.</param>
    /// <param name="number">The definition's place, so that each draws its own.</param>
    /// <param name="closing">The sandbox stops.</param>
    private async Task<bool> TryNextAsync(Resource tuning, List<Resource> jobs, int made, ulong number, CancellationToken closing)
    {
        var (config, space) = (Config(tuning), TunedParameter.Of(TuningJobs.Ranges(tuning.Body)));
        if (config["ResourceLimits"]!["MaxNumberOfTrainingJobs"] is null && jobs.Count >= Proposals.GridSize(space)) return false;
        var seed = ((ulong?)(long?)config["RandomSeed"] ?? tuning.Name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL)) + number;
        var strategy = (string)config["Strategy"]!;
        // A parent that was deleted meanwhile has nothing to say any more.
        List<(Resource, List<Resource>)> parents = [.. ParentJobs.Names(tuning).Select(name => resources.Find(tuning.Region, Kind.TuningJob, name)).OfType<Resource>().Select(parent => (parent, Jobs(parent)))];
        List<Trial> tried = jobs.ConvertAll(job => new Trial(job.Part("_tuned")!.ToDictionary(pair => pair.Key, pair => (string)pair.Value!), Result(tuning, job)));
        var values = Proposals.Next(strategy, space, tried, Maximizes(tuning), seed, ParentJobs.Of(tuning, space, parents));
        if (values is null) return false;
        var now = clock.GetUtcNow();
        var call = TuningJobs.Call(tuning, $"{tuning.Name}-{made + 1:000}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", values, now);
        try
        {
            await training.CreateAsync(call, job =>
            {
                job.Body["TuningJobArn"] = tuning.Arn;
                if (TuningDefinitions.NameIn(tuning) is { } definition) job.Body[TuningDefinitions.Member] = definition;
                if (strategy == "Hyperband" && HyperbandRule.Resources(tuning) is var (least, most)) job.Body["_bracket"] = HyperbandRule.Bracket(least, most, new SeededRandom(seed, $"bracket {jobs.Count}"));
                job.Body["_tuned"] = new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
            }, closing);
            return true;
        }
        catch (AwsException refused)
        {
            // What was good when the tuning job was made no longer is, such as the role.
            await resources.ChangeAsync(tuning.Region, Kind.TuningJob, tuning.Name, now, current =>
            {
                current.Status = "Failed";
                current.Body["FailureReason"] = $"ClientError: {refused.Message}";
            }, closing);
            return true;
        }
    }

    private async Task StopAsync(Resource job, CancellationToken closing)
    {
        try
        {
            await training.StopAsync(new() { Service = "sagemaker", Operation = "StopTrainingJob", Input = new() { ["TrainingJobName"] = job.Name }, Caller = LabCaller.Root(job.Region), Now = clock.GetUtcNow(), RequestId = "" }, closing);
        }
        catch (AwsException)
        {
            // It ended meanwhile.
        }
    }

    private Task<Resource?> EndAsync(Resource tuning, List<Resource> jobs, CancellationToken closing) => resources.ChangeAsync(tuning.Region, Kind.TuningJob, tuning.Name, clock.GetUtcNow(), current =>
    {
        current.Body["HyperParameterTuningEndTime"] = JsonValue.Create(clock.GetUtcNow());
        if (current.Status == "Stopping") current.Status = "Stopped";
        else if (jobs.Exists(job => double.IsFinite(Result(tuning, job)))) current.Status = "Completed";
        else if (jobs.Exists(job => job.Status == "Completed"))
        {
            current.Status = "Failed";
            current.Body["FailureReason"] = $"ClientError: No objective metrics found after running {jobs.Count} training jobs: none of them has reported '{(string?)Config(tuning)["HyperParameterTuningJobObjective"]?["MetricName"]}'.";
        }
        else if (jobs.TrueForAll(job => job.Status != "Failed"))
        {
            current.Status = "Failed";
            current.Body["FailureReason"] = "The tuning job reached MaxRuntimeInSeconds before a training job had ended.";
        }
        else
        {
            current.Status = "Failed";
            current.Body["FailureReason"] = $"All training jobs failed. The last one: {(string?)jobs.LastOrDefault()?.Body["FailureReason"]}";
        }
    }, closing);

    /// <summary>Ends the searching; rows stay as they are.</summary>
    public async Task ClearAsync()
    {
        var closing = Interlocked.Exchange(ref _closing, new());
        await closing.CancelAsync();
        await Task.WhenAll(_work.Keys);
        closing.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        _closing.Dispose();
    }
}

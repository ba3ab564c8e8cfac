using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Tuning;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker;

/// <summary>Automatic model tuning as its operations see it; <see cref="TuningJobRun"/> is the search itself.</summary>
internal sealed class TuningJobs(Resources resources, TrainingJobs training, TuningJobRun run)
{
    private static readonly string[] Handed =
        ["AlgorithmSpecification", "RoleArn", "InputDataConfig", "VpcConfig", "OutputDataConfig", "ResourceConfig", "StoppingCondition", "EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "CheckpointConfig", "Environment"];

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Input["Autotune"] is not null) throw SageMakerNames.NotBuilt("tunes over ranges that are given: Autotune is not built");
        var tuning = Resource.Of(call.Caller.Region, Kind.TuningJob, call.Input, call.Now);
        if (resources.Find(tuning.Region, Kind.TuningJob, tuning.Name) is { } taken) throw SageMakerNames.Taken(taken);
        var config = TuningJobRun.Config(tuning);
        var several = TuningDefinitions.Check(tuning);
        if (several.Count == 0 && tuning.Part("TrainingJobDefinition") is null) throw SageMakerNames.Invalid("TrainingJobDefinition is required.");
        foreach (var one in several) CheckTrainable(one, call.Now);
        if (several.Count > 0) return await KeptAsync(tuning, call, cancel);
        if (config["HyperParameterTuningJobObjective"] is null) throw SageMakerNames.Invalid("HyperParameterTuningJobObjective is required: a built-in algorithm is tuned by one of its metrics.");
        var space = TunedParameter.Of(Ranges(tuning.Body));
        var most = (long?)config["ResourceLimits"]!["MaxNumberOfTrainingJobs"];
        if ((string?)config["Strategy"] == "Grid")
        {
            if (space.Exists(parameter => parameter.Values.Count == 0)) throw SageMakerNames.Invalid("The Grid strategy takes categorical ranges only.");
            if (most is not null && most != Proposals.GridSize(space)) throw SageMakerNames.Invalid($"MaxNumberOfTrainingJobs is {most}; the grid has {Proposals.GridSize(space)} points. Leave it out, or give that number.");
        }
        else if (most is null) throw SageMakerNames.Invalid("ResourceLimits needs a MaxNumberOfTrainingJobs.");
        CheckHyperband(tuning, config);
        if (tuning.Part("WarmStartConfig") is not null)
            ParentJobs.Check(tuning, space, [.. ParentJobs.Names(tuning).Select(name => resources.Require(tuning.Region, Kind.TuningJob, name)).Select(parent => (parent, run.Jobs(parent).Count))]);
        CheckTrainable(tuning, call.Now);
        return await KeptAsync(tuning, call, cancel);
    }

    /// <summary>The definition is held against all that a training job of its own would be.</summary>
    private void CheckTrainable(Resource tuning, DateTimeOffset now) =>
        training.Made(Call(tuning, "probe-of-a-tuning-job", TunedParameter.Of(Ranges(tuning.Body)).ToDictionary(parameter => parameter.Name, parameter => parameter.At(0.5)), now), probe: true);

    private async Task<LabAnswer> KeptAsync(Resource tuning, LabCall call, CancellationToken cancel)
    {
        tuning.Status = "InProgress";
        await resources.AddAsync(tuning, call.List("Tags"), cancel);
        run.Begin(tuning);
        return new JsonObject { ["HyperParameterTuningJobArn"] = tuning.Arn };
    }

    private static void CheckHyperband(Resource tuning, JsonObject config)
    {
        if ((string?)config["Strategy"] == "Hyperband")
        {
            if ((string?)config["TrainingJobEarlyStoppingType"] == "Auto") throw SageMakerNames.Invalid("Hyperband stops training jobs early by itself: TrainingJobEarlyStoppingType must be Off.");
            HyperbandRule.Resources(tuning);
        }
        else if (config["StrategyConfig"] is not null) throw SageMakerNames.Invalid("A StrategyConfig can be given for the strategy Hyperband only.");
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var tuning = resources.Require(call.Caller.Region, Kind.TuningJob, call.Required("HyperParameterTuningJobName"));
        var jobs = run.Jobs(tuning);
        Count(tuning, jobs, tuning.Body);
        var best = TuningJobRun.Best(tuning, jobs);
        if (best is not null) tuning.Body["BestTrainingJob"] = Summary(tuning, best);
        if (ParentJobs.IsSameData(tuning) && OverallBest(tuning, jobs) is { } overall) tuning.Body["OverallBestTrainingJob"] = overall;
        var idle = TuningJobRun.NotImproving(tuning, jobs);
        tuning.Body["TuningJobCompletionDetails"] = new JsonObject { ["NumberOfTrainingJobsObjectiveNotImproving"] = (long)(idle.Count > 0 ? idle[^1].Idle : 0) };
        if (idle.Find(one => one.Idle >= Progress.Converged) is { Idle: > 0 } converged) tuning.Body["TuningJobCompletionDetails"]!["ConvergenceDetectedTime"] = JsonValue.Create(converged.At);
        tuning.Body["ConsumedResources"] = new JsonObject { ["RuntimeInSeconds"] = (long)((tuning.Instant("HyperParameterTuningEndTime") ?? call.Now) - tuning.Created).TotalSeconds };
        return new(tuning.Body);
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(resources.Answer(call, Kind.TuningJob, "HyperParameterTuningJobSummaries", tuning =>
    {
        var summary = tuning.Pick("HyperParameterTuningJobName", "HyperParameterTuningJobArn", "HyperParameterTuningJobStatus", "CreationTime", "HyperParameterTuningEndTime", "LastModifiedTime");
        (summary["Strategy"], summary["ResourceLimits"]) = (TuningJobRun.Config(tuning)["Strategy"]?.DeepClone(), TuningJobRun.Config(tuning)["ResourceLimits"]?.DeepClone());
        Count(tuning, run.Jobs(tuning), summary);
        return summary;
    }, descending: false, sortBy: "Name"));

    public ValueTask<LabAnswer> JobsAsync(LabCall call, CancellationToken cancel)
    {
        var tuning = resources.Require(call.Caller.Region, Kind.TuningJob, call.Required("HyperParameterTuningJobName"));
        IEnumerable<Resource> jobs = run.Jobs(tuning).Where(job => call.Text("StatusEquals") is not { } status || job.Status == status);
        jobs = call.Text("SortBy") switch
        {
            "CreationTime" => jobs.OrderBy(job => job.Created),
            "Status" => jobs.OrderBy(job => job.Status, StringComparer.Ordinal),
            // Jobs without a result are not in the list, as on AWS.
            "FinalObjectiveMetricValue" => jobs.Where(job => double.IsFinite(TuningJobRun.Result(tuning, job))).OrderBy(job => TuningJobRun.Result(tuning, job)),
            _ => jobs.OrderBy(job => job.Name, StringComparer.Ordinal),
        };
        if (call.Text("SortOrder") == "Descending") jobs = jobs.Reverse();
        var from = PageToken.Read(call.Text("NextToken"))?.Whole ?? 0;
        var limit = call.Whole("MaxResults") ?? 100;
        var page = jobs.Skip((int)from).Take((int)limit + 1).ToList();
        JsonObject answer = new() { ["TrainingJobSummaries"] = new JsonArray([.. page.Take((int)limit).Select(job => Summary(tuning, job))]) };
        if (page.Count > limit) answer["NextToken"] = new PageToken($"{from + limit}", "").ToString();
        return new(answer);
    }

    public async ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("HyperParameterTuningJobName"));
        _ = await resources.ChangeAsync(region, Kind.TuningJob, name, call.Now, tuning =>
        {
            if (tuning.Status == "InProgress") tuning.Status = "Stopping"; // one that has ended stays as it is, without a refusal
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.TuningJob, name);
        return LabAnswer.Empty;
    }

    /// <summary>Forgets a search that has ended; its training jobs stay.</summary>
    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.TuningJob, call.Required("HyperParameterTuningJobName"), tuning =>
        {
            if (tuning.Status is "InProgress" or "Stopping") throw new AwsException("ResourceInUse", $"The hyperparameter tuning job {tuning.Arn} is in status {tuning.Status} and can't be deleted before it has ended.");
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>The best training job of this search and of those it started from.</summary>
    private JsonObject? OverallBest(Resource tuning, List<Resource> jobs)
    {
        var all = ParentJobs.Names(tuning).Select(name => resources.Find(tuning.Region, Kind.TuningJob, name)).OfType<Resource>().SelectMany(parent => run.Jobs(parent).Select(job => (Tuning: parent, Job: job))).Concat(jobs.Select(job => (Tuning: tuning, Job: job)));
        if (TuningJobRun.Best(tuning, all.Select(one => one.Job)) is not { } best) return null;
        var owner = all.First(one => one.Job.Arn == best.Arn).Tuning;
        var summary = Summary(owner, best);
        summary["TuningJobName"] = owner.Name;
        return summary;
    }

    /// <summary>After a start: what was under way goes on.</summary>
    public void Resume()
    {
        foreach (var tuning in resources.All(Kind.TuningJob).Where(tuning => tuning.Status is "InProgress" or "Stopping")) run.Begin(tuning);
    }

    public static JsonObject? Ranges(JsonObject body) => (body["HyperParameterTuningJobConfig"]?["ParameterRanges"] ?? body["TrainingJobDefinition"]?["HyperParameterRanges"]) as JsonObject;

    /// <summary>The call that makes one training job of a tuning job.</summary>
    public static LabCall Call(Resource tuning, string name, IReadOnlyDictionary<string, string> values, DateTimeOffset now)
    {
        var definition = tuning.Part("TrainingJobDefinition")!;
        JsonObject input = new() { ["TrainingJobName"] = name };
        foreach (var member in Handed)
            if (definition[member] is { } value) input[member] = value.DeepClone();
        var hyperparameters = definition["StaticHyperParameters"]?.DeepClone().AsObject() ?? [];
        foreach (var (parameter, value) in values) hyperparameters[parameter] = value;
        // What the search looks at is reported whether the definition asks for it or not.
        if ((string?)TuningJobRun.Config(tuning)["HyperParameterTuningJobObjective"]?["MetricName"] is { } objective) hyperparameters["_tuning_objective_metric"] = objective;
        input["HyperParameters"] = hyperparameters;
        return new() { Service = "sagemaker", Operation = "CreateTrainingJob", Input = input, Caller = LabCaller.Root(tuning.Region), Now = now, RequestId = "" };
    }

    private static void Count(Resource tuning, List<Resource> jobs, JsonObject into)
    {
        long Of(params ReadOnlySpan<string> states)
        {
            var count = 0;
            foreach (var job in jobs) count += states.Contains(job.Status) ? 1 : 0;
            return count;
        }

        into["TrainingJobStatusCounters"] = new JsonObject { ["Completed"] = Of("Completed"), ["InProgress"] = Of("InProgress", "Stopping"), ["RetryableError"] = 0L, ["NonRetryableError"] = Of("Failed"), ["Stopped"] = Of("Stopped") };
        var good = jobs.Count(job => double.IsFinite(TuningJobRun.Result(tuning, job)));
        into["ObjectiveStatusCounters"] = new JsonObject { ["Succeeded"] = (long)good, ["Pending"] = Of("InProgress", "Stopping"), ["Failed"] = jobs.Count - good - Of("InProgress", "Stopping") };
    }

    private static JsonObject Summary(Resource tuning, Resource job)
    {
        var summary = job.Pick("TrainingJobName", "TrainingJobArn", "CreationTime", "TrainingStartTime", "TrainingEndTime", "TrainingJobStatus", "FailureReason");
        summary["TunedHyperParameters"] = job.Part("_tuned")?.DeepClone();
        var result = TuningJobRun.Result(tuning, job);
        summary["ObjectiveStatus"] = job.Status is "InProgress" or "Stopping" ? "Pending" : double.IsFinite(result) ? "Succeeded" : "Failed";
        if (TuningDefinitions.NameOf(job) is { } definition) summary["TrainingJobDefinitionName"] = definition;
        var objective = TuningJobRun.Config(TuningDefinitions.Of(tuning, job))["HyperParameterTuningJobObjective"]!;
        if (double.IsFinite(result)) summary["FinalHyperParameterTuningJobObjectiveMetric"] = new JsonObject { ["Type"] = objective["Type"]?.DeepClone(), ["MetricName"] = objective["MetricName"]?.DeepClone(), ["Value"] = result };
        return summary;
    }
}

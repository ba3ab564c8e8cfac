using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.SageMaker;

/// <summary>Training jobs as their operations see them; <see cref="TrainingJobRun"/> is the work itself.</summary>
internal sealed class TrainingJobs(LabDatabase database, Resources resources, Roles roles, JobQueue queue, TrainingJobRun run, TimeProvider clock)
{
    private const long LongestRun = 28 * 86_400;

    public ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel) => CreateAsync(call, null, cancel);

    /// <param name="also">What a tuning job adds to its training job's row.</param>
    public async ValueTask<LabAnswer> CreateAsync(LabCall call, Action<Resource>? also, CancellationToken cancel)
    {
        var job = Made(call);
        also?.Invoke(job);
        await database.WriteAsync(connection => Resources.Add(connection, job, call.List("Tags")), cancel);
        queue.Add(new(job.Region, job.Kind, job.Name), run.RunAsync);
        return new JsonObject { ["TrainingJobArn"] = job.Arn };
    }

    /// <summary>A job's row, after all that AWS checks before it answers.</summary>
    /// <param name="probe">Whether it is only looked at, whatever its name.</param>
    internal Resource Made(LabCall call, bool probe = false)
    {
        var input = call.Input;
        if (!probe && resources.Find(call.Caller.Region, Kind.TrainingJob, call.Required("TrainingJobName")) is { } taken) throw SageMakerNames.Taken(taken);
        foreach (var member in new[] { "ServerlessJobConfig", "ModelPackageConfig" })
            if (input[member] is not null) throw SageMakerNames.NotBuilt($"builds no {member}");
        var algorithm = call.Structure("AlgorithmSpecification") ?? throw SageMakerNames.Invalid("AlgorithmSpecification is required.");
        if (algorithm["AlgorithmName"] is not null || (string?)algorithm["TrainingImage"] is not { } image)
            throw SageMakerNames.Invalid("The sandbox runs built-in algorithms only: AlgorithmSpecification must have a TrainingImage and no AlgorithmName.");
        if (AlgorithmImage.Find(image, out var refusal) is null) throw SageMakerNames.Invalid(refusal);
        var hosts = call.Structure("ResourceConfig") ?? throw SageMakerNames.Invalid("ResourceConfig is required.");
        if (hosts["InstanceGroups"] is null && ((string?)hosts["InstanceType"] is null || ((long?)hosts["InstanceCount"] ?? 0) < 1))
            throw SageMakerNames.Invalid("ResourceConfig must have an InstanceType and an InstanceCount of at least 1.");
        CheckChannels(call.List("InputDataConfig"));
        var output = S3Uri.Parse((string)input["OutputDataConfig"]!["S3OutputPath"]!, "S3OutputPath");
        var limit = call.Structure("StoppingCondition") ?? [];
        var longest = (long?)limit["MaxRuntimeInSeconds"] ?? 86_400;
        if (longest > LongestRun) throw SageMakerNames.Invalid($"MaxRuntimeInSeconds {longest} is more than {LongestRun}, 28 days.");
        if (call.Flag("EnableManagedSpotTraining") == true && ((long?)limit["MaxWaitTimeInSeconds"] ?? 0) < longest)
            throw SageMakerNames.Invalid("Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds");
        roles.RequireAssumable(call.Required("RoleArn"));

        var job = Resource.Of(call.Caller.Region, Kind.TrainingJob, input, call.Now);
        job.Body["StoppingCondition"] = limit.DeepClone();
        job.Body["StoppingCondition"]!["MaxRuntimeInSeconds"] = longest;
        foreach (var flag in new[] { "EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining" }) job.Body[flag] ??= false;
        job.Body["ModelArtifacts"] = new JsonObject { ["S3ModelArtifacts"] = output.Below($"{job.Name}/output/model.tar.gz").ToString() };
        job.Status = "InProgress";
        Move(job, "Starting", "Preparing the instances for training", call.Now);
        return job;
    }

    private static void CheckChannels(JsonArray channels)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var channel in channels)
        {
            var name = (string)channel!["ChannelName"]!;
            if (!names.Add(name)) throw SageMakerNames.Invalid($"Channel names must be unique: '{name}' is there twice.");
            if (channel["DataSource"]!["S3DataSource"] is not JsonObject source) throw SageMakerNames.Invalid($"Channel '{name}' has no S3DataSource; the sandbox has no file systems.");
            S3Uri.Parse((string)source["S3Uri"]!, $"Channel '{name}': S3Uri");
        }
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) =>
        new(resources.Require(call.Caller.Region, Kind.TrainingJob, call.Required("TrainingJobName")).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(resources.Answer(call, Kind.TrainingJob, "TrainingJobSummaries",
        job => job.Pick("TrainingJobName", "TrainingJobArn", "CreationTime", "TrainingEndTime", "LastModifiedTime", "TrainingJobStatus", "SecondaryStatus"), descending: false,
        also: call.Text("WarmPoolStatusEquals") is null && call.Text("TrainingPlanArnEquals") is null ? null : _ => false)); // no job has a warm pool or a plan

    public async ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("TrainingJobName"));
        _ = await resources.ChangeAsync(region, Kind.TrainingJob, name, call.Now, job =>
        {
            if (job.Status == "Stopping") return;
            if (job.Status != "InProgress") throw SageMakerNames.Invalid($"The request was rejected because the training job is in status {job.Status}.");
            job.Status = "Stopping";
            Move(job, "Stopping", "Stopping the training job", call.Now);
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.TrainingJob, name);
        if (queue.Stop(new(region, Kind.TrainingJob, name)))
            await resources.ChangeAsync(region, Kind.TrainingJob, name, call.Now, job => End(job, "Stopped", "Stopped", "Training job stopped", call.Now), cancel);
        return LabAnswer.Empty;
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await resources.RemoveAsync(call.Caller.Region, Kind.TrainingJob, call.Required("TrainingJobName"), job =>
        {
            if (job.Status is "InProgress" or "Stopping") throw new AwsException("ResourceInUse", $"The training job {job.Arn} is in status {job.Status} and can't be deleted before it has ended.");
        }, cancel);
        return LabAnswer.Empty;
    }

    /// <summary>After a start: what had begun is marked as failed, what waited is queued again in the order in which it came.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var job in resources.All(Kind.TrainingJob).Where(job => job.Status is "InProgress" or "Stopping"))
        {
            if (job.Status == "InProgress" && job.Body["_begun"] is null)
                queue.Add(new(job.Region, job.Kind, job.Name), run.RunAsync);
            else
                await resources.ChangeAsync(job.Region, job.Kind, job.Name, now, cut =>
                {
                    if (cut.Status == "Stopping") End(cut, "Stopped", "Stopped", "Training job stopped", now);
                    else Fail(cut, "InternalServerError: The sandbox was stopped while this training job ran. Nothing of it was kept; start it again under another name.", now);
                }, cancel);
        }
    }

    /// <summary>Ends the state it is in and begins the next.</summary>
    public static void Move(Resource job, string secondary, string message, DateTimeOffset now)
    {
        var transitions = job.Body["SecondaryStatusTransitions"] as JsonArray ?? [];
        if (transitions is [.., { } last] && last["EndTime"] is null) last["EndTime"] = JsonValue.Create(now);
        transitions.Add(new JsonObject { ["Status"] = secondary, ["StartTime"] = JsonValue.Create(now), ["StatusMessage"] = message });
        job.Body["SecondaryStatusTransitions"] ??= transitions;
        job.Body["SecondaryStatus"] = secondary;
    }

    /// <summary>The last state of all, and what the job took.</summary>
    public static void End(Resource job, string status, string secondary, string message, DateTimeOffset now)
    {
        Move(job, secondary, message, now);
        job.Body["SecondaryStatusTransitions"]!.AsArray()[^1]!["EndTime"] = JsonValue.Create(now);
        job.Status = status;
        job.Body.Remove("_begun");
        if (job.Instant("TrainingStartTime") is not { } began) return;
        job.Body["TrainingEndTime"] = JsonValue.Create(now);
        var seconds = Math.Max(1, (long)Math.Ceiling((now - began).TotalSeconds));
        job.Body["TrainingTimeInSeconds"] = seconds;
        job.Body["BillableTimeInSeconds"] = seconds;
    }

    public static void Fail(Resource job, string reason, DateTimeOffset now)
    {
        job.Body["FailureReason"] = reason.Length <= 1024 ? reason : reason[..1024];
        End(job, "Failed", "Failed", "Training job failed", now);
    }
}

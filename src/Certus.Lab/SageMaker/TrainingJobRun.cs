using System.Text.Json.Nodes;
using Certus.Lab.CloudWatch;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.SageMaker.Tuning;

namespace Certus.Lab.SageMaker;

/// <summary>A training job's work: its data brought to its directory, the child process, its model put where the learner wants it.</summary>
/// <param name="directory">Where jobs have their directories; each is gone when its job has ended.</param>
internal sealed class TrainingJobRun(Resources resources, Roles roles, ObjectStore objects, LogStreams streams, Metrics metrics, string directory, TimeProvider clock)
{
    /// <summary>The log group, and the namespace of the metrics.</summary>
    public const string Group = "/aws/sagemaker/TrainingJobs";

    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(28);

    public async Task RunAsync(JobKey key, CancellationToken stop, CancellationToken closing)
    {
        var began = clock.GetUtcNow();
        var mine = false;
        var job = await ChangeAsync(key, job =>
        {
            if (job.Status == "Stopping" && job.Body["_begun"] is null) // stopped before it was in the queue
                TrainingJobs.End(job, "Stopped", "Stopped", "Training job stopped", began);
            if (job.Status != "InProgress" || job.Body["_begun"] is not null) return;
            mine = true;
            job.Body["_begun"] = true;
            job.Body["TrainingStartTime"] = JsonValue.Create(began);
            TrainingJobs.Move(job, "Downloading", "Downloading input data", began);
        }, closing);
        if (job is null || !mine) return;
        var place = Path.Combine(directory, Guid.NewGuid().ToString("N"));
        await using var log = new JobLog(streams, metrics, clock, key.Region, Group, $"{key.Name}/algo-1-{began.ToUnixTimeSeconds()}", ("TrainingJobName", key.Name));
        using var limit = new CancellationTokenSource(Min(LongestTimer, TimeSpan.FromSeconds((long)job.Part("StoppingCondition")!["MaxRuntimeInSeconds"]!)), clock);
        using var enough = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token, enough.Token, closing);
        var watch = TuningJobRun.Watch(resources, job);
        try
        {
            var outcome = await TrainAsync(key, job, place, log, metric =>
            {
                log.Measure(metric.Name, metric.Value);
                if (watch?.Sees(metric) == true) _ = enough.CancelAsync();
            }, end.Token, closing);
            closing.ThrowIfCancellationRequested();
            var model = outcome switch { TrainingOutcome.Completed done => done.ModelPath, TrainingOutcome.Stopped early => early.ModelPath, _ => null };
            await log.FlushAsync(closing);
            if (watch is not null) await resources.KeepCurveAsync(job.Arn, watch.Curve, closing);
            var late = limit.IsCancellationRequested && !stop.IsCancellationRequested;
            if (model is null) await ChangeAsync(key, ended => Finish(ended, outcome, watch, late, clock.GetUtcNow()), closing);
            else await UploadAsync(key, job, model, ended => Finish(ended, outcome, watch, late, clock.GetUtcNow()), closing);
        }
        catch (JobFailedException failure)
        {
            log.Say(failure.Message);
            await log.FlushAsync(closing);
            await FailAsync(key, failure.Message, closing);
        }
        finally
        {
            if (Directory.Exists(place)) Directory.Delete(place, recursive: true);
        }
    }

    private async Task<TrainingOutcome> TrainAsync(JobKey key, Resource job, string place, JobLog log, Action<TrainingMetric> metric, CancellationToken end, CancellationToken closing)
    {
        try
        {
            var channels = await DownloadAsync(key, job, place, log, end);
            await ChangeAsync(key, running =>
            {
                if (running.Status == "InProgress") TrainingJobs.Move(running, "Training", "Training image download completed. Training in progress.", clock.GetUtcNow());
            }, closing);
            var hyperparameters = (job.Part("HyperParameters") ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "");
            var spec = new TrainingSpec((string)job.Part("AlgorithmSpecification")!["TrainingImage"]!, hyperparameters, channels, Seed(key.Name), clock.GetUtcNow());
            return await TrainingProcess.RunAsync(spec, place, log.Say, metric, end);
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            return new TrainingOutcome.Stopped(null, new Dictionary<string, double>());
        }
    }

    private async Task<List<TrainingChannel>> DownloadAsync(JobKey key, Resource job, string place, JobLog log, CancellationToken end)
    {
        var role = (string)job.Body["RoleArn"]!;
        var input = new InputData(objects, roles);
        var mode = (string)job.Part("AlgorithmSpecification")!["TrainingInputMode"]!;
        if (((long?)job.Part("ResourceConfig")!["InstanceCount"] ?? 1) > 1) log.Say("This sandbox is one host: it trains on all the data of all the instances at once.");
        List<TrainingChannel> channels = [];
        foreach (var (number, channel) in (job.Body["InputDataConfig"] as JsonArray ?? []).Index())
        {
            var name = (string)channel!["ChannelName"]!;
            var found = input.Find(channel["DataSource"]!["S3DataSource"]!.AsObject(), role, key.Region);
            if ((long?)channel["ShuffleConfig"]?["Seed"] is { } seed) found = Shuffled(found, seed);
            var folder = Directory.CreateDirectory(Path.Combine(place, "input", $"{number}")).FullName;
            List<TrainingFile> files = [];
            foreach (var (index, info) in found.Index())
            {
                // The key may be anything, so the file has a number for its name.
                var path = Path.Combine(folder, $"{index}");
                await using var from = objects.Open(info);
                await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
                await from.CopyToAsync(to, end);
                files.Add(new(path, info.Key));
            }
            channels.Add(new(name, files, (string?)channel["ContentType"] ?? "", (string?)channel["CompressionType"] ?? "None", (string?)channel["InputMode"] ?? mode));
        }
        return channels;
    }

    /// <summary>Puts the model where the learner wants it, in one piece with the job's end: a job that was cut off has left none.</summary>
    private async Task UploadAsync(JobKey key, Resource job, string model, Action<Resource> finish, CancellationToken closing)
    {
        await ChangeAsync(key, running =>
        {
            if (running.Status == "InProgress") TrainingJobs.Move(running, "Uploading", "Uploading generated training model", clock.GetUtcNow());
        }, closing);
        var to = S3Uri.Parse((string)job.Part("ModelArtifacts")!["S3ModelArtifacts"]!, "S3OutputPath");
        var decision = roles.Decide((string)job.Body["RoleArn"]!, "s3:PutObject", to.Bucket, to.Key);
        if (!decision.Allowed) throw new JobFailedException($"ClientError: Artifact upload failed: Access denied on {to}: {decision.Reason}");
        if (!objects.BucketExists(to.Bucket)) throw new JobFailedException($"ClientError: Artifact upload failed: The bucket of {to} does not exist.");
        await using var bytes = File.OpenRead(model);
        var staged = await objects.StageAsync(to.Bucket, to.Key, bytes, "application/x-gzip", closing);
        await objects.PutAsync([staged], connection => Resources.Change(connection, key.Region, key.Kind, key.Name, clock.GetUtcNow(), finish), closing);
    }

    private static void Finish(Resource job, TrainingOutcome outcome, EpochWatch? watch, bool late, DateTimeOffset now)
    {
        switch (outcome)
        {
            case TrainingOutcome.Completed done:
                Keep(done.FinalMetrics);
                TrainingJobs.End(job, "Completed", "Completed", "Training job completed", now);
                break;
            case TrainingOutcome.Failed failed:
                TrainingJobs.Fail(job, failed.Reason, now);
                break;
            case TrainingOutcome.Stopped stopped:
                Keep(stopped.FinalMetrics);
                if (watch is { HasEnded: true } && job.Status == "InProgress") job.Body["_enough"] = true;
                if (late) TrainingJobs.End(job, "Stopped", "MaxRuntimeExceeded", "Training job runtime exceeded MaxRuntimeInSeconds provided", now);
                else TrainingJobs.End(job, "Stopped", "Stopped", job.Body["_enough"] is null ? "Training job stopped" : "Training job stopped early by its hyperparameter tuning job", now);
                break;
        }

        void Keep(IReadOnlyDictionary<string, double> metrics) => job.Body["FinalMetricDataList"] = new JsonArray([.. metrics.Where(metric => double.IsFinite(metric.Value))
            .Select(metric => new JsonObject { ["MetricName"] = metric.Key, ["Value"] = metric.Value, ["Timestamp"] = JsonValue.Create(now) })]);
    }

    /// <summary>Marks a job as failed, wherever it stands.</summary>
    public Task<Resource?> FailAsync(JobKey key, string reason, CancellationToken cancel) => ChangeAsync(key, job => TrainingJobs.Fail(job, reason, clock.GetUtcNow()), cancel);

    private Task<Resource?> ChangeAsync(JobKey key, Action<Resource> change, CancellationToken cancel) => resources.ChangeAsync(key.Region, key.Kind, key.Name, clock.GetUtcNow(), change, cancel);

    /// <summary>From the job's name, so that the same job made anew gives the same model.</summary>
    private static ulong Seed(string name) => name.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL);

    private static List<ObjectInfo> Shuffled(IReadOnlyList<ObjectInfo> found, long seed)
    {
        var items = found.ToArray();
        new Random((int)(seed ^ seed >> 32)).Shuffle(items);
        return [.. items];
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

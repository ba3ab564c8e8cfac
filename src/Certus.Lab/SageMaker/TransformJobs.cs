using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Transform;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker;

/// <summary>Transform jobs as their operations see them; <see cref="TransformJobRun"/> is the work itself.</summary>
/// <param name="resources">Where they are kept.</param>
/// <param name="queue">Where they wait.</param>
/// <param name="run">The work.</param>
/// <param name="takesAll">Whether a job is kept that names a model or places that are none; it fails when its turn comes.</param>
internal sealed class TransformJobs(Resources resources, JobQueue queue, TransformJobRun run, bool takesAll)
{
    private const long MostPayload = 100;

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var region = call.Caller.Region;
        if (resources.Find(region, Kind.TransformJob, call.Required("TransformJobName")) is { } taken) throw SageMakerNames.Taken(taken);
        if (!takesAll) Check(call);
        var job = Resource.Of(region, Kind.TransformJob, call.Input, call.Now);
        job.Body["DataProcessing"] ??= new JsonObject { ["InputFilter"] = "$", ["OutputFilter"] = "$", ["JoinSource"] = "None" };
        job.Status = "InProgress";
        await resources.AddAsync(job, call.List("Tags"), cancel);
        queue.Add(new(region, Kind.TransformJob, job.Name), run.RunAsync);
        return new JsonObject { ["TransformJobArn"] = job.Arn };
    }

    /// <summary>Refuses what can't be done.</summary>
    private void Check(LabCall call)
    {
        resources.Require(call.Caller.Region, Kind.Model, call.Required("ModelName"));
        var input = call.Structure("TransformInput")!;
        if ((string?)input["SplitType"] == "TFRecord") throw SageMakerNames.NotBuilt("splits input by Line or RecordIO; TFRecord is not built");
        if (call.Input["DataCaptureConfig"] is not null) throw SageMakerNames.NotBuilt("captures no data of transform jobs");
        S3Uri.Parse((string)input["DataSource"]!["S3DataSource"]!["S3Uri"]!, "S3Uri");
        S3Uri.Parse((string)call.Structure("TransformOutput")!["S3OutputPath"]!, "S3OutputPath");
        var payload = call.Whole("MaxPayloadInMB") ?? 6;
        if (payload > MostPayload || payload * Math.Max(1, call.Whole("MaxConcurrentTransforms") ?? 1) > MostPayload)
            throw SageMakerNames.Invalid($"MaxConcurrentTransforms * MaxPayloadInMB must not be more than {MostPayload} MB.");
        DataProcessing.Of(call.Structure("DataProcessing"), (string?)input["ContentType"]);
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel) => new(resources.Require(call.Caller.Region, Kind.TransformJob, call.Required("TransformJobName")).Body);

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel) => new(resources.Answer(call, Kind.TransformJob, "TransformJobSummaries",
        job => job.Pick("TransformJobName", "TransformJobArn", "CreationTime", "TransformEndTime", "LastModifiedTime", "TransformJobStatus", "FailureReason")));

    public async ValueTask<LabAnswer> StopAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name) = (call.Caller.Region, call.Required("TransformJobName"));
        _ = await resources.ChangeAsync(region, Kind.TransformJob, name, call.Now, job =>
        {
            if (job.Status == "Stopping") return;
            if (job.Status != "InProgress") throw SageMakerNames.Invalid($"The request was rejected because the transform job is in status {job.Status}.");
            job.Status = "Stopping";
        }, cancel) ?? throw SageMakerNames.Missing(region, Kind.TransformJob, name);
        if (queue.Stop(new(region, Kind.TransformJob, name)))
            await resources.ChangeAsync(region, Kind.TransformJob, name, call.Now, job => job.Status = "Stopped", cancel);
        return LabAnswer.Empty;
    }

    /// <summary>After a start: what had begun is marked as failed, what waited is queued again.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        foreach (var job in resources.All(Kind.TransformJob).Where(job => job.Status is "InProgress" or "Stopping"))
        {
            var key = new JobKey(job.Region, job.Kind, job.Name);
            if (job.Status == "InProgress" && job.Body["_begun"] is null) queue.Add(key, run.RunAsync);
            else await run.CutOffAsync(key, cancel);
        }
    }
}

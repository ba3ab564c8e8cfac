using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.CloudWatch;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Endpoints;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Transform;

/// <summary>A transform job's work: each object below the input is predicted record by record, in order, and written as one object with <c>.out</c> behind its name.</summary>
/// <param name="directory">Where jobs have their directories; each is gone when its job has ended.</param>
internal sealed class TransformJobRun(Resources resources, Roles roles, ObjectStore objects, Deployments deployments, LogStreams streams, Metrics metrics, string directory, TimeProvider clock)
{
    private const string Group = "/aws/sagemaker/TransformJobs";
    private const int DefaultPayload = 6;

    public async Task RunAsync(JobKey key, CancellationToken stop, CancellationToken closing)
    {
        var began = clock.GetUtcNow();
        var mine = false;
        var job = await ChangeAsync(key, job =>
        {
            if (job.Status == "Stopping" && job.Body["_begun"] is null) job.Status = "Stopped"; // before it was in the queue
            if (job.Status != "InProgress" || job.Body["_begun"] is not null) return;
            mine = true;
            job.Body["_begun"] = true;
            job.Body["TransformStartTime"] = JsonValue.Create(began);
        }, closing);
        if (job is null || !mine) return;
        var place = Directory.CreateDirectory(Path.Combine(directory, Guid.NewGuid().ToString("N"))).FullName;
        await using var log = new JobLog(streams, metrics, clock, key.Region, Group, $"{key.Name}/data-log", ("TransformJobName", key.Name));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, closing);
        try
        {
            await TransformAsync(key, job, place, log, end.Token);
            await log.FlushAsync(closing);
            await ChangeAsync(key, ended => End(ended, "Completed"), closing);
        }
        catch (OperationCanceledException) when (!closing.IsCancellationRequested)
        {
            await ChangeAsync(key, ended => End(ended, "Stopped"), closing);
        }
        catch (JobFailedException failure)
        {
            log.Say(failure.Message);
            await log.FlushAsync(closing);
            await FailAsync(key, failure.Message, closing);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task TransformAsync(JobKey key, Resource job, string place, JobLog log, CancellationToken cancel)
    {
        var name = (string)job.Body["ModelName"]!;
        var model = resources.Find(key.Region, Kind.Model, name) ?? throw new JobFailedException($"ClientError: Could not find model \"{Kind.Model.Arn(key.Region, name)}\".");
        var container = Models.Container(model.Part("PrimaryContainer"), model.Body["Containers"] as JsonArray ?? []);
        var role = (string)model.Body["ExecutionRoleArn"]!;
        var archive = Path.Combine(place, "model.tar.gz");
        Predictor predictor;
        try
        {
            await deployments.FetchAsync(model, container, archive, cancel);
            predictor = Predictor.Load(archive, Models.Image(container));
        }
        catch (JobFailedException missing)
        {
            throw new JobFailedException($"ClientError: {missing.Message}");
        }
        catch (ModelRefusedException broken)
        {
            throw new JobFailedException($"AlgorithmError: {broken.Message}");
        }
        var source = job.Part("TransformInput")!["DataSource"]!["S3DataSource"]!.AsObject();
        var to = S3Uri.Parse((string)job.Part("TransformOutput")!["S3OutputPath"]!, "S3OutputPath");
        var prefix = (string?)source["S3DataType"] == "S3Prefix" ? S3Uri.Parse((string)source["S3Uri"]!, "S3Uri").Key : "";
        foreach (var info in new InputData(objects, roles).Find(source, role, key.Region))
        {
            var target = to.Below(Relative(info.Key, prefix) + ".out");
            var decision = roles.Decide(role, "s3:PutObject", target.Bucket, target.Key);
            if (!decision.Allowed) throw new JobFailedException($"ClientError: Upload failed: Access Denied on {target}: {decision.Reason}");
            if (!objects.BucketExists(target.Bucket)) throw new JobFailedException($"ClientError: Upload failed: the bucket of {target} does not exist.");
            var path = Path.Combine(place, "out");
            var records = await TransformAsync(job, predictor, info, path, cancel);
            await using var bytes = File.OpenRead(path);
            await objects.PutAsync(target.Bucket, target.Key, bytes, null, cancel);
            log.Say($"s3://{info.Bucket}/{info.Key}: {records} records to {target}");
        }
    }

    private async Task<long> TransformAsync(Resource job, Predictor predictor, ObjectInfo info, string path, CancellationToken cancel)
    {
        var (input, output) = (job.Part("TransformInput")!, job.Part("TransformOutput")!);
        var (type, accept) = ((string?)input["ContentType"], (string?)output["Accept"]);
        var split = (string?)input["SplitType"] ?? "None";
        var payload = (long?)job.Body["MaxPayloadInMB"] ?? DefaultPayload;
        var most = (payload == 0 ? 100 : payload) << 20;
        var several = split != "None" && (string?)job.Body["BatchStrategy"] != "SingleRecord";
        var processing = DataProcessing.Of(job.Part("DataProcessing"), type);
        var lines = (string?)output["AssembleWith"] == "Line";
        var name = $"s3://{info.Bucket}/{info.Key}";
        await using var to = File.Create(path);
        await using var stored = objects.Open(info);
        await using var stream = (string?)input["CompressionType"] == "Gzip" ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        List<(byte[] Record, byte[] Sent)> batch = [];
        long size = 0, records = 0;
        try
        {
            foreach (var record in RecordSplitter.Split(stream, split, name, most))
            {
                cancel.ThrowIfCancellationRequested();
                var sent = processing.Filter(record, type, name);
                if (batch.Count > 0 && (!several || size + sent.Length + 1 > Math.Min(most, DefaultPayload << 20))) Predict();
                batch.Add((record, sent));
                size += sent.Length + 1;
                records++;
            }
            if (batch.Count > 0) Predict();
        }
        catch (InvalidDataException)
        {
            throw new JobFailedException($"ClientError: {name} is not gzip data, as CompressionType says.");
        }
        await to.FlushAsync(cancel);
        return records;

        void Predict()
        {
            using var body = new MemoryStream();
            foreach (var (_, sent) in batch)
            {
                body.Write(sent);
                if (split == "Line") body.WriteByte((byte)'\n');
            }
            Prediction prediction;
            try
            {
                prediction = predictor.Predict(body.ToArray(), type, accept, batch: true);
            }
            catch (PredictionException refused)
            {
                throw new JobFailedException($"ClientError: {name}: Bad HTTP status received from algorithm: {refused.Status}. {refused.Message}");
            }
            if (processing.SeesRecords)
            {
                var predictions = DataProcessing.Predictions(prediction.Body, prediction.ContentType, batch.Count, name);
                foreach (var ((record, _), one) in batch.Zip(predictions))
                    to.Write(Encoding.UTF8.GetBytes(processing.Output(record, type, one, prediction.ContentType, name) + (lines || batch.Count > 1 || DataProcessing.IsCsv(prediction.ContentType) ? "\n" : "")));
            }
            else
            {
                to.Write(prediction.Body);
                if (lines && !prediction.Body.AsSpan().EndsWith("\n"u8)) to.WriteByte((byte)'\n');
            }
            batch.Clear();
            size = 0;
        }
    }

    /// <summary>An input's name below the output: what its key has beyond the prefix's last folder.</summary>
    internal static string Relative(string key, string prefix)
    {
        if (key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length && prefix.Length > 0 && (prefix.EndsWith('/') || key[prefix.Length] == '/')) return key[prefix.Length..].TrimStart('/');
        return key[(prefix.LastIndexOf('/') + 1)..];
    }

    private void End(Resource job, string status)
    {
        job.Status = status;
        job.Body.Remove("_begun");
        job.Body["TransformEndTime"] = JsonValue.Create(clock.GetUtcNow());
    }

    /// <summary>Marks a job as failed, wherever it stands.</summary>
    public Task<Resource?> FailAsync(JobKey key, string reason, CancellationToken cancel) => ChangeAsync(key, job => Fail(job, reason), cancel);

    private void Fail(Resource job, string reason)
    {
        job.Body["FailureReason"] = reason.Length <= 1024 ? reason : reason[..1024];
        End(job, "Failed");
    }

    /// <summary>After a start: a job that had begun was cut off.</summary>
    public Task<Resource?> CutOffAsync(JobKey key, CancellationToken cancel) => ChangeAsync(key, job =>
    {
        if (job.Status == "Stopping") End(job, "Stopped");
        else Fail(job, "InternalServerError: The sandbox was stopped while this transform job ran. Objects it had not finished were not written; start it again under another name.");
    }, cancel);

    private Task<Resource?> ChangeAsync(JobKey key, Action<Resource> change, CancellationToken cancel) => resources.ChangeAsync(key.Region, key.Kind, key.Name, clock.GetUtcNow(), change, cancel);
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Certus.Lab.Logs;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Jobs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Endpoints;

/// <summary>Brings the models of endpoints up and keeps them in memory; an endpoint is in service when every one of its models has really been loaded.</summary>
/// <remarks>
/// A model's archive is copied when the endpoint is made: what happens to the object or the model afterwards does not touch the endpoint, as on
/// AWS. After a start a model is loaded from its copy when it is first asked.
/// </remarks>
/// <param name="directory">Where the copies lie.</param>
internal sealed class Deployments(Resources resources, Roles roles, ObjectStore objects, LogStreams streams, string directory, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The log group of an endpoint.</summary>
    public static string Group(string endpoint) => $"/aws/sagemaker/Endpoints/{endpoint}";

    /// <summary>How long an update leaves the old models to requests that have already picked one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lazy<Predictor>> _loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _work = [];
    private CancellationTokenSource _closing = new();

    /// <summary>Begins to bring an endpoint's configuration up; its row says when that has come to an end.</summary>
    /// <param name="kept">Variants whose weights and counts go before the configuration's.</param>
    public void Begin(Resource endpoint, Resource config, IReadOnlyList<JsonObject> kept)
    {
        var closing = _closing.Token;
        var work = Task.Run(() => DeployAsync(endpoint, config, kept, closing));
        _work[work] = true;
        _ = work.ContinueWith(done => _work.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>The model behind a variant, loaded when it is not yet.</summary>
    public Predictor Model(JsonObject variant)
    {
        var file = (string)variant["_file"]!;
        var model = _loaded.GetOrAdd(file, name => new(() => Predictor.Load(Path.Combine(directory, name))));
        try
        {
            return model.Value;
        }
        catch
        {
            _loaded.TryRemove(new(file, model)); // it would throw the same for good
            throw;
        }
    }

    /// <summary>Forgets the models of an endpoint that is gone.</summary>
    public void Remove(Resource endpoint)
    {
        foreach (var variant in EndpointOperations.Variants(endpoint)) Drop((string?)variant["_file"]);
    }

    private void Drop(string? file)
    {
        if (file is null) return;
        _loaded.TryRemove(file, out _);
        try
        {
            File.Delete(Path.Combine(directory, file));
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private async Task DeployAsync(Resource endpoint, Resource config, IReadOnlyList<JsonObject> kept, CancellationToken closing)
    {
        List<string> files = [];
        try
        {
            Directory.CreateDirectory(directory);
            JsonArray variants = [];
            foreach (var variant in (config.Body["ProductionVariants"] as JsonArray ?? []).Select(variant => variant!.AsObject()))
            {
                var file = $"{Guid.NewGuid():N}.tar.gz";
                files.Add(file);
                variants.Add(await BringUpAsync(endpoint, variant, file, kept, closing));
            }
            var capture = config.Part("DataCaptureConfig")?.DeepClone().AsObject();
            Resource? old = null;
            var now = clock.GetUtcNow();
            var changed = await resources.ChangeAsync(endpoint.Region, Kind.Endpoint, endpoint.Name, now, current =>
            {
                Same(current, endpoint);
                old = current with { Body = current.Body.DeepClone().AsObject() };
                current.Status = "InService";
                current.Body["EndpointConfigName"] = config.Name;
                current.Body["ProductionVariants"] = variants;
                current.Body.Remove("FailureReason");
                current.Body.Remove("DataCaptureConfig");
                if (capture is not null) current.Body["DataCaptureConfig"] = Capture(capture);
            }, closing);
            if (changed is null) throw new OperationCanceledException("It was deleted meanwhile.");
            files.Clear();
            if (old is null) return;
            await Task.Delay(Grace, clock, closing);
            Remove(old);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !closing.IsCancellationRequested)
        {
            foreach (var file in files) Drop(file);
            await FailAsync(endpoint, failure is JobFailedException ? failure.Message : $"An internal error ended the deployment. Please try again. ({failure.GetType().Name}: {failure.Message})", closing);
        }
        catch (Exception)
        {
            // The endpoint is gone, or the sandbox ends.
            foreach (var file in files) Drop(file);
        }
    }

    private async Task FailAsync(Resource endpoint, string reason, CancellationToken closing)
    {
        try
        {
            await resources.ChangeAsync(endpoint.Region, Kind.Endpoint, endpoint.Name, clock.GetUtcNow(), current =>
            {
                Same(current, endpoint);
                // An update that fails leaves what served before in service.
                current.Status = current.Body["ProductionVariants"] is null ? "Failed" : "InService";
                current.Body["FailureReason"] = reason;
            }, closing);
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }

    /// <summary>Ends a deployment whose endpoint was deleted and made anew meanwhile, before it changes the new one.</summary>
    private static void Same(Resource current, Resource endpoint)
    {
        if (current.Created != endpoint.Created) throw new OperationCanceledException("It was deleted and made anew meanwhile.");
    }

    private async Task<JsonObject> BringUpAsync(Resource endpoint, JsonObject variant, string file, IReadOnlyList<JsonObject> kept, CancellationToken closing)
    {
        var name = (string)variant["VariantName"]!;
        var modelName = (string)variant["ModelName"]!;
        var model = resources.Find(endpoint.Region, Kind.Model, modelName) ?? throw new JobFailedException($"Could not find model \"{Kind.Model.Arn(endpoint.Region, modelName)}\".");
        var container = Models.Container(model.Part("PrimaryContainer"), model.Body["Containers"] as JsonArray ?? []);
        await FetchAsync(model, container, Path.Combine(directory, file), closing);
        try
        {
            var served = Predictor.Load(Path.Combine(directory, file), Models.Image(container));
            _loaded[file] = new(served);
            await SayAsync(endpoint, name, $"Loaded a model of {served.Manifest.Algorithm} from {Models.Data(container)}", closing);
        }
        catch (ModelRefusedException broken)
        {
            await SayAsync(endpoint, name, broken.Message, closing);
            throw new JobFailedException($"The primary container for production variant {name} did not pass the ping health check. Please check CloudWatch logs for this endpoint: {Group(endpoint.Name)}. {broken.Message}");
        }
        var before = kept.FirstOrDefault(other => (string?)other["VariantName"] == name);
        var weight = (double?)before?["CurrentWeight"] ?? (double?)variant["InitialVariantWeight"] ?? 1;
        JsonObject row = new()
        {
            ["VariantName"] = name,
            ["DeployedImages"] = new JsonArray(new JsonObject { ["SpecifiedImage"] = Models.Image(container), ["ResolvedImage"] = Models.Image(container), ["ResolutionTime"] = JsonValue.Create(clock.GetUtcNow()) }),
            ["CurrentWeight"] = weight,
            ["DesiredWeight"] = weight,
            ["_file"] = file,
        };
        if (variant["ServerlessConfig"] is JsonObject serverless)
        {
            row["CurrentServerlessConfig"] = serverless.DeepClone();
            row["CurrentInstanceCount"] = 0;
        }
        else
        {
            var count = (long?)before?["CurrentInstanceCount"] ?? (long)variant["InitialInstanceCount"]!;
            row["CurrentInstanceCount"] = count;
            row["DesiredInstanceCount"] = count;
            row["_instanceType"] = (string?)variant["InstanceType"]; // the configuration may be deleted while it runs; the meter goes on
        }
        return row;
    }

    /// <summary>Copies a model's archive, as far as its role may read it.</summary>
    public async Task FetchAsync(Resource model, JsonObject container, string path, CancellationToken cancel)
    {
        var data = Models.Data(container);
        var place = S3Uri.Parse(data, "ModelDataUrl");
        var decision = roles.Decide((string)model.Body["ExecutionRoleArn"]!, "s3:GetObject", place.Bucket, place.Key);
        if (!decision.Allowed || objects.Find(place.Bucket, place.Key) is not { } info)
            throw new JobFailedException($"Failed to download model data for the container from URL: \"{data}\". Please ensure that there is an object located at the URL and that the role passed to CreateModel has permissions to download the object.{(decision.Allowed ? "" : $" {decision.Reason}")}");
        await using var from = objects.Open(info);
        await using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        await from.CopyToAsync(to, cancel);
    }

    private Task SayAsync(Resource endpoint, string variant, string line, CancellationToken cancel) =>
        streams.AppendAsync(endpoint.Region, Group(endpoint.Name), $"{variant}/i-sandbox", [new(clock.GetUtcNow(), line)], cancel);

    private static JsonObject Capture(JsonObject config) => new()
    {
        ["EnableCapture"] = (bool?)config["EnableCapture"] ?? false,
        ["CaptureStatus"] = (bool?)config["EnableCapture"] == true ? "Started" : "Stopped",
        ["CurrentSamplingPercentage"] = (long)config["InitialSamplingPercentage"]!,
        ["DestinationS3Uri"] = (string)config["DestinationS3Uri"]!,
        ["KmsKeyId"] = (string?)config["KmsKeyId"] ?? "",
        ["_options"] = config["CaptureOptions"]?.DeepClone(),
        ["_types"] = config["CaptureContentTypeHeader"]?.DeepClone(),
    };

    /// <summary>After a start: what was being brought up is begun again, and copies that no endpoint names are removed.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        var endpoints = resources.All(Kind.Endpoint);
        var named = endpoints.SelectMany(EndpointOperations.Variants).Select(variant => (string?)variant["_file"]).ToHashSet();
        if (Directory.Exists(directory))
            foreach (var path in Directory.GetFiles(directory))
                if (!named.Contains(Path.GetFileName(path))) File.Delete(path);
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.Status is "Creating" or "Updating"))
        {
            if (endpoint.Status == "Creating" && resources.Find(endpoint.Region, Kind.EndpointConfig, (string)endpoint.Body["EndpointConfigName"]!) is { } config) Begin(endpoint, config, []);
            else
                await resources.ChangeAsync(endpoint.Region, Kind.Endpoint, endpoint.Name, clock.GetUtcNow(), current =>
                {
                    current.Status = current.Body["ProductionVariants"] is null ? "Failed" : "InService";
                    current.Body["FailureReason"] = "The sandbox was stopped while this endpoint was being updated; what served before serves on.";
                }, cancel);
        }
    }

    /// <summary>Ends what is being brought up and forgets every model and its copy.</summary>
    public async Task ClearAsync()
    {
        await EndAsync();
        _loaded.Clear();
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _closing.Dispose();
    }

    private async Task EndAsync()
    {
        var closing = Interlocked.Exchange(ref _closing, new());
        await closing.CancelAsync();
        await Task.WhenAll(_work.Keys);
        closing.Dispose();
    }
}

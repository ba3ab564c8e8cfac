using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.CloudWatch;
using Certus.Lab.S3;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Server;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.SageMaker.Endpoints;

/// <summary>What passes through endpoints: counted for CloudWatch, and captured to S3 where the configuration says so.</summary>
/// <remarks>
/// Both are gathered and handed on every few seconds, as AWS does over minutes: an invocation does not wait for a disk. A capture file is
/// JSON lines below <c>DESTINATION/ENDPOINT/VARIANT/YYYY/MM/DD/HH/</c>.
/// </remarks>
internal sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly ObjectStore _objects;
    private readonly Metrics _metrics;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _pump;
    private Dictionary<(string Region, string Metric, string Endpoint, string Variant, DateTimeOffset Minute), MetricDatum> _counted = [];
    private Dictionary<S3Uri, StringBuilder> _captured = [];

    public Traffic(ObjectStore objects, Metrics metrics)
    {
        (_objects, _metrics) = (objects, metrics);
        _pump = PumpAsync();
    }

    public void Count(Resource endpoint, JsonObject variant, DateTimeOffset now, TimeSpan took, bool failed)
    {
        lock (_gate)
        {
            Add("Invocations", 1, "None");
            Add("Invocation4XXErrors", failed ? 1 : 0, "None");
            Add("Invocation5XXErrors", 0, "None");
            Add("ModelLatency", took.TotalMicroseconds, "Microseconds");
        }

        void Add(string metric, double value, string unit)
        {
            var name = (string)variant["VariantName"]!;
            var minute = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            var key = (endpoint.Region, metric, endpoint.Name, name, minute);
            _counted[key] = _counted.TryGetValue(key, out var datum)
                ? datum with { Count = datum.Count + 1, Sum = datum.Sum + value, Least = Math.Min(datum.Least, value), Most = Math.Max(datum.Most, value) }
                : MetricDatum.Single(metric, [("EndpointName", endpoint.Name), ("VariantName", name)], minute, value, unit);
        }
    }

    /// <summary>Captures a request and its answer, where the endpoint's configuration wants that and the sample falls on it.</summary>
    public void Capture(Resource endpoint, JsonObject variant, LabCall call, byte[] input, Prediction output)
    {
        if (endpoint.Part("DataCaptureConfig") is not { } config || (bool?)config["EnableCapture"] != true) return;
        if (System.Security.Cryptography.RandomNumberGenerator.GetInt32(100) >= (long)config["CurrentSamplingPercentage"]!) return;
        var modes = (config["_options"] as JsonArray ?? []).Select(option => (string?)option!["CaptureMode"]).ToHashSet();
        JsonObject data = [];
        if (modes.Overlaps(["Input", "InputAndOutput"])) data["endpointInput"] = Part("INPUT", call.Text("ContentType") ?? "text/csv", input);
        if (modes.Overlaps(["Output", "InputAndOutput"])) data["endpointOutput"] = Part("OUTPUT", output.ContentType, output.Body);
        JsonObject about = new() { ["eventId"] = Guid.NewGuid().ToString(), ["inferenceTime"] = call.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) };
        if (call.Text("InferenceId") is { } id) about["inferenceId"] = id;
        if (call.Text("CustomAttributes") is { } attributes) about["customAttributes"] = new JsonArray(attributes);
        var line = new JsonObject { ["captureData"] = data, ["eventMetadata"] = about, ["eventVersion"] = "0" }.ToJsonString(Plain);
        var folder = S3Uri.Parse((string)config["DestinationS3Uri"]!, "DestinationS3Uri")
            .Below(string.Create(CultureInfo.InvariantCulture, $"{endpoint.Name}/{(string?)variant["VariantName"]}/{call.Now:yyyy'/'MM'/'dd'/'HH}/"));
        lock (_gate)
        {
            if (!_captured.TryGetValue(folder, out var lines)) _captured[folder] = lines = new();
            lines.Append(line).Append('\n');
        }

        JsonObject Part(string mode, string type, byte[] bytes)
        {
            var encoding = Encoding(config["_types"] as JsonObject, type);
            return new() { ["observedContentType"] = type, ["mode"] = mode, ["data"] = encoding == "BASE64" ? Convert.ToBase64String(bytes) : System.Text.Encoding.UTF8.GetString(bytes), ["encoding"] = encoding };
        }
    }

    /// <summary>How a captured body is written: as text where the configuration names its type, else as base64.</summary>
    private static string Encoding(JsonObject? types, string type)
    {
        var plain = type.Split(';')[0].Trim();
        return Names("CsvContentTypes") ? "CSV" : Names("JsonContentTypes") ? "JSON" : "BASE64";

        bool Names(string member) => (types?[member] as JsonArray ?? []).Any(item => string.Equals((string?)item, plain, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Forgets what was gathered.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _counted.Clear();
            _captured.Clear();
        }
    }

    /// <summary>Hands on what was gathered up to now.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        Dictionary<(string Region, string Metric, string Endpoint, string Variant, DateTimeOffset Minute), MetricDatum> counted;
        Dictionary<S3Uri, StringBuilder> captured;
        lock (_gate)
        {
            (counted, captured) = (_counted, _captured);
            (_counted, _captured) = ([], []);
        }
        foreach (var region in counted.GroupBy(pair => pair.Key.Region))
            await _metrics.PutAsync(region.Key, "AWS/SageMaker", [.. region.Select(pair => pair.Value)], cancel);
        foreach (var (folder, lines) in captured)
        {
            if (!_objects.BucketExists(folder.Bucket)) continue;
            using var bytes = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(lines.ToString()));
            await _objects.PutAsync(folder.Bucket, folder.Below($"{Guid.NewGuid()}.jsonl").Key, bytes, "application/jsonlines", cancel);
        }
    }

    private async Task PumpAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            await Task.Delay(Pause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FlushAsync(CancellationToken.None);
            }
            catch (Exception lost) when (lost is AwsException or IOException or SqliteException)
            {
                // A bucket went away between the look and the write, or the disk is full: what was gathered goes with it, the next is tried.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _pump;
        _closing.Dispose();
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Logs;
using Certus.Lab.Protocols;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Server;

namespace Certus.Lab.SageMaker.Endpoints;

/// <summary>Asks an endpoint: the traffic goes to its variants by their weights, or to the one that is named.</summary>
internal sealed class Invocations(Resources resources, Deployments deployments, Traffic traffic, LogStreams streams)
{
    private const int MostBytes = 6 << 20;
    private const int MostServerlessBytes = 4 << 20;

    public async ValueTask<LabAnswer> InvokeAsync(LabCall call, CancellationToken cancel)
    {
        foreach (var member in new[] { "TargetModel", "TargetContainerHostname", "InferenceComponentName", "SessionId", "EnableExplanations" })
            if (call.Input[member] is not null) throw Invalid($"The sandbox serves one model a variant: {member} is not built.");
        // The model before the body, which may be long in coming: an update meanwhile does not touch this request.
        var (endpoint, variant, model) = Take(call);
        var body = await ReadAsync(call, cancel);
        var most = variant["CurrentServerlessConfig"] is null ? MostBytes : MostServerlessBytes;
        if (body.Length > most) throw Invalid($"1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to {most}");

        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        Prediction prediction;
        try
        {
            prediction = model.Predict(body, call.Text("ContentType"), call.Text("Accept"));
        }
        catch (PredictionException refused)
        {
            traffic.Count(endpoint, variant, call.Now, System.Diagnostics.Stopwatch.GetElapsedTime(began), failed: true);
            throw await RefusedAsync(call, endpoint, variant, refused, cancel);
        }
        traffic.Count(endpoint, variant, call.Now, System.Diagnostics.Stopwatch.GetElapsedTime(began), failed: false);
        traffic.Capture(endpoint, variant, call, body, prediction);
        JsonObject answer = new()
        {
            ["Body"] = Values.Of(prediction.Body),
            ["ContentType"] = prediction.ContentType,
            ["InvokedProductionVariant"] = (string?)variant["VariantName"],
        };
        return answer;
    }

    /// <summary>The endpoint, the variant the request goes to, and its model.</summary>
    private (Resource Endpoint, JsonObject Variant, Predictor Model) Take(LabCall call)
    {
        var name = call.Required("EndpointName");
        for (var again = false; ; again = true)
        {
            var endpoint = resources.Find(call.Caller.Region, Kind.Endpoint, name);
            // An endpoint that is not up yet, or never came up, is not there for the runtime.
            if (endpoint is null || endpoint.Body["ProductionVariants"] is null) throw Invalid($"Endpoint {name} of account {LabCaller.Account} not found.");
            var variant = Pick(endpoint, call.Text("TargetVariant"));
            try
            {
                return (endpoint, variant, deployments.Model(variant));
            }
            catch (FileNotFoundException) when (!again)
            {
                // The endpoint was changed since its row was read: it is read once more.
            }
            catch (Exception broken) when (broken is ModelRefusedException or IOException)
            {
                throw new AwsException("ModelNotReadyException", $"The model of variant {(string?)variant["VariantName"]} can't be loaded: {broken.Message}", 429);
            }
        }
    }

    /// <summary>The asynchronous endpoints' operation, refused by its name.</summary>
    public static ValueTask<LabAnswer> InvokeLaterAsync(LabCall call, CancellationToken cancel) =>
        throw Invalid("The sandbox builds real-time and serverless endpoints: asynchronous inference is not built. Use InvokeEndpoint, or a transform job for a batch.");

    /// <summary>The variant a request goes to.</summary>
    internal static JsonObject Pick(Resource endpoint, string? target)
    {
        var variants = EndpointOperations.Variants(endpoint);
        if (target is not null)
            return variants.Find(variant => (string?)variant["VariantName"] == target) ?? throw Invalid($"Variant {target} not found for Endpoint {endpoint.Name} of account {LabCaller.Account}.");
        var weights = variants.ConvertAll(variant => (double)variant["CurrentWeight"]!);
        var total = weights.Sum();
        if (total <= 0) return variants[RandomNumberGenerator.GetInt32(variants.Count)];
        var at = RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue * total;
        for (var index = 0; index < variants.Count; index++)
            if ((at -= weights[index]) < 0) return variants[index];
        return variants[weights.FindLastIndex(weight => weight > 0)];
    }

    private static async Task<byte[]> ReadAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Input["Body"] is { } body) return Values.Bytes(body);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; bytes.Length <= MostBytes && (read = await call.Payload.ReadAsync(buffer, cancel)) > 0;) bytes.Write(buffer, 0, read);
        return bytes.ToArray();
    }

    private async Task<AwsException> RefusedAsync(LabCall call, Resource endpoint, JsonObject variant, PredictionException refused, CancellationToken cancel)
    {
        var (group, stream) = (Deployments.Group(endpoint.Name), $"{(string?)variant["VariantName"]}/i-sandbox");
        await streams.AppendAsync(endpoint.Region, group, stream, [new(call.Now, $"{refused.Status}: {refused.Message}")], cancel);
        var what = refused.Status < 500 ? $"client error ({refused.Status})" : $"server error ({refused.Status})";
        return new("ModelError", $"Received {what} from primary with message \"{refused.Message}\". See {group} in CloudWatch Logs in account {LabCaller.Account} for more information.", 424)
        {
            Members = new()
            {
                ["OriginalStatusCode"] = (long)refused.Status,
                ["OriginalMessage"] = refused.Message,
                ["LogStreamArn"] = $"arn:aws:logs:{endpoint.Region}:{LabCaller.Account}:log-group:{group}",
            },
        };
    }

    private static AwsException Invalid(string message) => new("ValidationError", message);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Kinesis;

/// <summary>Resource policies of streams: kept and given back. They open a stream to other accounts, of which the sandbox has none, and are not evaluated.</summary>
internal sealed class StreamPolicies(LabDatabase database)
{
    public async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        var policy = call.Required("Policy");
        try
        {
            if (JsonNode.Parse(policy, documentOptions: new() { AllowDuplicateProperties = false }) is not JsonObject { Count: > 0 }) throw KinesisNames.Invalid("The resource policy is not a JSON object with statements.");
        }
        catch (JsonException)
        {
            throw KinesisNames.Invalid("The resource policy is not valid JSON.");
        }
        await database.WriteAsync(connection => Set(connection, Stream(connection, call), policy), cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> GetAsync(LabCall call, CancellationToken cancel) => new(new JsonObject { ["Policy"] = database.Read(connection => Stream(connection, call)).Policy ?? "{}" });

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var stream = Stream(connection, call);
            if (stream.Policy is null) throw new AwsException("ResourceNotFoundException", $"No resource policy found for resource ARN {stream.Arn}.");
            Set(connection, stream, null);
        }, cancel);
        return LabAnswer.Empty;
    }

    private static DataStream Stream(SqliteConnection connection, LabCall call) =>
        call.Required("ResourceARN") is var arn && DataStream.Get(connection, call, arn) is var stream && stream.Arn == arn ? stream : throw KinesisNames.NoStream(arn);

    private static void Set(SqliteConnection connection, DataStream stream, string? policy) => Execute(connection, "UPDATE kinesis_stream SET policy = $policy WHERE id = $id", ("$policy", policy), ("$id", stream.Id));
}

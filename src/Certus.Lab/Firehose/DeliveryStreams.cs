using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Iam;
using Certus.Lab.Kinesis;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.Firehose;

/// <summary>Delivery streams: made and usable at once, described, listed, set to another destination, deleted.</summary>
/// <param name="database">The rows.</param>
/// <param name="access">Who may assume roles; null where that is not asked.</param>
internal sealed class DeliveryStreams(LabDatabase database, Access? access)
{
    private const int Most = 50;
    private const string DestinationId = "destinationId-000000000001";

    public async ValueTask<LabAnswer> CreateAsync(LabCall call, CancellationToken cancel)
    {
        var (region, name, type, now) = (call.Caller.Region, call.Required("DeliveryStreamName"), call.Text("DeliveryStreamType") ?? "DirectPut", call.Now.ToUnixTimeMilliseconds());
        foreach (var other in (string[])["MSKSourceConfiguration", "DatabaseSourceConfiguration"])
            if (call.Structure(other) is not null) throw FirehoseNames.NotBuilt(other);
        var source = call.Structure("KinesisStreamSourceConfiguration");
        if (source is not null && type != DeliveryStream.FromKinesis) throw FirehoseNames.Invalid("KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type.");
        var destination = Destinations.Of(call.Input);
        foreach (var role in new[] { (string?)source?["RoleARN"], Destinations.Target(destination).Role }.OfType<string>().Distinct()) RequireAssumable(role);
        if (source is not null) source = new() { ["KinesisStreamARN"] = (string?)source["KinesisStreamARN"], ["RoleARN"] = (string?)source["RoleARN"], ["DeliveryStartTimestamp"] = (double)Values.Seconds(call.Now) };
        return await database.WriteAsync<LabAnswer>(connection =>
        {
            if (DeliveryStream.Find(connection, region, name) is not null) throw new AwsException("ResourceInUseException", $"Firehose {name} under accountId {LabCaller.Account} already exists");
            if (DeliveryStream.All(connection, region).Count >= Most) throw new AwsException("LimitExceededException", $"You have already consumed your firehose quota of {Most} hoses. Firehose names: {string.Join(", ", DeliveryStream.All(connection, region).Select(one => one.Name))}");
            // It reads what comes after it, as the service does.
            long position = 0;
            if ((string?)source?["KinesisStreamARN"] is { } arn)
            {
                var of = KinesisNames.StreamOf(arn) is { } from ? DataStream.Find(connection, region, from) : null;
                if (of is null && access is not null) throw KinesisNames.NoStream(KinesisNames.StreamOf(arn) ?? arn);
                position = of?.NextNumber ?? 0;
            }
            Execute(connection, "INSERT INTO firehose_stream (region, name, type, created, updated, version, destination, source, encryption, position) VALUES ($region, $name, $type, $now, $now, 1, $destination, $source, $encryption, $position)",
                ("$region", region), ("$name", name), ("$type", type), ("$now", now), ("$destination", destination.ToJsonString()), ("$source", source?.ToJsonString()),
                ("$encryption", Encryption(call)?.ToJsonString()), ("$position", position));
            DeliveryTags.Put(connection, DeliveryStream.Find(connection, region, name)!.Id, call.List("Tags"));
            return new JsonObject { ["DeliveryStreamARN"] = FirehoseNames.Arn(region, name) };
        }, cancel);
    }

    public async ValueTask<LabAnswer> DeleteAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection => Execute(connection, "DELETE FROM firehose_stream WHERE id = $id", ("$id", DeliveryStream.Get(connection, call).Id)), cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> DescribeAsync(LabCall call, CancellationToken cancel)
    {
        var stream = database.Read(connection => DeliveryStream.Get(connection, call));
        var destination = (JsonObject)stream.Destination.DeepClone();
        destination["DestinationId"] = DestinationId;
        JsonObject answer = new()
        {
            ["DeliveryStreamName"] = stream.Name, ["DeliveryStreamARN"] = stream.Arn, ["DeliveryStreamStatus"] = "ACTIVE", ["DeliveryStreamType"] = stream.Type,
            ["VersionId"] = stream.Version.ToString(CultureInfo.InvariantCulture),
            ["CreateTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(stream.Created)), ["LastUpdateTimestamp"] = Values.Of(DateTimeOffset.FromUnixTimeMilliseconds(stream.Updated)),
            ["Destinations"] = new JsonArray(destination), ["HasMoreDestinations"] = false,
        };
        // AWS tells only its log why a delivery failed; here it is also where one looks first.
        if (stream.Failure is { } failure) answer["FailureDescription"] = new JsonObject { ["Type"] = "UNKNOWN_ERROR", ["Details"] = failure };
        if (stream.Source is { } source) answer["Source"] = new JsonObject { ["KinesisStreamSourceDescription"] = source.DeepClone() };
        if (stream.Encryption is { } encryption) answer["DeliveryStreamEncryptionConfiguration"] = encryption.DeepClone();
        return new(new JsonObject { ["DeliveryStreamDescription"] = answer });
    }

    public ValueTask<LabAnswer> ListAsync(LabCall call, CancellationToken cancel)
    {
        var limit = (int)(call.Whole("Limit") ?? 10);
        var type = call.Text("DeliveryStreamType");
        var streams = database.Read(connection => DeliveryStream.All(connection, call.Caller.Region)).FindAll(stream => type is null || stream.Type == type);
        if (call.Text("ExclusiveStartDeliveryStreamName") is { } after) streams = streams[(streams.FindIndex(stream => stream.Name == after) + 1)..];
        return new(new JsonObject
        {
            ["DeliveryStreamNames"] = new JsonArray([.. streams.Take(limit).Select(stream => JsonValue.Create(stream.Name))]),
            ["HasMoreDeliveryStreams"] = streams.Count > limit,
        });
    }

    public async ValueTask<LabAnswer> UpdateAsync(LabCall call, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var name = call.Required("DeliveryStreamName");
            var stream = DeliveryStream.Find(connection, call.Caller.Region, name) ?? throw FirehoseNames.NoStream(name, "accountId");
            var destination = Destinations.Updated(stream.Destination, call.Input);
            var version = stream.Version.ToString(CultureInfo.InvariantCulture);
            if (call.Text("CurrentDeliveryStreamVersionId") != version)
                throw new AwsException("ConcurrentModificationException", $"Cannot update firehose: {name} since the current version id: {version} and specified version id: {call.Text("CurrentDeliveryStreamVersionId")} do not match");
            if (call.Text("DestinationId") != DestinationId) throw FirehoseNames.Invalid($"Destination Id {call.Text("DestinationId")} not found");
            if (Destinations.Target(destination).Role is { } role) RequireAssumable(role);
            Execute(connection, "UPDATE firehose_stream SET destination = $destination, version = version + 1, updated = $now WHERE id = $id",
                ("$destination", destination.ToJsonString()), ("$now", call.Now.ToUnixTimeMilliseconds()), ("$id", stream.Id));
        }, cancel);
        return LabAnswer.Empty;
    }

    public ValueTask<LabAnswer> EncryptAsync(LabCall call, CancellationToken cancel) => SetAsync(call, _ => Encryption(call) ?? new() { ["KeyType"] = "AWS_OWNED_CMK", ["Status"] = "ENABLED" }, cancel);

    public ValueTask<LabAnswer> DecryptAsync(LabCall call, CancellationToken cancel) => SetAsync(call, stream =>
    {
        var encryption = stream.Encryption ?? [];
        encryption["Status"] = "DISABLED";
        return encryption;
    }, cancel);

    private async ValueTask<LabAnswer> SetAsync(LabCall call, Func<DeliveryStream, JsonObject> encryption, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var stream = DeliveryStream.Get(connection, call);
            if (stream.Type == DeliveryStream.FromKinesis) throw FirehoseNames.Invalid("Server-side encryption is only supported for DirectPut delivery streams.");
            Execute(connection, "UPDATE firehose_stream SET encryption = $encryption, updated = $now WHERE id = $id", ("$encryption", encryption(stream).ToJsonString()), ("$now", call.Now.ToUnixTimeMilliseconds()), ("$id", stream.Id));
        }, cancel);
        return LabAnswer.Empty;
    }

    private static JsonObject? Encryption(LabCall call)
    {
        if (call.Structure("DeliveryStreamEncryptionConfigurationInput") is not { } input) return null;
        var encryption = (JsonObject)input.DeepClone();
        encryption["Status"] = "ENABLED";
        return encryption;
    }

    private void RequireAssumable(string role)
    {
        if (access?.DecideAssume(FirehoseNames.Service, role) is { Allowed: false } decision)
            throw FirehoseNames.Invalid($"Firehose is unable to assume role {role}. Please check the role provided. ({decision.Reason})");
    }
}

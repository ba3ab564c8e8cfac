using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Firehose;

/// <summary>Records put to a delivery stream; they are on disk before they are acknowledged.</summary>
internal sealed class DeliveryPuts(LabDatabase database)
{
    private const long MostTogether = 4 << 20;

    public async ValueTask<LabAnswer> PutAsync(LabCall call, CancellationToken cancel)
    {
        var stream = await GatherAsync(call, [Data(call.Structure("Record")!)], cancel);
        return new JsonObject { ["RecordId"] = Id(), ["Encrypted"] = IsEncrypted(stream) };
    }

    public async ValueTask<LabAnswer> PutManyAsync(LabCall call, CancellationToken cancel)
    {
        var records = call.List("Records").Select(record => Data(record!.AsObject())).ToList();
        if (records.Sum(data => (long)data.Length) > MostTogether) throw FirehoseNames.Invalid("Records size exceeds 4 MB limit");
        var stream = await GatherAsync(call, records, cancel);
        return new JsonObject
        {
            ["FailedPutCount"] = 0, ["Encrypted"] = IsEncrypted(stream),
            ["RequestResponses"] = new JsonArray([.. records.Select(_ => new JsonObject { ["RecordId"] = Id() })]),
        };
    }

    private Task<DeliveryStream> GatherAsync(LabCall call, List<byte[]> records, CancellationToken cancel)
    {
        var now = call.Now.ToUnixTimeMilliseconds();
        return database.WriteAsync(connection =>
        {
            var stream = DeliveryStream.Get(connection, call);
            if (stream.Type == DeliveryStream.FromKinesis) throw FirehoseNames.Invalid("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
            stream.Gather(connection, [.. records.Select(data => (now, data))]);
            return stream;
        }, cancel);
    }

    private static byte[] Data(JsonObject record) => Values.Bytes(record["Data"]!);

    private static bool IsEncrypted(DeliveryStream stream) => (string?)stream.Encryption?["Status"] == "ENABLED";

    private static string Id() => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 222);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What answers say of an object.</summary>
internal static class ObjectAnswers
{
    private static readonly string[] Encryption = ["ServerSideEncryption", "SSEKMSKeyId", "SSECustomerAlgorithm", "SSECustomerKeyMD5"];

    /// <summary>The members of HeadObject and GetObject.</summary>
    public static JsonObject Head(LabCall call, ObjectInfo info, string? version)
    {
        var detail = info.Detail;
        var answer = new JsonObject
        {
            ["AcceptRanges"] = "bytes",
            ["LastModified"] = info.LastModified,
            ["ContentLength"] = info.Size,
            ["ETag"] = S3Calls.Quoted(info.ETag),
            ["ContentType"] = info.ContentType,
            ["VersionId"] = version,
            ["Metadata"] = new JsonObject(detail.Metadata.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        };
        foreach (var (member, value) in detail.Headers)
            answer[member] = member switch
            {
                "Expires" => DateTimeOffset.Parse(value, CultureInfo.InvariantCulture),
                "BucketKeyEnabled" => true,
                _ => value,
            };
        if (info.StorageClass != "STANDARD") answer["StorageClass"] = info.StorageClass;
        if (detail.Tags.Count > 0) answer["TagCount"] = (long)detail.Tags.Count;
        if (detail.RetentionMode is { } mode) (answer["ObjectLockMode"], answer["ObjectLockRetainUntilDate"]) = (mode, detail.RetainUntil);
        if (detail.LegalHold) answer["ObjectLockLegalHoldStatus"] = "ON";
        if (detail.RestoredUntil is { } until)
            answer["Restore"] = $"ongoing-request=\"false\", expiry-date=\"{until.ToString("R", CultureInfo.InvariantCulture)}\"";
        if (call.Text("ChecksumMode") == "ENABLED") Checksum(answer, info.Checksum);
        return answer;
    }

    /// <summary>Adds how an object is encrypted.</summary>
    public static void Encrypted(JsonObject answer, ObjectDetail detail)
    {
        foreach (var member in Encryption)
            if (detail.Headers.TryGetValue(member, out var value)) answer[member] = value;
        if (detail.Headers.ContainsKey("BucketKeyEnabled")) answer["BucketKeyEnabled"] = true;
    }

    /// <summary>Adds a checksum and its type.</summary>
    public static void Checksum(JsonObject answer, ObjectChecksum? checksum)
    {
        if (checksum is null) return;
        answer[checksum.Member] = checksum.Value;
        answer["ChecksumType"] = checksum.Type;
    }
}

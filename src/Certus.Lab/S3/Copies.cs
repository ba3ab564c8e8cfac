using System.Text.Json.Nodes;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>Copies of objects within the sandbox.</summary>
internal sealed class Copies(ObjectStore store)
{
    /// <summary>Copies an object; where the bytes' ETag and checksum stay true, the copy shares its source's files.</summary>
    public async ValueTask<LabAnswer> CopyAsync(LabCall call, CancellationToken cancel)
    {
        S3Names.Key(call.Key);
        store.Database.Read(connection => Bucket.Get(connection, call.Bucket));
        return await CopySource.ReadAsync(store, call, source => CopyAsync(call, source, cancel));
    }

    private async Task<LabAnswer> CopyAsync(LabCall call, ObjectInfo source, CancellationToken cancel)
    {
        if (source.Size > Objects.MostBytes)
            throw S3Calls.InvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
        var draft = Draft(call, source);
        var algorithm = call.Text("ChecksumAlgorithm") ?? source.Checksum?.Algorithm ?? Checksum.Default;
        if (!Checksum.Algorithms.Contains(algorithm)) throw S3Calls.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        ObjectInfo put;
        if (source.Detail.Parts.Count == 0 && source.Checksum?.Algorithm == algorithm)
            put = await store.KeepAsync([], (connection, doomed) =>
            {
                if (!ObjectRows.Exists(connection, source)) throw new FileNotFoundException("The version was removed since it was found.", source.Key);
                Conditions.Writes(call, ObjectRows.Latest(connection, call.Bucket, call.Key));
                return ObjectRows.Put(connection, draft with { LastModified = store.Now }, ObjectRows.Files(connection, source), doomed);
            }, cancel);
        else
        {
            await using var bytes = store.Open(source);
            put = await store.PutAsync(draft, bytes, algorithm, [], (connection, _) => Conditions.Writes(call, ObjectRows.Latest(connection, call.Bucket, call.Key)), cancel);
        }
        var result = new JsonObject { ["ETag"] = S3Calls.Quoted(put.ETag), ["LastModified"] = put.LastModified };
        ObjectAnswers.Checksum(result, put.Checksum);
        var answer = new JsonObject { ["CopyObjectResult"] = result, ["VersionId"] = Versions.Shown(store, put), ["CopySourceVersionId"] = Versions.Shown(store, source) };
        ObjectAnswers.Encrypted(answer, put.Detail);
        return answer;
    }

    /// <summary>What the copy carries: of its source, or of the call, as the directives say.</summary>
    private ObjectInfo Draft(LabCall call, ObjectInfo source)
    {
        var replaces = Directive(call, "MetadataDirective", "x-amz-metadata-directive") == "REPLACE";
        var retags = Directive(call, "TaggingDirective", "x-amz-tagging-directive") == "REPLACE";
        var asked = store.Database.Read(connection => ObjectDrafts.Of(call, connection));
        var headers = new Dictionary<string, string>(asked.Detail.Headers);
        if (!replaces)
            foreach (var member in new[] { "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires" })
            {
                headers.Remove(member);
                if (source.Detail.Headers.TryGetValue(member, out var value)) headers[member] = value;
            }
        var toItself = source.Bucket == call.Bucket && source.Key == call.Key && CopySource.Parse(call.Required("CopySource")).Version is null;
        string[] changing = ["StorageClass", "WebsiteRedirectLocation", "ServerSideEncryption", "SSECustomerAlgorithm", "CopySourceSSECustomerAlgorithm", "ChecksumAlgorithm"];
        var isEncrypted = store.Database.Read(connection => Settings.Find(connection, call.Bucket, SettingKinds.Encryption)) is not null;
        if (toItself && !replaces && !isEncrypted && !changing.Any(member => call.Text(member) is not null))
            throw S3Calls.InvalidRequest("This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        return source with
        {
            Bucket = call.Bucket,
            Key = call.Key,
            StorageClass = asked.StorageClass,
            ContentType = replaces ? asked.ContentType : source.ContentType,
            Detail = asked.Detail with
            {
                Headers = headers,
                Metadata = replaces ? asked.Detail.Metadata : source.Detail.Metadata,
                Tags = retags ? asked.Detail.Tags : source.Detail.Tags,
            },
        };
    }

    private static string Directive(LabCall call, string member, string header) => call.Text(member) switch
    {
        null => "COPY",
        ("COPY" or "REPLACE") and var directive => directive,
        var other => throw S3Calls.InvalidArgument(member == "MetadataDirective" ? "Unknown metadata directive." : "Unknown tagging directive.", header, other),
    };
}

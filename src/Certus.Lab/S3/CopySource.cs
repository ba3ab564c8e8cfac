using System.Net;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What a copy reads from.</summary>
internal static class CopySource
{
    /// <summary>The version that x-amz-copy-source names.</summary>
    public static ObjectInfo Get(ObjectStore store, LabCall call)
    {
        var (bucket, key, version) = Parse(call.Required("CopySource"));
        var info = store.Database.Read(connection => Versions.Get(connection, bucket, key, version));
        Objects.CheckKey(call, info.Detail, "CopySourceSSECustomer");
        return info;
    }

    /// <summary>Refuses to copy what is archived and not restored.</summary>
    public static void AllowReading(ObjectInfo source, DateTimeOffset now)
    {
        if (Objects.IsArchived(source, now))
            throw new AwsException("ObjectNotInActiveTierError", "The source object of the COPY operation is not in the active tier and is only stored in Amazon S3 Glacier.", 403) { Members = { ["Key"] = source.Key } };
    }

    /// <summary>Bucket, key and version of <c>/bucket/key?versionId=…</c>, percent-encoded.</summary>
    public static (string Bucket, string Key, string? Version) Parse(string header)
    {
        var query = header.IndexOf("?versionId=", StringComparison.Ordinal);
        var version = query < 0 ? null : WebUtility.UrlDecode(header[(query + "?versionId=".Length)..]);
        var path = Uri.UnescapeDataString(query < 0 ? header : header[..query]);
        if (path.StartsWith('/')) path = path[1..];
        return path.Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key]
            ? (bucket, key, version)
            : throw S3Calls.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", header);
    }
}

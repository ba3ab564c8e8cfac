using System.Net;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What a copy reads from.</summary>
internal static class CopySource
{
    // Another client may replace the source again and again; each time it must do so in the moment between look-up and copy.
    private const int MostTries = 100;

    /// <summary>Copies from the version that x-amz-copy-source names; from the one that is there then where it is replaced in between.</summary>
    /// <param name="copy">Throws <see cref="FileNotFoundException"/> where the version is gone.</param>
    public static async Task<T> ReadAsync<T>(ObjectStore store, LabCall call, Func<ObjectInfo, Task<T>> copy)
    {
        long? missed = null;
        for (var tried = 1; ; tried++)
        {
            var source = Get(store, call);
            Conditions.Copies(call, source);
            AllowReading(source, call.Now);
            try
            {
                return await copy(source);
            }
            catch (FileNotFoundException) when (tried < MostTries && source.Sequence != missed)
            {
                missed = source.Sequence;
            }
        }
    }

    /// <summary>The version that x-amz-copy-source names.</summary>
    private static ObjectInfo Get(ObjectStore store, LabCall call)
    {
        var (bucket, key, version) = Parse(call.Required("CopySource"));
        var info = store.Database.Read(connection => Versions.Get(connection, bucket, key, version));
        Objects.CheckKey(call, info.Detail, "CopySourceSSECustomer");
        return info;
    }

    /// <summary>Refuses to copy what is archived and not restored.</summary>
    private static void AllowReading(ObjectInfo source, DateTimeOffset now)
    {
        if (Objects.IsArchived(source, now))
            throw new AwsException("ObjectNotInActiveTierError", "The source object of the COPY operation is not in the active tier and is only stored in Amazon S3 Glacier.", 403) { Members = { ["Key"] = source.Key } };
    }

    /// <summary>Bucket, key and version of <c>/bucket/key?versionId=…</c>, percent-encoded.</summary>
    /// <exception cref="AwsException">InvalidArgument: bucket or key is missing, or the version's id is empty.</exception>
    public static (string Bucket, string Key, string? Version) Parse(string header)
    {
        var query = header.IndexOf("?versionId=", StringComparison.Ordinal);
        var version = query < 0 ? null : WebUtility.UrlDecode(header[(query + "?versionId=".Length)..]);
        Versions.RefuseEmpty(version);
        var path = Uri.UnescapeDataString(query < 0 ? header : header[..query]);
        if (path.StartsWith('/')) path = path[1..];
        return path.Split('/', 2) is [{ Length: > 0 } bucket, { Length: > 0 } key]
            ? (bucket, key, version)
            : throw S3Calls.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", header);
    }
}

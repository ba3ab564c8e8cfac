using System.Security.Cryptography;
using System.Text;

namespace Certus.Lab.Protocols;

/// <summary>Signature Version 2 of S3's links.</summary>
/// <remarks>AWS, "Signing and authenticating REST requests (AWS signature version 2)".</remarks>
internal static class OldSignature
{
    // What of the query belongs to what is signed.
    private static readonly HashSet<string> Resources =
    [
        "accelerate", "acl", "cors", "delete", "lifecycle", "location", "logging", "notification", "partNumber", "policy", "requestPayment", "restore", "tagging", "torrent",
        "uploadId", "uploads", "versionId", "versioning", "versions", "website", "replication", "analytics", "metrics", "inventory", "select", "select-type", "object-lock",
        "response-content-type", "response-content-language", "response-expires", "response-cache-control", "response-content-disposition", "response-content-encoding",
    ];

    /// <summary>The signature that a link should have.</summary>
    /// <param name="request">With the bucket in its path.</param>
    public static string Compute(WireRequest request, string secret)
    {
        var text = new StringBuilder();
        text.Append(request.Method).Append('\n').Append(request.Header("content-md5")).Append('\n').Append(request.Header("content-type")).Append('\n').Append(request.QueryValue("Expires")).Append('\n');
        // A link may carry what would be headers in its query.
        foreach (var (name, value) in request.Headers.Select(header => (Name: header.Key.ToLowerInvariant(), Value: (string?)header.Value)).Concat(request.Query.Select(pair => (Name: pair.Key.ToLowerInvariant(), pair.Value)))
            .Where(pair => pair.Name.StartsWith("x-amz-", StringComparison.Ordinal)).OrderBy(pair => pair.Name, StringComparer.Ordinal))
            text.Append(name).Append(':').Append(value?.Trim()).Append('\n');
        text.Append(request.Path);
        var resources = request.Query.Where(pair => Resources.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value is null ? pair.Key : $"{pair.Key}={pair.Value}").ToArray();
        if (resources.Length > 0) text.Append('?').AppendJoin('&', resources);
        return Of(Encoding.UTF8.GetBytes(text.ToString()), secret);
    }

    /// <summary>The signature of a text.</summary>
    public static string Of(byte[] text, string secret)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(text);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Computes Signature Version 4 anew and holds the request's against it.</summary>
/// <remarks>AWS, "Create a signed AWS API request" and, for S3, "Authenticating Requests (AWS Signature Version 4)".</remarks>
internal static class SignatureCheck
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    /// <summary>Refuses a request whose signature is not right.</summary>
    /// <param name="bodyHash">SHA-256 of the body in hexadecimal where the request states none itself.</param>
    /// <exception cref="AwsException">The signature is not the key's, or was made at another time.</exception>
    public static void Verify(WireRequest request, Signature signature, string secret, string? bodyHash, DateTimeOffset now)
    {
        if (signature.IsVersion2)
        {
            if (!Same(OldSignature.Compute(request, secret), signature.Value)) throw Wrong(signature);
            return;
        }
        if (signature.At is not { } at) throw new AwsException("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403);
        if (!signature.SignedHeaders.Contains("host")) throw new AwsException("SignatureDoesNotMatch", "The host header must be signed.", 403);
        if (Left(request, signature) is { Length: > 0 } left)
            throw new AwsException("AccessDenied", "There were headers present in the request which were not signed", 403) { Members = { ["HeadersNotSigned"] = string.Join(", ", left) } };
        if (signature.Expires is null && (now - at).Duration() > MostSkew || signature.Expires is not null && at - now > MostSkew) throw Skewed(signature, at, now);
        if (at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture) != signature.Date) throw Wrong(signature);
        if (!Same(Compute(request, signature, secret, bodyHash), signature.Value)) throw Wrong(signature);
    }

    /// <summary>Refuses a form whose policy is not signed with the key.</summary>
    /// <param name="policy">As it was sent, in base64.</param>
    /// <exception cref="AwsException">SignatureDoesNotMatch.</exception>
    public static void VerifyForm(string policy, Signature signature, string secret)
    {
        var text = Encoding.UTF8.GetBytes(policy);
        if (!Same(signature.IsVersion2 ? OldSignature.Of(text, secret) : Hex(HMACSHA256.HashData(Key(signature, secret), text)), signature.Value)) throw Wrong(signature);
    }

    // A link holds for what its signer meant: whoever has it may not add a copy's source or an ACL. The body's digest stands in what is signed, listed or not.
    private static string[] Left(WireRequest request, Signature signature) =>
        [.. request.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal) && name != "x-amz-content-sha256" && !signature.SignedHeaders.Contains(name)).Order(StringComparer.Ordinal)];

    private static bool Same(string expected, string stated) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(stated));

    /// <summary>The refusal of a signature that is not the request's.</summary>
    internal static AwsException Wrong(Signature signature) => signature.Service == "s3"
        ? new("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403) { Members = { ["AWSAccessKeyId"] = signature.AccessKeyId } }
        : new("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.", 403);

    private static AwsException Skewed(Signature signature, DateTimeOffset at, DateTimeOffset now) => signature.Service == "s3"
        ? new("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403)
        {
            Members = { ["RequestTime"] = Stamp(at), ["ServerTime"] = Values.Text(now, "iso8601"), ["MaxAllowedSkewMilliseconds"] = (long)MostSkew.TotalMilliseconds },
        }
        : new("InvalidSignatureException", $"Signature {(at < now ? "expired" : "not yet current")}: {Stamp(at)} is {(at < now ? "now earlier" : "still later")} than {Stamp(at < now ? now - MostSkew : now + MostSkew)} ({Stamp(now)} {(at < now ? '-' : '+')} 15 min.)", 403);

    /// <summary>The signature that a request should have.</summary>
    public static string Compute(WireRequest request, Signature signature, string secret, string? bodyHash)
    {
        var text = $"{Algorithm}\n{Stamp(signature.At!.Value)}\n{signature.Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(request, signature, bodyHash))))}";
        return Hex(HMACSHA256.HashData(Key(signature, secret), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The key of a day, a region and a service.</summary>
    public static byte[] Key(Signature signature, string secret)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in new[] { signature.Date, signature.Region, signature.Service, "aws4_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    /// <summary>An instant as signatures have it.</summary>
    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The canonical request.</summary>
    internal static string Canonical(WireRequest request, Signature signature, string? bodyHash)
    {
        var isS3 = signature.Service.StartsWith("s3", StringComparison.Ordinal);
        var canonical = new StringBuilder();
        canonical.Append(request.Method).Append('\n').Append(isS3 ? EncodeOnce(request.Path) : EncodeTwice(request.Path)).Append('\n');
        canonical.AppendJoin('&', request.Query.Where(q => q.Key != "X-Amz-Signature").Select(q => (Name: QueryString.Encode(q.Key), Value: QueryString.Encode(q.Value ?? "")))
            .OrderBy(q => q.Name, StringComparer.Ordinal).ThenBy(q => q.Value, StringComparer.Ordinal).Select(q => $"{q.Name}={q.Value}")).Append('\n');
        foreach (var name in signature.SignedHeaders) canonical.Append(name).Append(':').Append(Trimmed(request.Header(name) ?? "")).Append('\n');
        canonical.Append('\n').AppendJoin(';', signature.SignedHeaders).Append('\n');
        return canonical.Append(request.Header("x-amz-content-sha256") ?? (isS3 && signature.Expires is not null ? Unsigned : bodyHash ?? Unsigned)).ToString();
    }

    // S3 takes the path as it is: its segments encoded once, no dots resolved.
    private static string EncodeOnce(string path) => QueryString.Encode(UriTemplate.Decode(path), keepSlash: true);

    // The others resolve dots and doubled slashes, and encode what is already encoded once more.
    private static string EncodeTwice(string path)
    {
        List<string> segments = [];
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(segment);
            }
        }
        var normal = "/" + string.Join('/', segments);
        return QueryString.Encode(path.EndsWith('/') && normal.Length > 1 ? normal + "/" : normal, keepSlash: true);
    }

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

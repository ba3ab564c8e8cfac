using System.Globalization;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>What a request says of who signed it, whether in a header or in a presigned link.</summary>
/// <remarks>Signature Version 4; of Version 2 only links, because boto3 still makes those for us-east-1 unless told otherwise.</remarks>
/// <param name="AccessKeyId">The key.</param>
/// <param name="Date">The scope's day, yyyyMMdd.</param>
/// <param name="Region">The scope's region.</param>
/// <param name="Service">The scope's service, such as s3 or monitoring.</param>
/// <param name="SignedHeaders">The signed headers' names, lower case, in their order.</param>
/// <param name="Value">The signature in hexadecimal.</param>
/// <param name="At">When it was signed.</param>
/// <param name="Expires">How long a presigned link holds; null in a header.</param>
/// <param name="SessionToken">The token of temporary credentials.</param>
public sealed record Signature(
    string AccessKeyId, string Date, string Region, string Service, IReadOnlyList<string> SignedHeaders, string Value, DateTimeOffset? At, TimeSpan? Expires, string? SessionToken)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly string[] OldHeaders = ["content-type", "content-md5"];

    // What says how a link is signed.
    private static readonly HashSet<string> OfLinks = new(StringComparer.OrdinalIgnoreCase) { "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Content-Sha256" };

    /// <summary>Whether it is a link of Signature Version 2, whose life is counted from 1970.</summary>
    public bool IsVersion2 { get; private init; }

    /// <summary>The scope of the signing key.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads the signature of a request; null where nobody signed it.</summary>
    /// <exception cref="AwsException">It is there and can't be read, or is of a kind that is no longer taken.</exception>
    public static Signature? Read(WireRequest request)
    {
        if (request.Header("authorization") is { Length: > 0 } header) return OfHeader(request, header);
        if (request.HasQuery("X-Amz-Algorithm") || request.HasQuery("X-Amz-Credential")) return OfQuery(request);
        return request.HasQuery("AWSAccessKeyId") ? OfOldQuery(request) : null;
    }

    /// <summary>The signature of a form's policy, in fields of its own.</summary>
    /// <exception cref="AwsException">A field is missing, or can't be read.</exception>
    internal static Signature OfForm(IReadOnlyDictionary<string, string> fields)
    {
        var token = fields.GetValueOrDefault("x-amz-security-token");
        if (!fields.TryGetValue("x-amz-algorithm", out var algorithm))
            return new(Field("AWSAccessKeyId"), "", LabCaller.DefaultRegion, "s3", [], Field("signature"), null, null, token) { IsVersion2 = true };
        if (algorithm != Algorithm) throw new AwsException("InvalidArgument", $"X-Amz-Algorithm only supports \"{Algorithm}\"");
        return Scoped(Field("x-amz-credential"), algorithm) with { Value = Field("x-amz-signature"), At = ParseInstant(Field("x-amz-date")) ?? throw Malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""), SessionToken = token };

        string Field(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } value ? value
            : throw new AwsException("InvalidArgument", $"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields.") { Members = { ["ArgumentName"] = name, ["ArgumentValue"] = "" } };
    }

    private static Signature OfOldQuery(WireRequest request)
    {
        var (key, value, expires) = (request.QueryValue("AWSAccessKeyId"), request.QueryValue("Signature"), request.QueryValue("Expires"));
        if (key is not { Length: > 0 } || value is null || expires is null) throw new AwsException("AccessDenied", "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters", 403);
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799)
            throw new AwsException("AccessDenied", "Invalid date (should be seconds since epoch): " + expires, 403);
        return new(key, "", LabCaller.DefaultRegion, "s3", [], value, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds), request.QueryValue("x-amz-security-token")) { IsVersion2 = true };
    }

    private static Signature OfHeader(WireRequest request, string header)
    {
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = space < 0 ? header : header[..space];
        if (algorithm == "AWS") throw new AwsException("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        if (!algorithm.StartsWith("AWS4-", StringComparison.Ordinal)) throw new AwsException("InvalidArgument", "Unsupported Authorization Type");
        string? credential = null, signed = null, value = null;
        foreach (var part in header[(space + 1)..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            switch (part[..equals])
            {
                case "Credential": credential = part[(equals + 1)..]; break;
                case "SignedHeaders": signed = part[(equals + 1)..]; break;
                case "Signature": value = part[(equals + 1)..]; break;
            }
        }
        if (credential is null || signed is null || value is null)
            throw new AwsException("AuthorizationHeaderMalformed", "The authorization header is malformed; it needs Credential, SignedHeaders and Signature.");
        var at = ParseInstant(request.Header("x-amz-date")) ?? (request.Header("date") is { } date ? Values.ParseTime(date) : null);
        return Scoped(credential, algorithm) with
        {
            SignedHeaders = signed.Split(';'), Value = value, At = at, SessionToken = request.Header("x-amz-security-token"),
        };
    }

    private static Signature OfQuery(WireRequest request)
    {
        var (algorithm, credential, date) = (request.QueryValue("X-Amz-Algorithm"), request.QueryValue("X-Amz-Credential"), request.QueryValue("X-Amz-Date"));
        var (signed, value, expires) = (request.QueryValue("X-Amz-SignedHeaders"), request.QueryValue("X-Amz-Signature"), request.QueryValue("X-Amz-Expires"));
        if (algorithm is null || credential is null || date is null || signed is null || value is null || expires is null)
            throw Malformed("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        if (!algorithm.StartsWith("AWS4-", StringComparison.Ordinal)) throw Malformed($"X-Amz-Algorithm only supports \"{Algorithm} and AWS4-ECDSA-P256-SHA256\"");
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) throw Malformed("X-Amz-Expires should be a number");
        if (seconds < 0) throw Malformed("X-Amz-Expires must be non-negative");
        if (seconds > 604800) throw Malformed("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        var at = ParseInstant(date) ?? throw Malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
        return Scoped(credential, algorithm) with
        {
            SignedHeaders = signed.Split(';'), Value = value, At = at, Expires = TimeSpan.FromSeconds(seconds), SessionToken = request.QueryValue("X-Amz-Security-Token"),
        };
    }

    private static AwsException Malformed(string message) => new("AuthorizationQueryParametersError", message);

    // KEY/yyyyMMdd/REGION/SERVICE/aws4_request; the asymmetric kind has no region. A key may hold slashes.
    private static Signature Scoped(string credential, string algorithm)
    {
        var parts = credential.Split('/');
        var asymmetric = algorithm != Algorithm;
        var scope = asymmetric ? 3 : 4;
        if (parts.Length <= scope || parts[^1] != "aws4_request")
            throw new AwsException("AuthorizationHeaderMalformed", "The authorization header is malformed; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        return new(string.Join('/', parts[..^scope]), parts[^scope], asymmetric ? LabCaller.DefaultRegion : parts[^3], parts[^2], [], "", null, null, null);
    }

    private static DateTimeOffset? ParseInstant(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>Refuses a link that was signed with headers that the request does not bring: no secret is needed to see that.</summary>
    /// <exception cref="AwsException">SignatureDoesNotMatch.</exception>
    public void CheckSent(WireRequest request)
    {
        if (Expires is null) return;
        // A link of Version 2 carries what was signed in its query.
        var isSent = IsVersion2
            ? OldHeaders.All(name => request.QueryValue(name) is not { } signed || signed == request.Header(name))
            : SignedHeaders.All(name => name == "host" || request.Header(name) is not null);
        if (!isSent) throw SignatureCheck.Wrong(this);
    }

    /// <summary>A link's request with what stands in its query in the place of headers, such as x-amz-acl or x-amz-meta-color, in their place.</summary>
    public WireRequest Unfolded(WireRequest request)
    {
        if (Expires is null) return request;
        var folded = request.Query.Where(pair => pair.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !OfLinks.Contains(pair.Key) && request.Header(pair.Key) is null).ToList();
        if (folded.Count == 0) return request;
        Dictionary<string, string> headers = new(request.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in folded) headers[name] = value ?? "";
        return request with { Headers = headers };
    }

    /// <summary>Refuses a presigned link that no longer holds.</summary>
    /// <exception cref="AwsException">AccessDenied.</exception>
    public void CheckExpiry(DateTimeOffset now)
    {
        // Not at + expires first: whoever made the link chose both, and may choose the end of the calendar.
        if (At is not { } at || Expires is not { } expires || now - at <= expires) return;
        var refused = new AwsException("AccessDenied", "Request has expired", 403) { Members = { [nameof(Expires)] = Values.Text(at + expires, "iso8601"), ["ServerTime"] = Values.Text(now, "iso8601") } };
        if (!IsVersion2) refused.Members["X-Amz-Expires"] = ((long)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        throw refused;
    }
}

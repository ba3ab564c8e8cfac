using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using Certus.Lab.Protocols;
using Certus.Lab.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using QueryString = Certus.Lab.Protocols.QueryString;

namespace Certus.Lab.S3;

/// <summary>A browser's upload: a form whose fields say what a put's headers would, and whose last field is the file.</summary>
/// <remarks>Amazon S3 API Reference, "POST Object" and "Browser-based uploads using POST".</remarks>
internal sealed class PostForm
{
    // AWS's limit on what stands before the file.
    private const int MostBefore = 20_000;
    private const int LongestBoundary = 200;

    private static readonly HashSet<string> OfHeaders = new(StringComparer.OrdinalIgnoreCase) { "Cache-Control", "Content-Type", "Content-Disposition", "Content-Encoding", "Expires", "Content-MD5" };
    private static readonly HashSet<string> OfSigning = new(StringComparer.OrdinalIgnoreCase) { "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "x-amz-security-token" };

    private readonly Dictionary<string, string> _fields;
    private readonly PostPolicy? _policy;

    private PostForm(Dictionary<string, string> fields, Stream file)
    {
        _fields = fields;
        _policy = fields.GetValueOrDefault("policy") is { } policy ? PostPolicy.Parse(policy) : null;
        Signature = _policy is null ? null : Signature.OfForm(fields);
        var (least, most) = _policy?.Length ?? (0, Objects.MostBytes);
        File = new PostedFile(file, least, Math.Min(most, Objects.MostBytes));
    }

    /// <summary>Who signed its policy; null where it has none.</summary>
    public Signature? Signature { get; }

    /// <summary>The file; reading it refuses what the policy's range leaves out, and a form that breaks off.</summary>
    public Stream File { get; }

    /// <summary>Whether a request is such a form.</summary>
    public static bool IsOne(WireRequest request) =>
        request.Method == "POST" && request.Query.Count == 0 && request.Header("authorization") is null && request.Header("content-type")?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Reads a form up to its file.</summary>
    /// <exception cref="AwsException">It is none that can be read, its fields are too long, or it has no file.</exception>
    public static async Task<PostForm> ReadAsync(WireRequest request, Stream body, CancellationToken cancel)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.Header("content-type"), out var type) ? type.Boundary.Value?.Trim('"') : null;
        if (boundary is not { Length: > 0 and <= LongestBoundary }) throw PostedFile.Malformed();
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            var reader = new MultipartReader(boundary, body);
            var left = MostBefore;
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || disposition.Name.Value?.Trim('"') is not { Length: > 0 } name) throw PostedFile.Malformed();
                if (name.Equals("file", StringComparison.OrdinalIgnoreCase)) return new(Expanded(fields, NameOf(disposition)), section.Body);
                var value = await TextAsync(section.Body, left, cancel);
                left -= Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
                if (left < 0) throw TooLong();
                fields[name] = fields.TryGetValue(name, out var before) ? $"{before},{value}" : value;
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && broken is not (BadHttpRequestException or ConnectionResetException))
        {
            throw PostedFile.Malformed();
        }
        throw S3Calls.InvalidArgument("POST requires exactly one file upload per request.", "file", "0");
    }

    /// <summary>Refuses what the policy does not let through, and a signature that is not its.</summary>
    /// <param name="bucket">Where it goes.</param>
    /// <param name="secret">What the policy must be signed with; null where signatures don't count.</param>
    /// <param name="now">The time.</param>
    public void Check(string bucket, string? secret, DateTimeOffset now)
    {
        if (_policy is null) return;
        if (secret is not null) SignatureCheck.VerifyForm(_fields["policy"], Signature!, secret);
        _policy.Check(_fields, bucket, now);
    }

    /// <summary>The put that it stands for.</summary>
    /// <param name="request">With the bucket in its path.</param>
    public WireRequest AsPut(WireRequest request)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in _fields)
        {
            if (OfHeaders.Contains(name) || (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !OfSigning.Contains(name))) headers[name] = value;
            else if (name.Equals("acl", StringComparison.OrdinalIgnoreCase)) headers["x-amz-acl"] = value;
            else if (name.Equals("tagging", StringComparison.OrdinalIgnoreCase)) headers["x-amz-tagging"] = Tagging(value);
        }
        return request with { Method = "PUT", Path = $"/{QueryString.Encode(BucketOf(request))}/{QueryString.Encode(ObjectKey, keepSlash: true)}", Headers = headers };
    }

    /// <summary>The bucket that a request is for.</summary>
    /// <exception cref="AwsException">MethodNotAllowed: it is for an object.</exception>
    public static string BucketOf(WireRequest request) => Uri.UnescapeDataString(request.Path).TrimStart('/').TrimEnd('/') is { Length: > 0 } bucket && !bucket.Contains('/', StringComparison.Ordinal)
        ? bucket
        : throw new AwsException("MethodNotAllowed", "The specified method is not allowed against this resource.", 405) { Members = { ["Method"] = "POST" } };

    /// <summary>What the browser is told: to go where the form says, or the status that it wants.</summary>
    /// <param name="put">What the put answers.</param>
    /// <param name="request">With the bucket in its path.</param>
    /// <param name="address">What the object's address begins with, up to its key.</param>
    public WireAnswer Answer(WireAnswer put, WireRequest request, string address)
    {
        var etag = put.Headers.First(header => header.Key.Equals("ETag", StringComparison.OrdinalIgnoreCase)).Value;
        var location = $"{address}{QueryString.Encode(ObjectKey, keepSlash: true)}";
        if ((_fields.GetValueOrDefault("success_action_redirect") ?? _fields.GetValueOrDefault("redirect")) is { } to && Uri.TryCreate(to, UriKind.Absolute, out var target) && target.Scheme is "http" or "https")
        {
            var query = $"{(to.Contains('?', StringComparison.Ordinal) ? '&' : '?')}bucket={QueryString.Encode(BucketOf(request))}&key={QueryString.Encode(ObjectKey)}&etag={QueryString.Encode(etag)}";
            return new(303, [.. put.Headers, new("Location", to + query)], default);
        }
        List<KeyValuePair<string, string>> headers = [.. put.Headers, new("Location", location)];
        switch (_fields.GetValueOrDefault("success_action_status"))
        {
            case "200": return new(200, headers, default);
            case "201":
                headers.Add(new("Content-Type", "application/xml"));
                return new(201, headers, XmlCodec.Write(writer =>
                {
                    writer.WriteStartElement("PostResponse");
                    writer.WriteElementString("Location", location);
                    writer.WriteElementString("Bucket", BucketOf(request));
                    writer.WriteElementString("Key", ObjectKey);
                    writer.WriteElementString("ETag", etag);
                    writer.WriteEndElement();
                }));
            default: return new(204, headers, default);
        }
    }

    private string ObjectKey => _fields.GetValueOrDefault("key") switch
    {
        null => throw S3Calls.InvalidArgument("Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.", "key", ""),
        "" => throw S3Calls.InvalidArgument("User key must have a length greater than 0.", "key", ""),
        var key => key,
    };

    // The fields are expanded before the policy looks at them.
    private static Dictionary<string, string> Expanded(Dictionary<string, string> fields, string fileName)
    {
        foreach (var (name, value) in fields.ToList())
            if (!name.Equals("policy", StringComparison.OrdinalIgnoreCase)) fields[name] = value.Replace("${filename}", fileName, StringComparison.Ordinal);
        return fields;
    }

    // Some browsers send the file's whole path.
    private static string NameOf(ContentDispositionHeaderValue disposition) => ((disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "").Trim('"').Split('/', '\\')[^1];

    private static async Task<string> TextAsync(Stream section, int most, CancellationToken cancel)
    {
        var bytes = new byte[most + 1];
        var length = await section.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length > most ? throw TooLong() : Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static AwsException TooLong() => new("MaxPostPreDataLengthExceeded", "Your POST request fields preceding the upload file were too large.");

    private static string Tagging(string xml)
    {
        try
        {
            var tags = XmlCodec.Read(ServiceDescription.Of("s3").Find("PutObjectTagging")!.Input!.Members["Tagging"].Shape, XmlTree.Parse(Encoding.UTF8.GetBytes(xml)));
            return string.Join('&', (tags?["TagSet"] as JsonArray ?? []).Select(tag => $"{QueryString.Encode((string?)tag!["Key"] ?? "")}={QueryString.Encode((string?)tag["Value"] ?? "")}"));
        }
        catch (Exception broken) when (broken is XmlException or FormatException)
        {
            throw S3Calls.MalformedXml();
        }
    }
}

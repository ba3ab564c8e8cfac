using System.IO.Enumeration;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.S3;

/// <summary>What a bucket's CORS rules let a page of another origin do.</summary>
/// <remarks>The first rule that fits origin, method and every header counts, as the S3 User Guide says under "How does Amazon S3 evaluate the CORS configuration".</remarks>
public sealed class Cors(ObjectStore store)
{
    /// <summary>The headers that let the page of a request read its answer; null where no rule does, empty where no page asks.</summary>
    /// <param name="request">With the bucket first in its path; a preflight asks for the method and the headers it names.</param>
    public IReadOnlyDictionary<string, string>? Allow(WireRequest request)
    {
        if (request.Header("origin") is not { Length: > 0 } origin) return new Dictionary<string, string>();
        var isPreflight = request.Method == "OPTIONS";
        var method = isPreflight ? request.Header("access-control-request-method") ?? "" : request.Method;
        var headers = isPreflight ? (request.Header("access-control-request-headers") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        var bucket = Uri.UnescapeDataString(request.Path.Split('/', 3) is [_, var first, ..] ? first : "");
        var rules = store.Database.Read(connection => Settings.Find(connection, bucket, SettingKinds.Cors))?["CORSRules"] as JsonArray ?? [];
        return rules.OfType<JsonObject>().FirstOrDefault(rule =>
            Texts(rule, "AllowedOrigins").Any(pattern => Fits(pattern, origin))
            && Texts(rule, "AllowedMethods").Contains(method)
            && headers.All(header => Texts(rule, "AllowedHeaders").Any(pattern => Fits(pattern, header, ignoreCase: true)))) is { } found
            ? Answer(found, origin, headers)
            : null;
    }

    private static Dictionary<string, string> Answer(JsonObject rule, string origin, string[] headers)
    {
        var anybody = Texts(rule, "AllowedOrigins").Contains("*");
        Dictionary<string, string> answer = new()
        {
            ["Access-Control-Allow-Origin"] = anybody ? "*" : origin,
            ["Access-Control-Allow-Methods"] = string.Join(", ", Texts(rule, "AllowedMethods")),
            ["Vary"] = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
        };
        if (!anybody) answer["Access-Control-Allow-Credentials"] = "true";
        if (headers.Length > 0) answer["Access-Control-Allow-Headers"] = string.Join(", ", headers).ToLowerInvariant();
        if (Texts(rule, "ExposeHeaders") is { Count: > 0 } exposed) answer["Access-Control-Expose-Headers"] = string.Join(", ", exposed);
        if (rule["MaxAgeSeconds"] is { } age) answer["Access-Control-Max-Age"] = age.ToString();
        return answer;
    }

    private static bool Fits(string pattern, string text, bool ignoreCase = false) => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal), text, ignoreCase);

    private static List<string> Texts(JsonObject rule, string member) => [.. (rule[member] as JsonArray ?? []).Select(one => (string?)one ?? "")];
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What the signer of a form lets its sender upload, and until when.</summary>
/// <remarks>Amazon S3 API Reference, "POST Policy".</remarks>
internal sealed class PostPolicy
{
    private const string StartsWith = "starts-with", Exact = "eq", Range = "content-length-range";

    // What no condition need speak of.
    private static readonly HashSet<string> Free = new(StringComparer.OrdinalIgnoreCase) { "x-amz-signature", "signature", "AWSAccessKeyId", "policy", "file" };

    private readonly DateTimeOffset _expires;
    private readonly List<(string Match, string Field, string Value)> _conditions = [];

    private PostPolicy(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) throw Invalid("Invalid JSON.");
        if (!document.TryGetProperty("expiration", out var expiration)) throw Invalid("Policy missing expiration.");
        _expires = expiration.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(expiration.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires)
            ? expires
            : throw Invalid($"Invalid 'expiration' value: '{expiration}'");
        if (!document.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array) throw Invalid("Policy missing conditions.");
        foreach (var condition in conditions.EnumerateArray())
        {
            if (condition.ValueKind == JsonValueKind.Object)
                foreach (var field in condition.EnumerateObject()) _conditions.Add((Exact, field.Name, Text(field.Value)));
            else AddList(condition);
        }
    }

    /// <summary>How many bytes a file may have, at least and at most; null where it does not say.</summary>
    public (long Least, long Most)? Length { get; private set; }

    /// <summary>Reads a form's policy: base64 of JSON.</summary>
    /// <exception cref="AwsException">InvalidPolicyDocument.</exception>
    public static PostPolicy Parse(string base64)
    {
        try
        {
            using var document = JsonDocument.Parse(Unescaped(Encoding.UTF8.GetString(Convert.FromBase64String(base64))));
            return new(document.RootElement);
        }
        catch (Exception broken) when (broken is FormatException or JsonException or InvalidOperationException)
        {
            throw Invalid("Invalid JSON.");
        }
    }

    /// <summary>Refuses a form that comes too late, or one of whose fields no condition lets through.</summary>
    /// <param name="fields">Its fields, whatever their letter case.</param>
    /// <param name="bucket">Where it goes.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="AwsException">AccessDenied.</exception>
    public void Check(IReadOnlyDictionary<string, string> fields, string bucket, DateTimeOffset now)
    {
        if (now > _expires) throw Denied("Policy expired.");
        foreach (var (match, field, value) in _conditions)
        {
            var sent = field.Equals("bucket", StringComparison.OrdinalIgnoreCase) ? bucket : fields.GetValueOrDefault(field, "");
            var holds = match == Exact ? sent == value
                : field.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? Array.TrueForAll(sent.Split(','), one => one.StartsWith(value, StringComparison.Ordinal))
                : sent.StartsWith(value, StringComparison.Ordinal);
            if (!holds) throw Denied($"Policy Condition failed: [\"{match}\", \"${field}\", \"{value}\"]");
        }
        foreach (var name in fields.Keys.Append("bucket"))
            if (!Free.Contains(name) && !name.StartsWith("x-ignore-", StringComparison.OrdinalIgnoreCase) && !_conditions.Exists(condition => condition.Field.Equals(name, StringComparison.OrdinalIgnoreCase)))
                throw Denied($"Extra input fields: {name.ToLowerInvariant()}");
    }

    private void AddList(JsonElement condition)
    {
        if (condition.ValueKind != JsonValueKind.Array || condition.GetArrayLength() != 3 || condition[0].ValueKind != JsonValueKind.String) throw Invalid($"Invalid Condition: '{condition}'");
        var match = condition[0].GetString()!.ToLowerInvariant();
        if (match == Range)
        {
            if (!long.TryParse(Text(condition[1]), NumberStyles.None, CultureInfo.InvariantCulture, out var least) || !long.TryParse(Text(condition[2]), NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                throw Invalid($"Invalid content-length-range: '{condition}'");
            // Of several ranges all hold.
            Length = Length is { } range ? (Math.Max(range.Least, least), Math.Min(range.Most, most)) : (least, most);
            return;
        }
        if (match is not (Exact or StartsWith) || Text(condition[1]) is not ['$', .. var field]) throw Invalid($"Invalid Condition: '{condition}'");
        _conditions.Add((match, field, Text(condition[2])));
    }

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : throw Invalid($"Invalid Condition: '{value}'");

    // Policies know two escapes that JSON does not: of the dollar sign and of the vertical tab.
    private static string Unescaped(string policy)
    {
        var text = new StringBuilder(policy.Length);
        for (var i = 0; i < policy.Length; i++)
        {
            if (policy[i] != '\\' || i + 1 == policy.Length) text.Append(policy[i]);
            else text.Append(policy[++i] switch { '$' => "$", 'v' => "\\u000b", var other => $"\\{other}" });
        }
        return text.ToString();
    }

    private static AwsException Invalid(string why) => new("InvalidPolicyDocument", $"Invalid Policy: {why}");

    private static AwsException Denied(string why) => S3Calls.AccessDenied($"Invalid according to Policy: {why}");
}

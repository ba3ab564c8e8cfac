using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>Lists in pages: MaxItems and Marker in, IsTruncated and Marker out.</summary>
internal static class IamPages
{
    private const int Usual = 100;

    /// <summary>The page that a call asks for.</summary>
    /// <param name="call">With MaxItems and Marker.</param>
    /// <param name="member">The answer's list.</param>
    /// <param name="all">Everything, in the order of its keys.</param>
    /// <param name="key">What a marker names; unique, whatever its letter case.</param>
    /// <param name="shown">One item as the answer has it.</param>
    public static JsonObject Of<T>(LabCall call, string member, IEnumerable<T> all, Func<T, string> key, Func<T, JsonNode?> shown)
    {
        var most = (int)Math.Min(call.Whole("MaxItems") ?? Usual, 1000);
        var after = call.Text("Marker") is { } marker ? Key(marker) : null;
        var rest = all.OrderBy(key, StringComparer.OrdinalIgnoreCase).Where(item => after is null || string.Compare(key(item), after, StringComparison.OrdinalIgnoreCase) > 0).Take(most + 1).ToList();
        var truncated = rest.Count > most;
        JsonObject page = new()
        {
            [member] = new JsonArray([.. rest.Take(most).Select(shown)]),
            ["IsTruncated"] = truncated,
        };
        if (truncated) page["Marker"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("after:" + key(rest[most - 1])));
        return page;
    }

    private static string Key(string marker)
    {
        if (Base64Url.IsValid(marker) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(marker)) is var text && text.StartsWith("after:", StringComparison.Ordinal)) return text["after:".Length..];
        throw new AwsException("ValidationError", "Invalid Marker.");
    }
}

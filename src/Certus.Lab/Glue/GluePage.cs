using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Glue;

/// <summary>How Glue pages through lists.</summary>
internal static class GluePage
{
    /// <summary>A list operation's answer: one page and, where more follow, the token of the next.</summary>
    /// <param name="call">The call, with its token and how many it wants.</param>
    /// <param name="member">The member that holds the entries.</param>
    /// <param name="items">All entries, in an order that stays.</param>
    /// <param name="show">An entry as the answer has it.</param>
    /// <param name="most">How many a page has at most.</param>
    public static JsonObject Of<T>(LabCall call, string member, IReadOnlyList<T> items, Func<T, JsonNode> show, int most = 100)
    {
        var from = Read(call.Text("NextToken"));
        var count = (int)Math.Min(call.Whole("MaxResults") ?? most, most);
        JsonObject answer = new() { [member] = new JsonArray([.. items.Skip(from).Take(count).Select(show)]) };
        if (from + count < items.Count) answer["NextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"glue\n{from + count}"));
        return answer;
    }

    private static int Read(string? token)
    {
        if (string.IsNullOrEmpty(token)) return 0;
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split('\n') is ["glue", var at] && int.TryParse(at, out var from) && from >= 0
            ? from : throw GlueNames.Invalid("The NextToken is not one that this operation answered.");
    }
}

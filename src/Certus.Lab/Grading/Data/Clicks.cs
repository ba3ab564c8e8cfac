using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>One event of a visitor's session in a shop.</summary>
/// <param name="Id">No two are equal.</param>
/// <param name="Session">Whose.</param>
/// <param name="Step">Its place in the session, from 1.</param>
/// <param name="Product">What was looked at.</param>
/// <param name="Price">With two decimals.</param>
/// <param name="Quantity">From 1.</param>
/// <param name="At">When, in whole seconds.</param>
internal sealed record Click(string Id, string Session, int Step, string Product, double Price, int Quantity, DateTimeOffset At)
{
    /// <summary>The event as a line of JSON, without the line break.</summary>
    public string Json() => new JsonObject
    {
        ["event_id"] = Id, ["session"] = Session, ["step"] = Step, ["product"] = Product, ["price"] = Price, ["quantity"] = Quantity,
        ["at"] = At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    }.ToJsonString();
}

/// <summary>Events of many sessions at once, drawn from a seed; nothing of it is taken from a real shop.</summary>
internal static class Clicks
{
    private static readonly string[] _products = ["kettle", "teapot", "mug", "tray", "whisk", "ladle", "tureen", "sieve"];

    /// <summary>Events in the order in which they came, each session's steps in theirs.</summary>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="prefix">What their ids and sessions begin with.</param>
    /// <param name="sessions">How many sessions there are.</param>
    /// <param name="count">How many events.</param>
    public static IReadOnlyList<Click> Sample(ulong seed, string prefix, int sessions, int count)
    {
        var random = new SeededRandom(seed, $"clicks {prefix}");
        var steps = new int[sessions];
        var at = new DateTimeOffset(2026, 11, 2, 8, 0, 0, TimeSpan.Zero).AddSeconds(random.Below(3600));
        List<Click> clicks = [];
        for (var i = 0; i < count; i++)
        {
            var session = random.Below(sessions);
            at = at.AddSeconds(random.Below(4));
            clicks.Add(new(
                string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i:D5}"), string.Create(CultureInfo.InvariantCulture, $"{prefix}-session-{session:D2}"), ++steps[session],
                random.Pick(_products), Math.Round(2 + random.Below(12_000) / 100.0, 2), 1 + random.Below(5), at));
        }
        return clicks;
    }
}

using System.Text.Json.Nodes;

namespace Certus.Shell.Tests.Web;

/// <summary>Events as the exam screen's script sends them.</summary>
internal static class Happened
{
    public static JsonObject Shown(int position) => Event("shown", position);

    public static JsonObject Answered(int position, params IEnumerable<int> picks) =>
        Event("answered", position, ("picks", new JsonArray([.. picks.Select(pick => (JsonNode)pick)])), ("elapsedMs", 1000));

    public static JsonObject Flagged(int position, bool on = true) => Event("flagged", position, ("on", on));

    public static JsonObject Struck(int position, int option, bool on = true) => Event("struck", position, ("option", option), ("on", on));

    public static JsonObject Rated(int position, string level) => Event("confidence", position, ("level", level));

    public static JsonObject Commented(int position, string text) => Event("commented", position, ("text", text));

    public static JsonObject Dwelt(int position, double seconds) => Event("dwell", position, ("elapsedMs", 1000 * seconds));

    public static JsonObject Revealed(int position) => Event("revealed", position);

    public static JsonObject Paused() => Event("paused", null);

    public static JsonObject Resumed() => Event("resumed", null);

    public static JsonObject Event(string kind, int? position, params (string Name, JsonNode Value)[] fields)
    {
        JsonObject made = new() { ["eventId"] = Guid.NewGuid().ToString(), ["kind"] = kind, ["clientAt"] = 1 };
        if (position is { } at) made["position"] = at;
        foreach (var (name, value) in fields) made[name] = value;
        return made;
    }

    /// <summary>The event's id.</summary>
    public static string Id(this JsonObject happened) => (string)happened["eventId"]!;
}

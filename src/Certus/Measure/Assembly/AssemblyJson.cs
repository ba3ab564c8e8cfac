using System.Text;
using System.Text.Json;

namespace Certus.Measure.Assembly;

/// <summary>Problems as JSON; docs/models/assembly.md describes the format.</summary>
public static class AssemblyJson
{
    /// <summary>Bytes that a problem may have.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads a problem; the first thing that is unknown, of the wrong kind or out of range is the fault.</summary>
    /// <param name="json">UTF-8, with or without a byte-order mark.</param>
    public static AssemblyReading Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MostBytes) return new AssemblyReading.Refused($"it is larger than {MostBytes / (1024 * 1024)} MiB.");
        if (json.Span.StartsWith(Encoding.UTF8.Preamble)) json = json[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var problem = Problem(document.RootElement);
            return problem.Fault is { } fault ? new AssemblyReading.Refused(fault) : new AssemblyReading.Accepted(problem);
        }
        catch (JsonException broken)
        {
            return new AssemblyReading.Refused(FormattableString.Invariant($"it is not valid JSON (line {(broken.LineNumber ?? 0) + 1})."));
        }
        catch (Wrong wrong)
        {
            return new AssemblyReading.Refused(wrong.Message);
        }
        catch (InvalidOperationException)
        {
            return new AssemblyReading.Refused("it has a text that is not valid UTF-16.");     // an escaped half of a surrogate pair
        }
    }

    private sealed class Wrong(string message) : Exception(message);

    private static AssemblyProblem Problem(JsonElement root)
    {
        var fields = Fields(root, "the problem", ["forms", "length", "objective", "domains", "tasks", "seconds", "enemies", "mostSeen", "overlap", "mostUses", "giveUp", "items"]);
        var objective = Objective(fields);
        var items = Array(fields, "items", "items") ?? throw new Wrong("items is missing.");
        return new([.. items.Select((item, i) => Item(item, FormattableString.Invariant($"items[{i}]"), objective.Theta))], Whole(fields, "forms") ?? 1, Whole(fields, "length") ?? throw new Wrong("length is missing."), objective)
        {
            Domains = Counts(fields, "domains"),
            Tasks = Counts(fields, "tasks"),
            Seconds = fields.TryGetValue("seconds", out var seconds) ? Bounds(seconds, "seconds", most: true) : null,
            Enemies = [.. (Array(fields, "enemies", "enemies") ?? []).Select((set, i) => Texts(set, FormattableString.Invariant($"enemies[{i}]")))],
            MostSeen = Whole(fields, "mostSeen") ?? 0,
            Overlap = Whole(fields, "overlap") ?? 0,
            MostUses = Whole(fields, "mostUses"),
            GiveUp = fields.TryGetValue("giveUp", out var share) ? Number(share, "giveUp") : 0,
        };
    }

    private static AssemblyObjective Objective(Dictionary<string, JsonElement> problem)
    {
        if (!problem.TryGetValue("objective", out var element)) return new AssemblyObjective.Any();
        var fields = Fields(element, "objective", ["theta", "target"], "objective.");
        var theta = Numbers(fields, "theta", "objective.theta") ?? throw new Wrong("objective.theta is missing.");
        return Numbers(fields, "target", "objective.target") is { } target ? new AssemblyObjective.Target(theta, target) : new AssemblyObjective.Maximin(theta);
    }

    private static AssemblyItem Item(JsonElement element, string at, IReadOnlyList<double> theta)
    {
        var fields = Fields(element, at, ["id", "information", "a", "b", "c", "domain", "task", "seconds", "group", "uses", "seen"], at + ".");
        var id = Text(fields, "id", at);
        if (id.Length == 0) throw new Wrong($"{at} has no id.");
        return new(
            id, Information(fields, at, theta), Text(fields, "domain", at), Text(fields, "task", at), Whole(fields, "seconds", at + ".") ?? 0, Text(fields, "group", at), Whole(fields, "uses", at + ".") ?? 0,
            Flag(fields, "seen", at));
    }

    private static IReadOnlyList<double> Information(Dictionary<string, JsonElement> fields, string at, IReadOnlyList<double> theta)
    {
        double? Parameter(string name) => fields.TryGetValue(name, out var value) ? Number(value, $"{at}.{name}") : null;
        var (a, b, c) = (Parameter("a"), Parameter("b"), Parameter("c"));
        if (Numbers(fields, "information", at + ".information") is { } given)
            return a is null && b is null && c is null ? given : throw new Wrong($"{at} has both information and a, b or c; give one of them.");
        if (theta.Count == 0) return [];
        if (b is null) throw new Wrong($"{at} has neither information nor b.");
        var parameters = new ItemParameters(a ?? 1, b.Value, c ?? 0);
        return parameters.Fault is { } fault ? throw new Wrong($"{at} {fault}.") : [.. theta.Select(point => double.IsFinite(point) ? parameters.Information(point) : 0)];
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement element, string what, IReadOnlyList<string> known, string prefix = "")
    {
        if (element.ValueKind != JsonValueKind.Object) throw new Wrong($"{what} must be an object, not {Kind(element)}.");
        Dictionary<string, JsonElement> fields = [];
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name)) throw new Wrong($"'{prefix}{Shown(property.Name)}' is not a field; the fields are {string.Join(", ", known)}.");
            if (!fields.TryAdd(property.Name, property.Value)) throw new Wrong($"{prefix}{property.Name} stands twice.");
        }
        foreach (var absent in fields.Where(field => field.Value.ValueKind == JsonValueKind.Null).Select(field => field.Key).ToList()) fields.Remove(absent);
        return fields;
    }

    private static Dictionary<string, CountBounds> Counts(Dictionary<string, JsonElement> fields, string name)
    {
        Dictionary<string, CountBounds> counts = new(StringComparer.Ordinal);
        if (!fields.TryGetValue(name, out var element)) return counts;
        if (element.ValueKind != JsonValueKind.Object) throw new Wrong($"{name} must be an object of names and counts, not {Kind(element)}.");
        foreach (var property in element.EnumerateObject())
            if (!counts.TryAdd(property.Name, Bounds(property.Value, $"{name}.{Shown(property.Name)}", most: false))) throw new Wrong($"{name}.{Shown(property.Name)} stands twice.");
        return counts;
    }

    /// <summary>A list of a least and a most; a single number is both, or, where a sum is meant, the most.</summary>
    private static CountBounds Bounds(JsonElement element, string at, bool most)
    {
        if (element.ValueKind == JsonValueKind.Number) return Whole(element, at) is var count && most ? new(0, count) : CountBounds.Exactly(count);
        if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 2) return new(Whole(element[0], at), Whole(element[1], at));
        throw new Wrong($"{at} must be a whole number or a list of the least and the most, not {Kind(element)}.");
    }

    private static List<JsonElement>? Array(Dictionary<string, JsonElement> fields, string name, string at) =>
        !fields.TryGetValue(name, out var element) ? null : element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : throw new Wrong($"{at} must be a list, not {Kind(element)}.");

    private static IReadOnlyList<double>? Numbers(Dictionary<string, JsonElement> fields, string name, string at) =>
        Array(fields, name, at) is { } elements ? [.. elements.Select(element => Number(element, at))] : null;

    private static IReadOnlyList<string> Texts(JsonElement element, string at) =>
        element.ValueKind != JsonValueKind.Array ? throw new Wrong($"{at} must be a list of ids, not {Kind(element)}.")
        : [.. element.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String ? id.GetString()! : throw new Wrong($"{at} must be a list of ids, and has {Kind(id)}."))];

    private static string Text(Dictionary<string, JsonElement> fields, string name, string at) =>
        !fields.TryGetValue(name, out var element) ? "" : element.ValueKind == JsonValueKind.String ? element.GetString()! : throw new Wrong($"{at}.{name} must be a text, not {Kind(element)}.");

    private static bool Flag(Dictionary<string, JsonElement> fields, string name, string at) =>
        fields.TryGetValue(name, out var element)
        && (element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw new Wrong($"{at}.{name} must be true or false, not {Kind(element)}."));

    private static int? Whole(Dictionary<string, JsonElement> fields, string name, string prefix = "") => fields.TryGetValue(name, out var element) ? Whole(element, prefix + name) : null;

    private static int Whole(JsonElement element, string at) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : throw new Wrong($"{at} must be a whole number, not {Kind(element)}.");

    private static double Number(JsonElement element, string at) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw new Wrong($"{at} must be a number, not {Kind(element)}.");

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => $"'{Shown(element.GetString()!)}'",
        JsonValueKind.Number => Shown(element.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    private static string Shown(string text) => string.Concat((text.Length > 40 ? text[..40] + "…" : text).Select(c => char.IsControl(c) ? ' ' : c));
}

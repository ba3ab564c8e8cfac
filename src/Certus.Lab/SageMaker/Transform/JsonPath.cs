using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.SageMaker.Transform;

/// <summary>The part of JSONPath that batch transform's filters take.</summary>
/// <remarks>
/// <c>$</c>, <c>.name</c>, <c>*</c>, <c>['name','other']</c>, <c>[0,-1]</c>, <c>[1:3]</c>. Several names give an object of them, several numbers
/// or a slice a list. Deep scans, filters and functions are refused, as AWS refuses them.
/// Source: Amazon SageMaker developer guide, "Associate Prediction Results with Input Records".
/// </remarks>
internal sealed class JsonPath
{
    private abstract record Step
    {
        public sealed record Names(IReadOnlyList<string> Wanted) : Step;

        public sealed record Numbers(IReadOnlyList<int> Wanted) : Step;

        public sealed record Slice(int? From, int? To) : Step;

        public sealed record Any : Step;
    }

    private readonly List<Step> _steps = [];

    /// <summary>Whether it takes everything as it is.</summary>
    public bool IsWhole => _steps.Count == 0;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is none, or one that is not taken; the message says where.</exception>
    public static JsonPath Parse(string text)
    {
        if (!text.StartsWith('$')) throw Bad(text, "it must begin with $");
        var path = new JsonPath();
        for (var at = 1; at < text.Length;)
        {
            if (text[at] == '.')
            {
                if (++at < text.Length && text[at] == '[') continue;
                var end = text.IndexOfAny(['.', '['], at) is var found and >= 0 ? found : text.Length;
                var name = text[at..end];
                if (name.Length == 0) throw Bad(text, "a name is missing; a deep scan (..) is not taken");
                if (name.Contains('(', StringComparison.Ordinal)) throw Bad(text, "functions are not taken");
                path._steps.Add(name == "*" ? new Step.Any() : new Step.Names([name]));
                at = end;
            }
            else if (text[at] == '[')
            {
                var end = Close(text, at);
                path._steps.Add(Bracket(text, text[(at + 1)..end].Trim()));
                at = end + 1;
            }
            else throw Bad(text, $"'{text[at]}' can't stand there");
        }
        return path;
    }

    private static int Close(string text, int open)
    {
        var quote = '\0';
        for (var at = open + 1; at < text.Length; at++)
        {
            if (quote != '\0') quote = text[at] == quote ? '\0' : quote;
            else if (text[at] is '\'' or '"') quote = text[at];
            else if (text[at] == ']') return at;
        }
        throw Bad(text, "a bracket is not closed");
    }

    private static Step Bracket(string text, string inner)
    {
        if (inner is "*" or "'*'") return new Step.Any();
        if (inner.StartsWith('?') || inner.StartsWith('(')) throw Bad(text, "filters and functions are not taken");
        if (inner is ['\'' or '"', ..])
            return new Step.Names([.. inner.Split(',').Select(part => part.Trim() is [var open and ('\'' or '"'), .. var name, var close] && open == close ? name : throw Bad(text, "names in brackets need quotes"))]);
        if (inner.Split(':') is [var from, var to]) return new Step.Slice(from.Trim().Length == 0 ? null : Number(text, from), to.Trim().Length == 0 ? null : Number(text, to));
        return new Step.Numbers([.. inner.Split(',').Select(part => Number(text, part))]);
    }

    private static int Number(string text, string part) =>
        int.TryParse(part, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(text, $"'{part}' is not a whole number");

    private static FormatException Bad(string text, string why) => new($"'{text}' is not a JSONPath that batch transform takes: {why}.");

    /// <summary>What it selects; null where that is not there.</summary>
    public JsonNode? Select(JsonNode? value)
    {
        foreach (var step in _steps)
        {
            value = step switch
            {
                Step.Names { Wanted: [var name] } => value is JsonObject record && record.TryGetPropertyValue(name, out var member) ? member : null,
                Step.Names names => value is JsonObject record ? new JsonObject(names.Wanted.Where(record.ContainsKey).Select(name => KeyValuePair.Create(name, record[name]?.DeepClone()))) : null,
                Step.Numbers { Wanted: [var index] } => value is JsonArray list && At(list, index) is var place and >= 0 ? list[place] : null,
                Step.Numbers numbers => value is JsonArray list ? new JsonArray([.. numbers.Wanted.Select(index => At(list, index)).Where(place => place >= 0).Select(place => list[place]?.DeepClone())]) : null,
                Step.Slice slice => value is JsonArray list ? Cut(list, slice) : null,
                _ => value switch
                {
                    JsonArray list => list,
                    JsonObject record => new JsonArray([.. record.Select(pair => pair.Value?.DeepClone())]),
                    _ => null,
                },
            };
            if (value is null) return null;
        }
        return value;
    }

    private static int At(JsonArray list, int index)
    {
        var place = index < 0 ? list.Count + index : index;
        return place < list.Count ? place : -1;
    }

    private static JsonArray Cut(JsonArray list, Step.Slice slice)
    {
        var from = Math.Clamp(slice.From is { } first ? first < 0 ? list.Count + first : first : 0, 0, list.Count);
        var to = Math.Clamp(slice.To is { } last ? last < 0 ? list.Count + last : last : list.Count, from, list.Count);
        return new([.. Enumerable.Range(from, to - from).Select(place => list[place]?.DeepClone())]);
    }
}

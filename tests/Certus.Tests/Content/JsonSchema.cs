using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Certus.Tests.Content;

/// <summary>As much of JSON Schema 2020-12 as the schemas beside the content use; an unknown keyword fails loudly.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description", "default", "examples", "deprecated"];

    public static JsonSchema Load(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>YAML as JSON by the core schema of YAML 1.2: plain words may be null, booleans and numbers.</summary>
    public static JsonNode? FromYaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Convert(stream.Documents[0].RootNode);
    }

    public IReadOnlyList<string> Faults(JsonNode? value)
    {
        List<string> faults = [];
        Check(root, value, "", faults);
        return faults;
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "null" or "~" } => null,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" } => true,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "false" } => false,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain when decimal.TryParse(plain.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private bool Holds(JsonNode schema, JsonNode? value)
    {
        List<string> faults = [];
        Check(schema, value, "", faults);
        return faults.Count == 0;
    }

    private void Check(JsonNode schema, JsonNode? value, string at, List<string> faults)
    {
        if (schema is JsonValue flag)
        {
            if (!flag.GetValue<bool>()) faults.Add($"{at}: not allowed");
            return;
        }
        foreach (var (keyword, rule) in schema.AsObject())
            if (!Annotations.Contains(keyword) && Fault(keyword, rule!, schema.AsObject(), value, at, faults) is { } fault) faults.Add($"{at}: {fault}");
    }

    private string? Fault(string keyword, JsonNode rule, JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        var map = value as JsonObject;
        var list = value as JsonArray;
        var text = value is JsonValue maybeText && maybeText.TryGetValue<string>(out var word) ? word : null;
        var number = value is JsonValue maybeNumber && maybeNumber.TryGetValue<decimal>(out var decimals) ? decimals : (decimal?)null;
        switch (keyword)
        {
            case "$ref": Check(rule.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)root, (node, part) => node[part]!), value, at, faults); return null;
            case "type": return (rule is JsonArray types ? types.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()]).Any(type => Is(type, value)) ? null : $"is not {rule.ToJsonString()}";
            case "const": return JsonNode.DeepEquals(rule, value) ? null : $"is not {rule.ToJsonString()}";
            case "enum": return rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? null : $"'{value}' is none of {rule.ToJsonString()}";
            case "pattern": return text is null || Regex.IsMatch(text, rule.GetValue<string>()) ? null : $"'{text}' does not match {rule}";
            case "minLength": return text is null || text.Length >= rule.GetValue<int>() ? null : "is too short";
            case "format": return text is null || rule.GetValue<string>() switch
            {
                "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
                "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
                var other => throw new NotSupportedException("format " + other),
            } ? null : $"'{text}' is no {rule}";
            case "minimum": return number is null || number >= rule.GetValue<decimal>() ? null : $"{number} is below {rule}";
            case "maximum": return number is null || number <= rule.GetValue<decimal>() ? null : $"{number} is above {rule}";
            case "minItems": return list is null || list.Count >= rule.GetValue<int>() ? null : "has too few entries";
            case "maxItems": return list is null || list.Count <= rule.GetValue<int>() ? null : "has too many entries";
            case "uniqueItems": return list is null || list.Select(item => item?.ToJsonString()).Distinct().Count() == list.Count ? null : "repeats an entry";
            case "items": for (var i = 0; i < (list?.Count ?? 0); i++) Check(rule, list![i], $"{at}/{i}", faults); return null;
            case "contains":
                var found = list?.Count(item => Holds(rule, item)) ?? 1;
                return list is null || (found >= (schema["minContains"]?.GetValue<int>() ?? 1) && found <= (schema["maxContains"]?.GetValue<int>() ?? int.MaxValue)) ? null : $"{found} entries are as asked";
            case "minContains" or "maxContains" or "then" or "else": return null;       // read with contains and if
            case "required": return map is null || rule.AsArray().Select(key => key!.GetValue<string>()).FirstOrDefault(key => !map.ContainsKey(key)) is not { } missing ? null : $"lacks '{missing}'";
            case "dependentRequired": return map is null ? null : rule.AsObject().Where(pair => map.ContainsKey(pair.Key)).SelectMany(pair => pair.Value!.AsArray()).Select(key => key!.GetValue<string>()).FirstOrDefault(key => !map.ContainsKey(key)) is { } needed ? $"lacks '{needed}'" : null;
            case "properties": foreach (var (key, inner) in rule.AsObject()) if (map?.ContainsKey(key) == true) Check(inner!, map[key], $"{at}/{key}", faults); return null;
            case "additionalProperties": foreach (var (key, inner) in map?.Where(pair => schema["properties"]?.AsObject().ContainsKey(pair.Key) != true).ToList() ?? []) Check(rule, inner, $"{at}/{key}", faults); return null;
            case "propertyNames": foreach (var key in map?.Select(pair => pair.Key).ToList() ?? []) Check(rule, key, $"{at}/{key}", faults); return null;
            case "allOf": foreach (var inner in rule.AsArray()) Check(inner!, value, at, faults); return null;
            case "anyOf": return rule.AsArray().Any(inner => Holds(inner!, value)) ? null : "fits none of the alternatives";
            case "oneOf": return rule.AsArray().Count(inner => Holds(inner!, value)) == 1 ? null : "does not fit exactly one of the alternatives";
            case "not": return Holds(rule, value) ? "is what it may not be" : null;
            case "if": Check(Holds(rule, value) ? schema["then"] ?? true : schema["else"] ?? true, value, at, faults); return null;
            default: throw new NotSupportedException($"the keyword {keyword}");
        }
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && text.TryGetValue<string>(out _),
        "boolean" => value is JsonValue flag && flag.TryGetValue<bool>(out _),
        "number" => value is JsonValue number && number.TryGetValue<decimal>(out _),
        "integer" => value is JsonValue whole && whole.TryGetValue<decimal>(out var decimals) && decimals == decimal.Truncate(decimals),
        _ => throw new NotSupportedException("type " + type),
    };
}

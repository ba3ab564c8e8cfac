using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation;

/// <summary>Works out a template's functions.</summary>
/// <param name="template">The template.</param>
/// <param name="known">What Ref gives of a parameter, a pseudo parameter or a resource that is there; null where there is none of the name.</param>
/// <param name="attributes">What GetAtt gives of a resource that is there.</param>
/// <param name="import">What another stack exports under a name; null where none does.</param>
internal sealed partial class Intrinsics(Template template, Func<string, JsonNode?> known, Func<string, JsonObject?> attributes, Func<string, string?> import)
{
    private const int Deepest = 64;
    private const int LongestText = 1 << 16;
    private const int MostNodes = 1 << 19, MostLetters = 1 << 24;

    // What Ref of AWS::NoValue gives: the property, or the item of a list, is left out. Known by reference.
    private static readonly JsonNode NoValue = JsonValue.Create("AWS::NoValue");

    private readonly Dictionary<string, bool?> _conditions = [];

    // One budget for all that is worked out: a short template can refer to a long list again and again.
    private int _nodes, _letters;

    /// <summary>The value of a node.</summary>
    /// <exception cref="AwsException">A function is used wrongly, or refers to what is not there.</exception>
    public JsonNode? Value(JsonNode? node) => Evaluate(node, 0) is var value && ReferenceEquals(value, NoValue) ? null : value;

    /// <summary>The value of a node as a text.</summary>
    public string Text(JsonNode? node, string of) => Value(node) is JsonValue value ? Values.Text(value) : throw Wrong($"{of} must be a text.");

    /// <summary>Whether a condition holds.</summary>
    public bool Holds(string condition)
    {
        if (_conditions.TryGetValue(condition, out var found)) return found ?? throw Wrong($"the condition {condition} depends on itself");
        if (template.Conditions[condition] is not { } body) throw Wrong($"Unrecognized condition {condition}");
        _conditions[condition] = null;
        var holds = True(body, 0);
        _conditions[condition] = holds;
        return holds;
    }

    private JsonNode? Evaluate(JsonNode? node, int depth)
    {
        if (depth > Deepest) throw Wrong($"functions are nested deeper than {Deepest} levels");
        Spend(0);
        switch (node)
        {
            case JsonArray list:
                JsonArray items = [];
                foreach (var item in list)
                    if (Evaluate(item, depth + 1) is var value && !ReferenceEquals(value, NoValue)) items.Add(value);
                return items;
            case JsonObject { Count: 1 } call when call.First() is var (name, argument) && (name is "Ref" or "Condition" && argument is JsonValue || name.StartsWith("Fn::", StringComparison.Ordinal)):
                return name == "Condition" && !template.Conditions.ContainsKey(Values.Text(argument!)) ? call.DeepClone() : Function(name, argument, depth + 1);
            case JsonObject map:
                JsonObject members = [];
                foreach (var (key, inner) in map)
                    if (Evaluate(inner, depth + 1) is var value && !ReferenceEquals(value, NoValue)) members[key] = value;
                return members;
            default:
                return Copy(node);
        }
    }

    private void Spend(int letters)
    {
        _letters += letters;
        if (++_nodes > MostNodes || _letters > MostLetters) throw Wrong($"functions make more than {MostNodes} values or {MostLetters} characters of the template");
    }

    /// <summary>A copy, which counts.</summary>
    private JsonNode? Copy(JsonNode? node)
    {
        Count(node);
        return node?.DeepClone();

        void Count(JsonNode? of)
        {
            switch (of)
            {
                case JsonArray list:
                    Spend(0);
                    foreach (var item in list) Count(item);
                    break;
                case JsonObject map:
                    Spend(0);
                    foreach (var (key, value) in map)
                    {
                        Spend(key.Length);
                        Count(value);
                    }
                    break;
                default:
                    Spend(of is JsonValue word && word.TryGetValue<string>(out var text) ? text.Length : 0);
                    break;
            }
        }
    }

    private JsonNode? Function(string name, JsonNode? argument, int depth)
    {
        switch (name)
        {
            case "Ref": return Reference(Values.Text(argument!));
            case "Condition": return Holds(Values.Text(argument!));
            case "Fn::GetAtt":
                var (logical, attribute) = Attribute(argument) ?? throw Wrong("every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute");
                return OfResource(logical, attribute);
            case "Fn::Join": return Join(List(name, argument, 2, depth));
            case "Fn::Sub": return Substitute(argument, depth);
            case "Fn::Select":
                var choice = List(name, argument, 2, depth);
                var options = choice[1] as JsonArray ?? throw Wrong("Fn::Select requires a list argument with two elements: an integer index and a list");
                var index = int.TryParse(Word(choice[0], name), NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : throw Wrong($"Fn::Select requires an index that is a whole number, not {Word(choice[0], name)}");
                return index < options.Count && options[index] is { } chosen ? Copy(chosen) : throw Wrong($"Fn::Select cannot select nonexistent value at index {index}");
            case "Fn::Split":
                var split = List(name, argument, 2, depth);
                var separator = Word(split[0], name);
                return separator.Length == 0 ? throw Wrong("Fn::Split requires a delimiter") : Copy(new JsonArray([.. Word(split[1], name).Split(separator).Select(part => (JsonNode)part)]));
            case "Fn::FindInMap":
                var path = List(name, argument, 3, depth);
                var (map, top, second) = (Word(path[0], name), Word(path[1], name), Word(path[2], name));
                return template.Mappings[map] is not JsonObject mapping ? throw Wrong($"Mapping named '{map}' is not present in the 'Mappings' section of template.")
                    : (mapping[top] as JsonObject)?[second] is { } value ? Copy(value) : throw Wrong($"Unable to get mapping for {map}::{top}::{second}");
            case "Fn::If":
                if (argument is not JsonArray { Count: 3 } branches || branches[0] is not JsonValue condition) throw Wrong("Fn::If requires a list argument with three elements: a condition, and a value for each case");
                return Evaluate(branches[Holds(Values.Text(condition)) ? 1 : 2], depth);
            case "Fn::Base64": return Spent(Convert.ToBase64String(Encoding.UTF8.GetBytes(Word(Evaluate(argument, depth), name))));
            case "Fn::ImportValue":
                var export = Word(Evaluate(argument, depth), name);
                return import(export) ?? throw CloudFormationNames.Invalid($"No export named {export} found.");
            case "Fn::Equals" or "Fn::And" or "Fn::Or" or "Fn::Not": return True(new JsonObject { [name] = argument?.DeepClone() }, depth);
            default: throw Wrong($"the sandbox has no function {name}");
        }
    }

    private JsonNode Reference(string name) => name == "AWS::NoValue" ? NoValue
        : Copy(known(name)) ?? throw Wrong($"Unresolved dependency {name}: it is not part of this stack");

    private JsonNode OfResource(string logical, string attribute)
    {
        var having = attributes(logical) ?? throw Wrong($"Unresolved dependency {logical}: it is not part of this stack");
        return Copy(having[attribute]) ?? throw CloudFormationNames.Invalid($"Requested attribute {attribute} does not exist in schema for {template.Resources.First(resource => resource.Logical == logical).Type}");
    }

    private string Join(JsonArray argument)
    {
        var items = argument[1] as JsonArray ?? throw Wrong("every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined");
        var delimiter = Word(argument[0], "Fn::Join");
        StringBuilder joined = new();
        for (var at = 0; at < items.Count; at++) Short(joined.Append(at > 0 ? delimiter : "").Append(Word(items[at], "Fn::Join")).Length);
        return Spent(joined.ToString());
    }

    private string Substitute(JsonNode? argument, int depth)
    {
        var (text, own) = argument switch
        {
            JsonValue value => (Values.Text(value), null),
            JsonArray { Count: 2 } pair when pair[0] is JsonValue value && pair[1] is JsonObject variables => (Values.Text(value), (JsonObject)Evaluate(variables, depth)!),
            _ => throw Wrong("One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string"),
        };
        var length = text.Length;
        return Spent(Variable().Replace(text, match =>
        {
            var name = match.Groups[2].Value.Trim();
            if (match.Groups[1].Length > 0) return "${" + match.Groups[2].Value + "}";
            var value = own is not null && own.TryGetPropertyValue(name, out var given) ? given : name.Split('.', 2) is [var logical, var attribute] ? OfResource(logical, attribute) : Reference(name);
            var put = value is JsonValue scalar && !ReferenceEquals(value, NoValue) ? Values.Text(scalar) : throw Wrong($"Fn::Sub: {name} is no text");
            Short(length += put.Length - match.Length);
            return put;
        }));
    }

    private bool True(JsonNode? node, int depth)
    {
        if (depth > Deepest) throw Wrong($"functions are nested deeper than {Deepest} levels");
        if (node is not JsonObject { Count: 1 } call) throw Wrong("a condition must be one of Fn::And, Fn::Equals, Fn::Not, Fn::Or and Condition");
        var (name, argument) = call.First();
        return name switch
        {
            "Condition" when argument is JsonValue => Holds(Values.Text(argument)),
            "Fn::Equals" => List(name, argument, 2, depth + 1) is var pair && Same(pair[0], pair[1]),
            "Fn::Not" when argument is JsonArray { Count: 1 } one => !True(one[0], depth + 1),
            "Fn::And" when argument is JsonArray { Count: >= 2 and <= 10 } all => all.All(item => True(item, depth + 1)),
            "Fn::Or" when argument is JsonArray { Count: >= 2 and <= 10 } any => any.Any(item => True(item, depth + 1)),
            _ => throw Wrong($"{name} is no condition, or has too few or too many arguments"),
        };
    }

    private static bool Same(JsonNode? left, JsonNode? right) => left is JsonValue && right is JsonValue ? Values.Text(left) == Values.Text(right) : JsonNode.DeepEquals(left, right);

    private JsonArray List(string name, JsonNode? argument, int count, int depth) =>
        argument is JsonArray list && list.Count == count ? (JsonArray)Evaluate(list, depth)! is var items && items.Count == count ? items : throw Wrong($"{name} can't take AWS::NoValue") : throw Wrong($"every {name} object requires {count} parameters");

    private static string Word(JsonNode? node, string function) => node is JsonValue value ? Values.Text(value) : throw Wrong($"{function} takes texts; it was given {(node is null ? "nothing" : "a list or an object")}");

    // A text may be put into a text again and again.
    private string Spent(string text)
    {
        Short(text.Length);
        Spend(text.Length);
        return text;
    }

    private static void Short(int length)
    {
        if (length > LongestText) throw Wrong($"a text grows longer than {LongestText} characters");
    }

    /// <summary>The resource and the attribute that GetAtt names.</summary>
    public static (string Logical, string Attribute)? Attribute(JsonNode? argument) => argument switch
    {
        JsonArray { Count: 2 } pair when pair[0] is JsonValue logical && pair[1] is JsonValue attribute => (Values.Text(logical), Values.Text(attribute)),
        JsonValue word when Values.Text(word).Split('.', 2) is [var logical, var attribute] => (logical, attribute),
        _ => null,
    };

    /// <summary>The names between <c>${</c> and <c>}</c>, those that are meant literally left out.</summary>
    public static IEnumerable<string> Variables(string text) => Variable().Matches(text).Where(match => match.Groups[1].Length == 0).Select(match => match.Groups[2].Value.Trim());

    private static AwsException Wrong(string what) => CloudFormationNames.Invalid("Template error: " + what);

    [GeneratedRegex(@"\$\{(!?)([^}]*)\}")]
    private static partial Regex Variable();
}

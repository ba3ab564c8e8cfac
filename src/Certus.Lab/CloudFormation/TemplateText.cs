using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Certus.Lab.CloudFormation;

/// <summary>Reads a template's text, JSON or YAML, into one tree; YAML's short forms become the long ones.</summary>
/// <remarks>
/// CloudFormation takes no aliases and no merges of hashes, so neither does this: a small text stays a small tree. Plain words of YAML stay texts but for
/// true, false and nothing; whoever wants a number reads it from the text, so that an account's leading zeros survive.
/// </remarks>
internal static class TemplateText
{
    /// <summary>The most bytes of a template in a call.</summary>
    public const int MostBytes = 51_200;

    /// <summary>The most bytes of a template in S3.</summary>
    public const int MostBytesInS3 = 1_000_000;

    private const int Deepest = 48;

    private static readonly JsonDocumentOptions OnceEach = new() { AllowDuplicateProperties = false, MaxDepth = 2 * Deepest };

    private static readonly string[] Functions = ["And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "If", "ImportValue", "Join", "Not", "Or", "Select", "Split", "Sub", "Transform", "ToJsonString", "Length"];

    /// <summary>The tree of a text.</summary>
    /// <exception cref="AwsException">It is neither JSON nor YAML that a template may be.</exception>
    public static JsonObject Read(string text)
    {
        var tree = text.AsSpan().TrimStart() is ['{', ..] ? ReadJson(text) : ReadYaml(text);
        try
        {
            CloudFormationNames.CheckTexts(tree);
        }
        catch (InvalidOperationException) // half of a pair of characters in JSON's escapes
        {
            throw Malformed("a text has half of a character.");
        }
        return tree as JsonObject ?? throw Malformed("unsupported structure.");
    }

    private static JsonNode? ReadJson(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, OnceEach);
        }
        catch (InvalidOperationException)
        {
            throw Malformed("a text has half of a character.");
        }
        catch (JsonException broken)
        {
            throw Malformed(broken.LineNumber is { } line ? $"JSON not well-formed. (line {line + 1}, column {broken.BytePositionInLine + 1})" : "JSON not well-formed.");
        }
    }

    private static JsonNode? ReadYaml(string text)
    {
        var parser = new Parser(new StringReader(text.TrimStart('\uFEFF')));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw Malformed("unsupported structure.");
            parser.Consume<DocumentStart>();
            var tree = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<DocumentStart>(out var second) ? throw Malformed($"a second document begins at line {second.Start.Line}.") : tree;
        }
        catch (YamlException broken)
        {
            throw Malformed($"YAML not well-formed. (line {broken.Start.Line}, column {broken.Start.Column})");
        }
        catch (InvalidOperationException)       // how the parser ends on some texts, an open bracket among them
        {
            throw Malformed($"YAML not well-formed. (line {parser.Current?.End.Line ?? 1}, column {parser.Current?.End.Column ?? 1})");
        }
    }

    private static JsonNode? Node(Parser parser, int depth)
    {
        if (depth > Deepest) throw Malformed($"it is nested deeper than {Deepest} levels.");
        if (parser.Current is AnchorAlias alias) throw Malformed($"YAML aliases are not allowed in CloudFormation templates (line {alias.Start.Line}).");
        // The parser goes on past some broken texts, where no value is.
        if (parser.Current is not NodeEvent node) throw Malformed($"YAML not well-formed. (line {parser.Current?.Start.Line}, column {parser.Current?.Start.Column})");
        var tag = node.Tag.IsEmpty || node.Tag.IsNonSpecific ? null : node.Tag.Value;
        var value = Content(parser, depth);
        return tag is null ? value : Tagged(tag, value, node.Start.Line);
    }

    private static JsonNode? Content(Parser parser, int depth)
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty ? JsonValue.Create(scalar.Value) : Plain(scalar.Value);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            JsonArray list = [];
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Node(parser, depth + 1));
            return list;
        }
        parser.Consume<MappingStart>();
        JsonObject map = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is AnchorAlias alias) throw Malformed($"YAML aliases are not allowed in CloudFormation templates (line {alias.Start.Line}).");
            if (!parser.TryConsume<Scalar>(out var key)) throw Malformed($"a key must be a word (line {parser.Current!.Start.Line}).");
            if (key.Value == "<<" && key.Style == ScalarStyle.Plain) throw Malformed($"hash merges are not allowed in CloudFormation templates (line {key.Start.Line}).");
            if (!map.TryAdd(key.Value, Node(parser, depth + 1))) throw Malformed($"the key {key.Value} stands twice (line {key.Start.Line}).");
        }
        return map;
    }

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ => JsonValue.Create(text),
    };

    private static JsonNode? Tagged(string tag, JsonNode? value, long line)
    {
        if (tag is "!Ref" or "!Condition") return new JsonObject { [tag[1..]] = value };
        if (tag.StartsWith('!') && Functions.Contains(tag[1..])) return new JsonObject { ["Fn::" + tag[1..]] = tag == "!GetAtt" ? Attribute(value) : value };
        return tag switch
        {
            "tag:yaml.org,2002:str" or "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" or "tag:yaml.org,2002:seq" or "tag:yaml.org,2002:map" => value,
            _ => throw Malformed($"the tag {tag} is not known (line {line})."),
        };
    }

    // The short form has the resource and the attribute in one word; the attribute may have dots itself.
    private static JsonNode? Attribute(JsonNode? value) =>
        value is JsonValue word && word.TryGetValue<string>(out var text) && text.Split('.', 2) is [var logical, var attribute] ? new JsonArray(logical, attribute) : value;

    /// <summary>Refuses a text that is longer than a call may bring.</summary>
    public static void CheckLength(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) > most)
            throw CloudFormationNames.Invalid($"1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to {most}");
    }

    private static AwsException Malformed(string what) => CloudFormationNames.Invalid("Template format error: " + what);
}

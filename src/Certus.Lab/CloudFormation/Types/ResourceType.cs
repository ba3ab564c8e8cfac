using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>A type of resource: how one is made, changed and deleted by the operations that any client has.</summary>
/// <param name="name">Such as <c>AWS::Kinesis::Stream</c>.</param>
internal abstract class ResourceType(string name)
{
    /// <summary>The type as templates name it.</summary>
    public string Name { get; } = name;

    /// <summary>The properties it takes here.</summary>
    public abstract IReadOnlyCollection<string> Properties { get; }

    /// <summary>Those whose change needs another resource; the others are changed in place.</summary>
    public abstract IReadOnlyCollection<string> Fixed { get; }

    /// <summary>The property that names the resource; null where none does.</summary>
    public virtual string? NameProperty => null;

    /// <summary>Refuses to take what somebody else has already, where the operations that make or change it would: before anything is made or changed.</summary>
    /// <exception cref="AwsException">It is taken, or that can't be seen.</exception>
    public virtual Task ClaimAsync(ResourceWork work, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Makes it; what it is called is told by <see cref="ResourceWork.Began"/> as soon as it is there.</summary>
    /// <exception cref="AwsException">A service refuses.</exception>
    public abstract Task CreateAsync(ResourceWork work, CancellationToken cancel);

    /// <summary>Changes it from the properties it was made with to those it should have.</summary>
    /// <exception cref="AwsException">A service refuses.</exception>
    public abstract Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel);

    /// <summary>Deletes it.</summary>
    /// <exception cref="AwsException">A service refuses.</exception>
    public abstract Task DeleteAsync(ResourceWork work, CancellationToken cancel);

    /// <summary>Refuses properties that it does not take, and such as can't be read: they are read again when the resource is deleted.</summary>
    public virtual void Check(JsonObject properties)
    {
        foreach (var (property, _) in properties)
            if (!Properties.Contains(property)) throw Unsupported(property);
        TagsOf(properties);
    }

    /// <summary>A property's value as an operation's member takes it: numbers and flags read from texts, documents written as JSON where a text is wanted.</summary>
    /// <exception cref="AwsException">It can't be.</exception>
    public static JsonNode? Fit(JsonNode? value, Shape shape, string path)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                JsonObject members = [];
                foreach (var (name, inner) in value as JsonObject ?? throw Wrong(path, "an object"))
                    if (inner is not null) members[name] = Fit(inner, (shape.Members.GetValueOrDefault(name) ?? throw Unsupported($"{path}.{name}")).Shape, $"{path}.{name}");
                return members;
            case ShapeKind.List:
                return new JsonArray([.. (value as JsonArray ?? throw Wrong(path, "a list")).Select(item => Fit(item, shape.Element!.Shape, path))]);
            case ShapeKind.Map:
                JsonObject map = [];
                foreach (var (key, inner) in value as JsonObject ?? throw Wrong(path, "an object")) map[key] = Fit(inner, shape.Value!.Shape, $"{path}.{key}");
                return map;
            case ShapeKind.Text:
                return value is JsonValue text ? Values.Text(text) : value?.ToJsonString();
            case ShapeKind.Integer or ShapeKind.Long:
                return Read(value, path, "a whole number", node => JsonValue.Create(Values.Whole(node)));
            case ShapeKind.Real:
                return Read(value, path, "a number", node => JsonValue.Create(Values.Real(node)));
            case ShapeKind.Flag:
                return Read(value, path, "true or false", node => Values.Text(node).ToLowerInvariant() switch { "true" => JsonValue.Create(true), "false" => JsonValue.Create(false), _ => throw new FormatException() });
            default:
                return value?.DeepClone();
        }
    }

    private static JsonValue? Read(JsonNode? value, string path, string what, Func<JsonNode, JsonValue> read)
    {
        try
        {
            return value is JsonValue ? read(value) : throw Wrong(path, what);
        }
        catch (Exception bad) when (bad is FormatException or OverflowException or InvalidOperationException)
        {
            throw Wrong(path, what);
        }
    }

    protected static AwsException Unsupported(string property) => CloudFormationNames.Invalid($"Encountered unsupported property {property}");

    private static AwsException Wrong(string path, string what) => CloudFormationNames.Invalid($"Value of property {path} must be {what}");

    /// <summary>Tags as templates list them, by key.</summary>
    public static Dictionary<string, string> TagsOf(JsonObject properties)
    {
        Dictionary<string, string> tags = [];
        switch (properties["Tags"])
        {
            case JsonArray list:
                foreach (var tag in list)
                    tags[tag is JsonObject one && one["Key"] is JsonValue key ? Values.Text(key) : throw Wrong("Tags", "a list of keys and values")] = tag["Value"] is JsonValue value ? Values.Text(value) : "";
                break;
            case JsonObject map:
                foreach (var (key, value) in map) tags[key] = value is JsonValue text ? Values.Text(text) : "";
                break;
            case not null:
                throw Wrong("Tags", "a list of keys and values");
        }
        return tags;
    }

    /// <summary>Tags as most operations take them.</summary>
    public static JsonArray TagList(IReadOnlyDictionary<string, string> tags) => new([.. tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);

    /// <summary>Tags as the others do.</summary>
    public static JsonObject TagMap(IReadOnlyDictionary<string, string> tags) => new(tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    /// <summary>The tags that came or changed, and the keys of those that went.</summary>
    public static (Dictionary<string, string> Set, List<string> Gone) TagChange(JsonObject before, JsonObject after)
    {
        var (old, now) = (TagsOf(before), TagsOf(after));
        return (now.Where(tag => old.GetValueOrDefault(tag.Key) != tag.Value).ToDictionary(), [.. old.Keys.Where(key => !now.ContainsKey(key))]);
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    /// <summary>The items of a list of texts.</summary>
    public static List<string> TextsOf(JsonObject properties, string property) => properties[property] switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item is JsonValue text ? Values.Text(text) : throw Wrong(property, "a list of texts"))],
        _ => throw Wrong(property, "a list"),
    };

    /// <summary>Whether a property is another than it was.</summary>
    protected static bool Changed(JsonObject before, JsonObject after, string property) => !JsonNode.DeepEquals(before[property], after[property]);
}

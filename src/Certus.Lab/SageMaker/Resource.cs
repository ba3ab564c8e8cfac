using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.SageMaker;

/// <summary>One thing SageMaker keeps.</summary>
/// <param name="Region">Where.</param>
/// <param name="Kind">What.</param>
/// <param name="Body">
/// What describing it answers. Members whose names begin with an underscore are the sandbox's own; the server leaves them out, since no model knows them.
/// </param>
internal sealed record Resource(string Region, Kind Kind, JsonObject Body)
{
    /// <summary>What its ARN ends in, except where that is an id; a version of a model package is named by its group and its number.</summary>
    public string Name => Kind.NewId is not null ? (string)Body[Kind.NameMember]! : Arn[(Arn.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public string Arn => (string)Body[Kind.ArnMember]!;

    public string Status
    {
        get => Kind.HasStatus ? (string)Body[Kind.StatusMember]! : "";
        set => Body[Kind.StatusMember] = value;
    }

    public DateTimeOffset Created => Values.Time(Body["CreationTime"]!);

    public DateTimeOffset Modified
    {
        get => Values.Time((Body["LastModifiedTime"] ?? Body["CreationTime"])!);
        set => Body["LastModifiedTime"] = JsonValue.Create(value);
    }

    /// <summary>An instant of the body; null where it is not there yet.</summary>
    public DateTimeOffset? Instant(string member) => Body[member] is { } value ? Values.Time(value) : null;

    /// <summary>A part of the body.</summary>
    public JsonObject? Part(string member) => Body[member] as JsonObject;

    /// <summary>Some members of the body, as a list shows them; those that are missing are left out.</summary>
    public JsonObject Pick(params ReadOnlySpan<string> members)
    {
        JsonObject picked = [];
        foreach (var member in members)
            if (Body[member] is { } value) picked[member] = value.DeepClone();
        return picked;
    }

    /// <summary>A new thing, made of what a call asked for.</summary>
    /// <param name="region">Where.</param>
    /// <param name="kind">What.</param>
    /// <param name="input">The call's members; tags are kept elsewhere and left out.</param>
    /// <param name="now">When.</param>
    /// <param name="name">Its name where it is not the input's.</param>
    public static Resource Of(string region, Kind kind, JsonObject input, DateTimeOffset now, string? name = null)
    {
        var body = Kept(input).AsObject();
        body.Remove("Tags");
        body[kind.ArnMember] = kind.Arn(region, name ?? kind.NewId?.Invoke() ?? (string)body[kind.NameMember]!);
        body["CreationTime"] = JsonValue.Create(now);
        return new(region, kind, body);
    }

    /// <summary>A part of a call as it will be read again: a number is a number, whatever its type was.</summary>
    public static JsonNode Kept(JsonNode input) => JsonNode.Parse(input.ToJsonString())!;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Lab.S3;

/// <summary>What an object carries besides its bytes, kept as JSON in its row.</summary>
internal sealed record ObjectDetail
{
    public static ObjectDetail None { get; } = new();

    /// <summary>The user's metadata, names in lower case without <c>x-amz-meta-</c>.</summary>
    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>Members of the answer to HeadObject that are given back as they were sent: CacheControl, ServerSideEncryption …</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Tags in the order they were set.</summary>
    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>The parts of a completed multipart upload in their order; empty where the object was put in one piece.</summary>
    public List<ObjectPart> Parts { get; init; } = [];

    /// <summary>The id of the upload it was completed from; null where it was put in one piece.</summary>
    public string? Upload { get; init; }

    /// <summary>The grants of its ACL as the model has them; null where only the owner has control.</summary>
    public string? Grants { get; init; }

    /// <summary>GOVERNANCE or COMPLIANCE; null where it is not retained.</summary>
    public string? RetentionMode { get; init; }

    public DateTimeOffset? RetainUntil { get; init; }

    public bool LegalHold { get; init; }

    /// <summary>Until when a copy of an archived object can be read; null where it was not restored.</summary>
    public DateTimeOffset? RestoredUntil { get; init; }

    public string ToJson() => ReferenceEquals(this, None) ? "{}" : JsonSerializer.Serialize(this, DetailJson.Default.ObjectDetail);

    public static ObjectDetail OfJson(string json) => json == "{}" ? None : JsonSerializer.Deserialize(json, DetailJson.Default.ObjectDetail)!;
}

/// <summary>One part of a completed upload.</summary>
internal sealed record ObjectPart(int Number, long Size, string? Checksum);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ObjectDetail))]
internal sealed partial class DetailJson : JsonSerializerContext;

using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.Server;

/// <summary>One call of one operation, parsed and validated by the service's description.</summary>
/// <remarks>
/// <see cref="Input"/> holds the members by the names of the service's model: structures and maps are objects, lists are arrays, text and enums
/// are strings, numbers are <c>long</c> or <c>double</c>, flags are <c>bool</c>, timestamps are <see cref="DateTimeOffset"/> values, blobs are
/// <c>byte[]</c> values. A streaming blob is <see cref="Payload"/> and not in the input. What a handler returns follows the same rules.
/// </remarks>
public sealed class LabCall
{
    /// <summary>The service's folder name in lower case: s3, sagemaker, sagemaker-runtime, sts, iam, logs …</summary>
    public required string Service { get; init; }

    /// <summary>The operation's name in the service's model, such as <c>CreateTrainingJob</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The request's members.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>Who calls, and in which region.</summary>
    public required LabCaller Caller { get; init; }

    /// <summary>When the call came.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The id that the answer names.</summary>
    public required string RequestId { get; init; }

    /// <summary>The body where the operation streams one (chunked signing already taken off, checksums verified at its end); empty otherwise.</summary>
    public Stream Payload { get; init; } = Stream.Null;

    /// <summary>The length of <see cref="Payload"/> in bytes where the request states it.</summary>
    public long? PayloadLength { get; init; }

    /// <summary>The request's headers, for what the model leaves to them (S3's metadata comes as a map of the input).</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Scheme, host and port as the client addressed them, for links in answers.</summary>
    public Uri Endpoint { get; init; } = new("http://localhost:4566");

    /// <summary>A text member, or null where it was not sent.</summary>
    public string? Text(string member) => (string?)Input[member];

    /// <summary>A text member that validation has made sure of.</summary>
    public string Required(string member) => Text(member) ?? throw new AwsException("ValidationException", $"{member} is required.");

    /// <summary>A whole number, or null where it was not sent.</summary>
    public long? Whole(string member) => (long?)Input[member];

    /// <summary>A flag, or null where it was not sent.</summary>
    public bool? Flag(string member) => (bool?)Input[member];

    /// <summary>An instant, or null where it was not sent.</summary>
    public DateTimeOffset? Time(string member) => Input[member] is { } value ? Values.Time(value) : null;

    /// <summary>Bytes, or null where they were not sent.</summary>
    public byte[]? Bytes(string member) => Input[member] is { } value ? Values.Bytes(value) : null;

    /// <summary>A structure or map, or null where it was not sent.</summary>
    public JsonObject? Structure(string member) => Input[member] as JsonObject;

    /// <summary>A list; empty where it was not sent.</summary>
    public JsonArray List(string member) => Input[member] as JsonArray ?? [];
}

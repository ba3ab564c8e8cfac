using System.Text.Json.Nodes;

namespace Certus.Lab.Firehose;

/// <summary>An S3 destination's settings, with the service's own where none are given.</summary>
/// <param name="described">The destination as it is described.</param>
/// <param name="instead">The kind of destination that does not exist here and for which this is the backup; null where this is the destination.</param>
internal sealed class S3Target(JsonObject described, string? instead)
{
    private const int LeastWhenConverted = 64;

    public string? Role => (string?)described["RoleARN"];

    public string Bucket => ((string?)described["BucketARN"] ?? "").Split(':')[^1];

    public string? Instead => instead;

    public string Prefix => (string?)described[nameof(Prefix)] ?? "";

    public string? ErrorPrefix => (string?)described["ErrorOutputPrefix"];

    public string Compression => (string?)described["CompressionFormat"] ?? "UNCOMPRESSED";

    public string? Extension => (string?)described["FileExtension"];

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById((string?)described["CustomTimeZone"] ?? "UTC");

    /// <summary>How long records are gathered before they are delivered.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds((long?)described["BufferingHints"]?["IntervalInSeconds"] ?? 300);

    /// <summary>How many bytes are gathered before they are delivered.</summary>
    public long Size => ((long?)described["BufferingHints"]?["SizeInMBs"] ?? (Conversion is null ? 5 : 128)) << 20;

    /// <summary>How records become rows; null where they are delivered as they came.</summary>
    public JsonObject? Conversion => described["DataFormatConversionConfiguration"] is JsonObject conversion && (bool?)conversion["Enabled"] != false ? conversion : null;

    /// <summary>Whether every record gets a line break behind it.</summary>
    public bool EndsLines => Processors.Any(processor => (string?)processor!["Type"] == "AppendDelimiterToRecord");

    /// <summary>The log group and stream that failures are told to; null where there are none.</summary>
    public (string Group, string Stream)? Log => described["CloudWatchLoggingOptions"] is JsonObject log && (bool?)log["Enabled"] == true && (string?)log["LogGroupName"] is { } group && (string?)log["LogStreamName"] is { } stream ? (group, stream) : null;

    private JsonArray Processors => described["ProcessingConfiguration"] is JsonObject processing && (bool?)processing["Enabled"] == true ? processing[nameof(Processors)] as JsonArray ?? [] : [];

    /// <summary>Refuses what the service refuses, and by its name what the sandbox has not.</summary>
    public void Check()
    {
        if ((bool?)described["DynamicPartitioningConfiguration"]?["Enabled"] == true) throw FirehoseNames.NotBuilt("DynamicPartitioningConfiguration");
        if ((string?)described["S3BackupMode"] == "Enabled") throw FirehoseNames.NotBuilt("S3BackupMode Enabled");
        if (Processors.FirstOrDefault(processor => (string?)processor!["Type"] != "AppendDelimiterToRecord") is { } unbuilt) throw FirehoseNames.NotBuilt($"the processor {(string?)unbuilt["Type"]}");
        if (Compression is not ("UNCOMPRESSED" or "GZIP" or "ZIP")) throw FirehoseNames.NotBuilt($"the compression format {Compression}");
        KeyPrefix.Check(Prefix, isError: false);
        KeyPrefix.Check(ErrorPrefix ?? "", isError: true);
        if (Prefix.Contains("!{", StringComparison.Ordinal) && ErrorPrefix is null) throw FirehoseNames.Invalid("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById((string?)described["CustomTimeZone"] ?? "UTC", out _)) throw FirehoseNames.Invalid($"CustomTimeZone {(string?)described["CustomTimeZone"]} is not a time zone.");
        if (Conversion is not { } conversion) return;
        if (Compression != "UNCOMPRESSED") throw FirehoseNames.Invalid("Compression format cannot be specified when data format conversion is enabled.");
        if (Size < LeastWhenConverted << 20) throw FirehoseNames.Invalid($"BufferingHints.SizeInMBs must be at least {LeastWhenConverted} when data format conversion is enabled.");
        if (conversion["OutputFormatConfiguration"]?["Serializer"] is not JsonObject serializer || conversion["InputFormatConfiguration"]?["Deserializer"] is not JsonObject { Count: 1 } || conversion["SchemaConfiguration"] is not JsonObject schema)
            throw FirehoseNames.Invalid("DataFormatConversionConfiguration needs an input format, an output format and a schema.");
        if (serializer["ParquetSerDe"] is null) throw FirehoseNames.NotBuilt("the serializer OrcSerDe");
        if ((string?)schema["DatabaseName"] is null || (string?)schema["TableName"] is null) throw FirehoseNames.Invalid("SchemaConfiguration needs DatabaseName and TableName.");
    }
}

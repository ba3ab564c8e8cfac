using System.Text.Json.Nodes;

namespace Certus.Lab.Firehose;

/// <summary>Destinations as they are asked for and as they are described.</summary>
/// <remarks>
/// Only S3 is delivered to. Redshift's records go to S3 on their way to it, and there they stay; those of the others are treated as
/// the service treats what a destination does not take: they go to the S3 bucket for backup, each with the reason.
/// </remarks>
internal static class Destinations
{
    public const string S3 = "S3Destination";
    public const string Extended = "ExtendedS3Destination";
    public const string Redshift = "RedshiftDestination";

    private static readonly string[] Known = [S3, Extended, Redshift, "ElasticsearchDestination", "AmazonopensearchserviceDestination", "SplunkDestination", "HttpEndpointDestination", "SnowflakeDestination"];
    private static readonly string[] Unbuilt = ["AmazonOpenSearchServerlessDestination", "IcebergDestination"];
    private static readonly string[] Secrets = ["Password", "HECToken", "AccessKey", "PrivateKey", "KeyPassphrase"];

    // What a plain S3 destination has of an extended one.
    private static readonly string[] Plain = ["RoleARN", "BucketARN", "Prefix", "ErrorOutputPrefix", "BufferingHints", "CompressionFormat", "EncryptionConfiguration", "CloudWatchLoggingOptions"];

    /// <summary>The destination of a new stream, as it is described.</summary>
    public static JsonObject Of(JsonObject input)
    {
        var kind = Only(input, "Configuration");
        var described = Described(input[kind + "Configuration"]!.AsObject());
        JsonObject destination = new() { [kind + "Description"] = described };
        if (kind == Extended) destination[S3 + "Description"] = PlainOf(described);
        Target(destination).Check();
        return destination;
    }

    /// <summary>A destination after an update, as it is described.</summary>
    public static JsonObject Updated(JsonObject before, JsonObject input)
    {
        var kind = Only(input, "Update");
        var isS3 = kind is S3 or Extended;
        if (isS3 ? !before.ContainsKey(S3 + "Description") : !before.ContainsKey(kind + "Description"))
            throw FirehoseNames.Invalid($"Changing the destination type to or from {(isS3 ? Kind(before) : kind).Replace("Destination", "", StringComparison.Ordinal)} is not supported at this time.");
        var change = Described(input[kind + "Update"]!.AsObject());
        var after = (JsonObject)before.DeepClone();
        if (kind == Extended || after.ContainsKey(Extended + "Description"))
        {
            var extended = Merged((after[Extended + "Description"] ?? after[S3 + "Description"])!.AsObject(), change);
            after[Extended + "Description"] = extended;
            after[S3 + "Description"] = PlainOf(extended);
        }
        else
        {
            after[kind + "Description"] = Merged(after[kind + "Description"]!.AsObject(), change);
        }
        Target(after).Check();
        return after;
    }

    /// <summary>Where a destination's records go in this sandbox.</summary>
    public static S3Target Target(JsonObject destination)
    {
        var kind = Kind(destination);
        var described = destination[kind + "Description"]!.AsObject();
        return kind is S3 or Extended
            ? new(described, null)
            : new(described["S3DestinationDescription"]?.AsObject() ?? [], kind == Redshift ? null : kind.Replace("Destination", "", StringComparison.Ordinal));
    }

    /// <summary>Which kind a described destination is of.</summary>
    public static string Kind(JsonObject destination) => destination.ContainsKey(Extended + "Description") ? Extended : Known.First(kind => destination.ContainsKey(kind + "Description"));

    private static string Only(JsonObject input, string what)
    {
        foreach (var kind in Unbuilt)
            if (input[kind + what] is not null) throw FirehoseNames.NotBuilt(kind + what);
        return Known.Where(kind => input[kind + what] is not null).ToList() is [var one] ? one : throw FirehoseNames.Invalid("Exactly one destination configuration is supported for a Firehose");
    }

    private static JsonObject Described(JsonObject configuration)
    {
        JsonObject described = [];
        foreach (var (name, value) in configuration)
            if (!Secrets.Contains(name))
                described[name switch { "S3Configuration" or "S3Update" => "S3DestinationDescription", "S3BackupConfiguration" or "S3BackupUpdate" => "S3BackupDescription", _ => name }] =
                    value is JsonObject inner ? Described(inner) : value?.DeepClone();
        return described;
    }

    private static JsonObject Merged(JsonObject before, JsonObject change)
    {
        var after = (JsonObject)before.DeepClone();
        foreach (var (name, value) in change) after[name] = value?.DeepClone();
        return after;
    }

    private static JsonObject PlainOf(JsonObject extended) => new(Plain.Where(name => extended[name] is not null).Select(name => KeyValuePair.Create(name, extended[name]?.DeepClone())));
}

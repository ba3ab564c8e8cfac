using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>A data stream: one shard where its template names neither shards nor a mode.</summary>
internal sealed class KinesisStreamType() : ResourceType("AWS::Kinesis::Stream")
{
    private const int LongestName = 128;
    private const long ShortestRetention = 24;

    public override IReadOnlyCollection<string> Properties { get; } = ["Name", "ShardCount", "RetentionPeriodHours", "StreamEncryption", "StreamModeDetails", "DesiredShardLevelMetrics", "MaxRecordSizeInKiB", "Tags"];

    public override IReadOnlyCollection<string> Fixed { get; } = ["Name"];

    public override string NameProperty => "Name";

    public override void Check(JsonObject properties)
    {
        base.Check(properties);
        foreach (var property in new[] { "ShardCount", "RetentionPeriodHours", "MaxRecordSizeInKiB" }) Whole(properties, property);
        TextsOf(properties, "DesiredShardLevelMetrics");
    }

    public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
    {
        var name = work.NameOr("Name", LongestName);
        JsonObject input = new() { ["StreamName"] = name };
        foreach (var (property, value) in Taken(work.Properties, "CreateStream", "ShardCount", "StreamModeDetails", "MaxRecordSizeInKiB")) input[property] = value?.DeepClone();
        if (!OnDemand(work.Properties)) input["ShardCount"] ??= 1;
        if (TagsOf(work.Properties) is { Count: > 0 } tags) input["Tags"] = TagMap(tags);
        await work.MakeAsync(name, "kinesis", "CreateStream", input, cancel);
        work.Attributes["Arn"] = (await SummaryAsync(work, name, cancel))["StreamARN"]!.DeepClone();
        await work.BeganAsync(name);
        await SettleAsync(work, name, [], cancel);
    }

    public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
    {
        var (name, arn) = (work.Existing, (string)work.Attributes["Arn"]!);
        if (OnDemand(before) != OnDemand(work.Properties))
            await work.CallAsync("kinesis", "UpdateStreamMode", new() { ["StreamARN"] = arn, ["StreamModeDetails"] = new JsonObject { ["StreamMode"] = OnDemand(work.Properties) ? "ON_DEMAND" : "PROVISIONED" } }, cancel);
        var shards = Whole(work.Properties, "ShardCount");
        if (!OnDemand(work.Properties) && (OnDemand(before) ? shards is not null : (shards ?? 1) != (Whole(before, "ShardCount") ?? 1))) await ScaleAsync(work, name, shards ?? 1, cancel);
        if (Changed(before, work.Properties, "MaxRecordSizeInKiB"))
            await work.CallAsync("kinesis", "UpdateMaxRecordSize", new() { ["StreamARN"] = arn, ["MaxRecordSizeInKiB"] = Whole(work.Properties, "MaxRecordSizeInKiB") ?? 1024 }, cancel);
        await SettleAsync(work, name, before, cancel);
        var (set, gone) = TagChange(before, work.Properties);
        foreach (var key in gone) await work.TakeAsync("kinesis", "RemoveTagsFromStream", Of(name, ("TagKeys", Texts([key]))), cancel);
        if (set.Count > 0) await work.CallAsync("kinesis", "AddTagsToStream", Of(name, ("Tags", TagMap(set))), cancel);
    }

    public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("kinesis", "DeleteStream", Of(work.Existing, ("EnforceConsumerDeletion", true)), cancel);

    /// <summary>What operations of their own set: how long records stay, the key, the metrics.</summary>
    /// <remarks>From what the stream has: an update that failed half-way has set some of it.</remarks>
    private static async Task SettleAsync(ResourceWork work, string name, JsonObject before, CancellationToken cancel)
    {
        var now = await SummaryAsync(work, name, cancel);
        if (Changed(before, work.Properties, "RetentionPeriodHours"))
        {
            var (hours, old) = (Whole(work.Properties, "RetentionPeriodHours") ?? ShortestRetention, Values.Whole(now["RetentionPeriodHours"]!));
            if (hours != old) await work.CallAsync("kinesis", hours > old ? "IncreaseStreamRetentionPeriod" : "DecreaseStreamRetentionPeriod", Of(name, ("RetentionPeriodHours", hours)), cancel);
        }
        if (Changed(before, work.Properties, "StreamEncryption"))
        {
            if ((string?)now["EncryptionType"] == "KMS") await work.CallAsync("kinesis", "StopStreamEncryption", Of(name, ("EncryptionType", "KMS"), ("KeyId", now["KeyId"]!.DeepClone())), cancel);
            if (work.Properties["StreamEncryption"] is { } key)
            {
                var input = Of(name);
                foreach (var (member, value) in Taken(key as JsonObject ?? throw CloudFormationNames.Invalid("Value of property StreamEncryption must be an object"), "StartStreamEncryption", "EncryptionType", "KeyId")) input[member] = value?.DeepClone();
                await work.CallAsync("kinesis", "StartStreamEncryption", input, cancel);
            }
        }
        var (metrics, oldMetrics) = (TextsOf(work.Properties, "DesiredShardLevelMetrics"), TextsOf(before, "DesiredShardLevelMetrics"));
        foreach (var metric in oldMetrics.Except(metrics)) await work.TakeAsync("kinesis", "DisableEnhancedMonitoring", Of(name, ("ShardLevelMetrics", Texts([metric]))), cancel);
        if (metrics.Except(oldMetrics).ToList() is { Count: > 0 } on) await work.CallAsync("kinesis", "EnableEnhancedMonitoring", Of(name, ("ShardLevelMetrics", Texts(on))), cancel);
    }

    private static async Task<JsonObject> SummaryAsync(ResourceWork work, string name, CancellationToken cancel) => (JsonObject)(await work.CallAsync("kinesis", "DescribeStreamSummary", Of(name), cancel))["StreamDescriptionSummary"]!;

    // One call doubles or halves at most.
    private static async Task ScaleAsync(ResourceWork work, string name, long target, CancellationToken cancel)
    {
        if (target < 1) throw CloudFormationNames.Invalid("Value of property ShardCount must be at least 1");
        var count = Values.Whole((await SummaryAsync(work, name, cancel))["OpenShardCount"]!);
        while (count != target)
        {
            count = Math.Clamp(target, (count + 1) / 2, 2 * count);
            await work.CallAsync("kinesis", "UpdateShardCount", Of(name, ("TargetShardCount", count), ("ScalingType", "UNIFORM_SCALING")), cancel);
        }
    }

    private static JsonObject Taken(JsonObject properties, string operation, params string[] names)
    {
        JsonObject taken = [];
        var shape = ServiceDescription.Of("kinesis").Find(operation)!.Input!;
        foreach (var name in names)
            if (properties[name] is { } value) taken[name] = Fit(value, shape.Members[name].Shape, name);
        return taken;
    }

    private static JsonObject Of(string name, params ReadOnlySpan<(string Member, JsonNode Value)> more)
    {
        JsonObject input = new() { ["StreamName"] = name };
        foreach (var (member, value) in more) input[member] = value;
        return input;
    }

    private static bool OnDemand(JsonObject properties) => properties["StreamModeDetails"] is JsonObject mode && mode["StreamMode"] is JsonValue text && Values.Text(text) == "ON_DEMAND";

    private static long? Whole(JsonObject properties, string property)
    {
        if (properties[property] is null) return null;
        return properties[property] is JsonValue value && long.TryParse(Values.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
            : throw CloudFormationNames.Invalid($"Value of property {property} must be a whole number");
    }
}

using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>A delivery stream to S3, fed by its own operations or by a data stream.</summary>
internal sealed class FirehoseType() : ResourceType("AWS::KinesisFirehose::DeliveryStream")
{
    private const int LongestName = 64;

    private static readonly string[] Destinations = ["ExtendedS3Destination", "S3Destination"];

    private static ServiceDescription Model => ServiceDescription.Of("firehose");

    public override IReadOnlyCollection<string> Properties => field ??= [.. Model.Find("CreateDeliveryStream")!.Input!.Members.Keys];

    public override IReadOnlyCollection<string> Fixed => field ??= [.. Properties.Except([.. Destinations.Select(one => one + "Configuration"), "DeliveryStreamEncryptionConfigurationInput", "Tags"])];

    public override string NameProperty => "DeliveryStreamName";

    public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
    {
        var input = Fit(work.Properties, Model.Find("CreateDeliveryStream")!.Input!, "DeliveryStream")!.AsObject();
        var name = work.NameOr("DeliveryStreamName", LongestName);
        input["DeliveryStreamName"] = name;
        var answer = await work.MakeAsync(name, "firehose", "CreateDeliveryStream", input, cancel);
        work.Attributes["Arn"] = answer["DeliveryStreamARN"]!.DeepClone();
        await work.BeganAsync(name);
        await AtRestAsync(work, name, cancel);
    }

    public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
    {
        var name = work.Existing;
        foreach (var destination in Destinations)
        {
            var property = destination + "Configuration";
            if (!Changed(before, work.Properties, property) || work.Properties[property] is not { } wanted) continue;
            var stream = await AtRestAsync(work, name, cancel);
            await work.CallAsync("firehose", "UpdateDestination", new()
            {
                ["DeliveryStreamName"] = name, ["CurrentDeliveryStreamVersionId"] = stream["VersionId"]!.DeepClone(), ["DestinationId"] = stream["Destinations"]![0]!["DestinationId"]!.DeepClone(),
                [destination + "Update"] = Fit(wanted, Model.Find("UpdateDestination")!.Input!.Members[destination + "Update"].Shape, property),
            }, cancel);
        }
        const string encryption = "DeliveryStreamEncryptionConfigurationInput";
        if (Changed(before, work.Properties, encryption))
        {
            if (work.Properties[encryption] is { } key)
                await work.CallAsync("firehose", "StartDeliveryStreamEncryption", Of(name, encryption, Fit(key, Model.Find("StartDeliveryStreamEncryption")!.Input!.Members[encryption].Shape, encryption)!), cancel);
            else await work.CallAsync("firehose", "StopDeliveryStreamEncryption", new() { ["DeliveryStreamName"] = name }, cancel);
            await AtRestAsync(work, name, cancel);
        }
        var (set, gone) = TagChange(before, work.Properties);
        foreach (var key in gone) await work.TakeAsync("firehose", "UntagDeliveryStream", Of(name, "TagKeys", Texts([key])), cancel);
        if (set.Count > 0) await work.CallAsync("firehose", "TagDeliveryStream", Of(name, "Tags", TagList(set)), cancel);
    }

    public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("firehose", "DeleteDeliveryStream", new() { ["DeliveryStreamName"] = work.Existing }, cancel);

    private static async Task<JsonObject> AtRestAsync(ResourceWork work, string name, CancellationToken cancel)
    {
        var answer = await work.UntilAsync(stop => work.CallAsync("firehose", "DescribeDeliveryStream", new() { ["DeliveryStreamName"] = name }, stop),
            now => (string?)now["DeliveryStreamDescription"]!["DeliveryStreamStatus"] is not ("CREATING" or "DELETING"), cancel);
        return (JsonObject)answer["DeliveryStreamDescription"]!;
    }

    private static JsonObject Of(string name, string member, JsonNode value) => new() { ["DeliveryStreamName"] = name, [member] = value };
}

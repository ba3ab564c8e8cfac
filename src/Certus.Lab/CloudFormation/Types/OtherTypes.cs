using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>Athena's work groups and named queries, and log groups.</summary>
internal static class OtherTypes
{
    public static IReadOnlyList<ResourceType> All { get; } = [new WorkGroupType(), new NamedQueryType(), new LogGroupType()];

    private sealed class WorkGroupType() : ResourceType("AWS::Athena::WorkGroup")
    {
        private static Shape Input => ServiceDescription.Of("athena").Find("CreateWorkGroup")!.Input!;

        public override IReadOnlyCollection<string> Properties { get; } = ["Name", "Description", "State", "WorkGroupConfiguration", "RecursiveDeleteOption", "Tags"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["Name"];

        public override string NameProperty => "Name";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.Needed("Name");
            JsonObject input = new() { ["Name"] = name };
            if (work.Text("Description") is { } description) input["Description"] = description;
            if (work.Properties["WorkGroupConfiguration"] is { } configuration) input["Configuration"] = Fit(configuration, Input.Members["Configuration"].Shape, "WorkGroupConfiguration");
            if (TagsOf(work.Properties) is { Count: > 0 } tags) input["Tags"] = TagList(tags);
            await work.MakeAsync(name, "athena", "CreateWorkGroup", input, cancel);
            await work.BeganAsync(name);
            if (work.Text("State") is { } state and not "ENABLED") await work.CallAsync("athena", "UpdateWorkGroup", new() { ["WorkGroup"] = name, ["State"] = state }, cancel);
            var group = (JsonObject)(await work.CallAsync("athena", "GetWorkGroup", new() { ["WorkGroup"] = name }, cancel))["WorkGroup"]!;
            work.Attributes["CreationTime"] = Values.Seconds(Values.Time(group["CreationTime"]!)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            JsonObject input = new() { ["WorkGroup"] = work.Existing, ["Description"] = work.Text("Description") ?? "", ["State"] = work.Text("State") ?? "ENABLED" };
            if (Changed(before, work.Properties, "WorkGroupConfiguration")) input["ConfigurationUpdates"] = Updates(before["WorkGroupConfiguration"] as JsonObject ?? [], work.Properties["WorkGroupConfiguration"] as JsonObject ?? []);
            await work.CallAsync("athena", "UpdateWorkGroup", input, cancel);
            var (set, gone) = TagChange(before, work.Properties);
            var arn = $"arn:aws:athena:{work.Region}:{LabCaller.Account}:workgroup/{work.Existing}";
            foreach (var key in gone) await work.TakeAsync("athena", "UntagResource", new() { ["ResourceARN"] = arn, ["TagKeys"] = Texts([key]) }, cancel);
            if (set.Count > 0) await work.CallAsync("athena", "TagResource", new() { ["ResourceARN"] = arn, ["Tags"] = TagList(set) }, cancel);
        }

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) =>
            await work.CallAsync("athena", "DeleteWorkGroup", new() { ["WorkGroup"] = work.Existing, ["RecursiveDeleteOption"] = work.Text("RecursiveDeleteOption") is { } all && all.Equals("true", StringComparison.OrdinalIgnoreCase) }, cancel);

        // What is left out of a template is taken away by flags of its own.
        private static JsonObject Updates(JsonObject before, JsonObject now)
        {
            var updates = now.DeepClone().AsObject();
            var had = before["ResultConfiguration"] as JsonObject;
            if (updates.Remove("ResultConfiguration", out var results) || had is not null)
            {
                var change = results is null ? [] : results as JsonObject ?? throw CloudFormationNames.Invalid("Value of property WorkGroupConfiguration.ResultConfiguration must be an object");
                foreach (var member in new[] { "OutputLocation", "EncryptionConfiguration", "ExpectedBucketOwner", "AclConfiguration" })
                    if (had?[member] is not null && change[member] is null) change["Remove" + member] = true;
                updates["ResultConfigurationUpdates"] = change;
            }
            if (before["BytesScannedCutoffPerQuery"] is not null && now["BytesScannedCutoffPerQuery"] is null) updates["RemoveBytesScannedCutoffPerQuery"] = true;
            return (JsonObject)Fit(updates, ServiceDescription.Of("athena").Find("UpdateWorkGroup")!.Input!.Members["ConfigurationUpdates"].Shape, "WorkGroupConfiguration")!;
        }
    }

    /// <summary>A saved query; Ref gives its id.</summary>
    private sealed class NamedQueryType() : ResourceType("AWS::Athena::NamedQuery")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["Name", "Database", "Description", "QueryString", "WorkGroup"];

        public override IReadOnlyCollection<string> Fixed => Properties;

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            JsonObject input = new() { ["Name"] = work.NameOr("Name", 128), ["ClientRequestToken"] = CloudFormationNames.NewId() };
            foreach (var property in Properties.Skip(1))
                if (work.Text(property) is { } text) input[property] = text;
            var id = (string)(await work.CallAsync("athena", "CreateNamedQuery", input, cancel))["NamedQueryId"]!;
            work.Attributes["NamedQueryId"] = id;
            await work.BeganAsync(id);
        }

        public override Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel) => Task.CompletedTask;

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("athena", "DeleteNamedQuery", new() { ["NamedQueryId"] = work.Existing }, cancel);
    }

    private sealed class LogGroupType() : ResourceType("AWS::Logs::LogGroup")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["LogGroupName", "RetentionInDays"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["LogGroupName"];

        public override string NameProperty => "LogGroupName";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.NameOr("LogGroupName", 512);
            await work.MakeAsync(name, "logs", "CreateLogGroup", new() { ["logGroupName"] = name }, cancel);
            work.Attributes["Arn"] = $"arn:aws:logs:{work.Region}:{LabCaller.Account}:log-group:{name}:*";
            await work.BeganAsync(name);
            await RetainAsync(work, name, [], cancel);
        }

        public override Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel) => RetainAsync(work, work.Existing, before, cancel);

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("logs", "DeleteLogGroup", new() { ["logGroupName"] = work.Existing }, cancel);

        private static async Task RetainAsync(ResourceWork work, string name, JsonObject before, CancellationToken cancel)
        {
            if (!Changed(before, work.Properties, "RetentionInDays")) return;
            if (work.Text("RetentionInDays") is { } days)
                await work.CallAsync("logs", "PutRetentionPolicy", new() { ["logGroupName"] = name, ["retentionInDays"] = long.TryParse(days, out var whole) ? whole : throw CloudFormationNames.Invalid("Value of property RetentionInDays must be a whole number") }, cancel);
            else await work.CallAsync("logs", "DeleteRetentionPolicy", new() { ["logGroupName"] = name }, cancel);
        }
    }
}

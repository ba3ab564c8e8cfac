using System.Text.Json.Nodes;
using Certus.Lab.Protocols;
using Certus.Lab.Server;

namespace Certus.Lab.CloudFormation.Types;

/// <summary>Databases, tables and crawlers of the Glue catalog.</summary>
internal static class GlueTypes
{
    public static IReadOnlyList<ResourceType> All { get; } = [new DatabaseType(), new TableType(), new CrawlerType()];

    private const int LongestName = 255;

    private static Shape Member(string operation, string member) => ServiceDescription.Of("glue").Find(operation)!.Input!.Members[member].Shape;

    private static JsonObject Part(ResourceWork work, string property, string operation) =>
        Fitted(work.Properties[property], Member(operation, property)) as JsonObject ?? throw CloudFormationNames.Invalid($"Property {property} cannot be empty.");

    private static JsonNode? Fitted(JsonNode? value, Shape shape) => value is null ? null : ResourceType.Fit(value, shape, shape.Name);

    /// <summary>What a template names inside of the input, or a new name of small letters, as the catalog has them.</summary>
    private static string Name(ResourceWork work, JsonObject input) => (string?)input["Name"] ?? work.NewName(LongestName, lower: true);

    private static async Task RetagAsync(ResourceWork work, JsonObject before, string resource, CancellationToken cancel)
    {
        var (set, gone) = ResourceType.TagChange(before, work.Properties);
        var arn = $"arn:aws:glue:{work.Region}:{LabCaller.Account}:{resource}";
        foreach (var key in gone) await work.TakeAsync("glue", "UntagResource", new() { ["ResourceArn"] = arn, ["TagsToRemove"] = ResourceType.Texts([key]) }, cancel);
        if (set.Count > 0) await work.CallAsync("glue", "TagResource", new() { ["ResourceArn"] = arn, ["TagsToAdd"] = ResourceType.TagMap(set) }, cancel);
    }

    // Both are renamed by making them anew.
    private abstract class InCatalogType(string name, string noun) : ResourceType(name)
    {
        private readonly string _input = noun + "Input";

        public override IReadOnlyCollection<string> Fixed => ["CatalogId", "DatabaseName", _input + ".Name"];

        public override string NameProperty => _input + ".Name";

        protected abstract JsonObject Where(ResourceWork work);

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var input = Part(work, _input, "Create" + noun);
            var name = Name(work, input);
            input["Name"] = name;
            var call = Where(work);
            call[_input] = input;
            if (noun == "Database" && TagsOf(work.Properties) is { Count: > 0 } tags) call["Tags"] = TagMap(tags);
            await work.MakeAsync(name, "glue", "Create" + noun, call, cancel);
            await work.BeganAsync(name);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            var input = Part(work, _input, "Update" + noun);
            input["Name"] = work.Existing;
            var call = Where(work);
            call[_input] = input;
            if (noun == "Database") call["Name"] = work.Existing;
            await work.CallAsync("glue", "Update" + noun, call, cancel);
            if (noun == "Database") await RetagAsync(work, before, "database/" + work.Existing, cancel);
        }

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel)
        {
            var call = Where(work);
            call["Name"] = work.Existing;
            await work.CallAsync("glue", "Delete" + noun, call, cancel);
        }
    }

    private sealed class DatabaseType() : InCatalogType("AWS::Glue::Database", "Database")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["CatalogId", "DatabaseInput", "Tags"];

        protected override JsonObject Where(ResourceWork work) => work.Text("CatalogId") is { } catalog ? new() { ["CatalogId"] = catalog } : [];
    }

    private sealed class TableType() : InCatalogType("AWS::Glue::Table", "Table")
    {
        public override IReadOnlyCollection<string> Properties { get; } = ["CatalogId", "DatabaseName", "TableInput"];

        protected override JsonObject Where(ResourceWork work)
        {
            JsonObject place = new() { ["DatabaseName"] = work.Needed("DatabaseName") };
            if (work.Text("CatalogId") is { } catalog) place["CatalogId"] = catalog;
            return place;
        }
    }

    private sealed class CrawlerType() : ResourceType("AWS::Glue::Crawler")
    {
        public override IReadOnlyCollection<string> Properties { get; } =
            ["Name", "Role", "DatabaseName", "Description", "Targets", "Schedule", "Classifiers", "TablePrefix", "SchemaChangePolicy", "RecrawlPolicy", "LakeFormationConfiguration", "Configuration", "CrawlerSecurityConfiguration", "Tags"];

        public override IReadOnlyCollection<string> Fixed { get; } = ["Name"];

        public override string NameProperty => "Name";

        public override async Task CreateAsync(ResourceWork work, CancellationToken cancel)
        {
            var name = work.NameOr("Name", LongestName);
            var input = Input(work, name, "CreateCrawler");
            if (TagsOf(work.Properties) is { Count: > 0 } tags) input["Tags"] = TagMap(tags);
            await work.MakeAsync(name, "glue", "CreateCrawler", input, cancel);
            await work.BeganAsync(name);
        }

        public override async Task UpdateAsync(ResourceWork work, JsonObject before, CancellationToken cancel)
        {
            await work.CallAsync("glue", "UpdateCrawler", Input(work, work.Existing, "UpdateCrawler"), cancel);
            await RetagAsync(work, before, "crawler/" + work.Existing, cancel);
        }

        public override async Task DeleteAsync(ResourceWork work, CancellationToken cancel) => await work.CallAsync("glue", "DeleteCrawler", new() { ["Name"] = work.Existing }, cancel);

        private static JsonObject Input(ResourceWork work, string name, string operation)
        {
            JsonObject input = [];
            foreach (var (property, value) in work.Properties)
            {
                if (property is "Tags" or "Name" || value is null) continue;
                var given = property != "Schedule" ? value : value is JsonObject schedule ? schedule["ScheduleExpression"] : throw CloudFormationNames.Invalid("Value of property Schedule must be an object");
                if (given is not null) input[property] = Fitted(given, Member(operation, property));
            }
            input["Name"] = name;
            return input;
        }
    }
}

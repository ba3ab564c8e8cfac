using System.Text.Json;
using System.Text.Json.Nodes;

namespace Certus.Lab.Glue.Crawling;

/// <summary>What a crawler's Configuration, a text of JSON, says.</summary>
/// <param name="TableLevel">How deep tables lie, the bucket being 1; null where the crawler finds out.</param>
/// <param name="AnyColumns">Whether files of one format become one table whatever their columns.</param>
/// <param name="KeepsColumns">Whether columns that are no longer found stay.</param>
internal sealed record CrawlSettings(int? TableLevel, bool AnyColumns, bool KeepsColumns)
{
    public static CrawlSettings Of(string? configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration)) return new(null, false, false);
        try
        {
            var all = JsonNode.Parse(configuration, documentOptions: new() { AllowDuplicateProperties = false });
            var grouping = all?["Grouping"];
            return new((int?)(double?)grouping?["TableLevelConfiguration"], (string?)grouping?["TableGroupingPolicy"] == "CombineCompatibleSchemas", (string?)all?["CrawlerOutput"]?["Tables"]?["AddOrUpdateBehavior"] == "MergeNewColumns");
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or FormatException)
        {
            throw new CrawlFailedException("The crawler's Configuration is not the JSON that crawlers understand.");
        }
    }
}

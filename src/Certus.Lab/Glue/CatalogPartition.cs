using System.Text.Json.Nodes;

namespace Certus.Lab.Glue;

/// <summary>A partition of a table.</summary>
/// <param name="Values">A value for each of the table's partition keys, as text.</param>
/// <param name="Body">What GetPartition answers.</param>
public sealed record CatalogPartition(IReadOnlyList<string> Values, JsonObject Body)
{
    /// <summary>Where its files lie; empty where none is named.</summary>
    public string Location => (string?)Body["StorageDescriptor"]?[nameof(Location)] ?? "";
}

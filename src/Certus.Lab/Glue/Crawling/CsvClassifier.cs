using System.Text.Json.Nodes;

namespace Certus.Lab.Glue.Crawling;

/// <summary>What a learner's own classifier says of CSV files.</summary>
/// <param name="Delimiter">What parts columns; null where it is to be found out.</param>
/// <param name="Quote">What values are quoted with.</param>
/// <param name="HasHeader">Whether the first line names the columns; null where it is to be found out.</param>
/// <param name="Names">The columns' names; empty where the header or the built-in rule names them.</param>
/// <param name="SingleColumn">Whether one column is enough.</param>
/// <param name="Serde">The serialization library it wants; null where the usual one.</param>
internal sealed record CsvClassifier(char? Delimiter, char? Quote, bool? HasHeader, IReadOnlyList<string> Names, bool SingleColumn, string? Serde)
{
    public static CsvClassifier Of(JsonObject body) => new(
        (string?)body[nameof(Delimiter)] is [var delimiter] ? delimiter : null,
        (string?)body["QuoteSymbol"] is [var quote] ? quote : null,
        (string?)body["ContainsHeader"] switch { "PRESENT" => true, "ABSENT" => false, _ => null },
        [.. (body["Header"] as JsonArray ?? []).Select(name => (string)name!)],
        (bool?)body["AllowSingleColumn"] ?? false,
        (string?)body[nameof(Serde)] is { } serde and not "None" ? serde : null);
}

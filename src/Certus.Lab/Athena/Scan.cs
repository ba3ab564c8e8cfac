using System.Text.Json.Nodes;

namespace Certus.Lab.Athena;

/// <summary>What a plan reads of one partition.</summary>
/// <param name="Source">Which table.</param>
/// <param name="Partition">Which of its partitions.</param>
/// <param name="Columns">The columns that are read.</param>
internal sealed record Scan(Source Source, int Partition, IReadOnlySet<string> Columns)
{
    /// <summary>Two for each operator over another: more than a statement can nest.</summary>
    private const int Deepest = 4000;

    /// <summary>The scans of a plan that the engine explained; one that reads a partition twice has it twice.</summary>
    public static IReadOnlyList<Scan> Of(string plan, IReadOnlyList<Source> sources)
    {
        List<Scan> scans = [];
        foreach (var root in JsonNode.Parse(plan, documentOptions: new() { MaxDepth = Deepest })!.AsArray()) Visit(root!);
        return scans;

        void Visit(JsonNode node)
        {
            if (node["extra_info"] is JsonObject info && (string?)info["Table"] is { } table && table.Split('.') is [.., Source.PlanSchema, ['p', .. var name]] && name.Split('_') is [var number, var partition])
            {
                var source = sources[int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)];
                var read = $"{Texts(info["Projections"])}\n";
                var filters = Texts(info["Filters"]);
                scans.Add(new(source, int.Parse(partition, System.Globalization.CultureInfo.InvariantCulture), source.Table.Columns.Select(column => column.Name)
                    .Where(column => read.Contains($"{column}\n", StringComparison.OrdinalIgnoreCase) && read.Split('\n').Contains(column, StringComparer.OrdinalIgnoreCase) || filters.Contains(column, StringComparison.OrdinalIgnoreCase)).ToHashSet()));
            }
            foreach (var child in node["children"] as JsonArray ?? []) Visit(child!);
        }

        static string Texts(JsonNode? value) => value switch { JsonArray list => string.Join('\n', list.Select(one => (string?)one)), null => "", _ => (string?)value ?? "" };
    }
}

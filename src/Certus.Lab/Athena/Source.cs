using Certus.Lab.Athena.Sql;
using Certus.Lab.Glue;
using static Certus.Lab.Athena.Sql.Types;

namespace Certus.Lab.Athena;

/// <summary>A table that a query may read, with its partitions; of one that has none it is the whole.</summary>
/// <param name="Number">Which of the query's tables it is.</param>
/// <param name="Table">The table.</param>
/// <param name="Partitions">Its partitions.</param>
internal sealed record Source(int Number, CatalogTable Table, IReadOnlyList<CatalogPartition> Partitions)
{
    /// <summary>The schema of the empty tables by which a plan is made.</summary>
    public const string PlanSchema = "_plan";

    public string Name => $"{Quoted(Table.Database)}.{Quoted(Table.Name)}";

    /// <summary>The empty table that stands for a partition in a plan.</summary>
    public string PlanName(int partition) => $"p{Number}_{partition}";

    /// <summary>What makes the table for a plan: a branch a partition, with the keys' values written out, so that the planner drops the branches that no row can come from.</summary>
    public IEnumerable<string> Plan()
    {
        var columns = string.Join(", ", Table.Columns.Select(column => $"{Quoted(column.Name)} {OfHive(column.Type)}"));
        for (var partition = 0; partition < Partitions.Count; partition++) yield return $"CREATE TABLE {PlanSchema}.{PlanName(partition)} ({(columns.Length > 0 ? columns : "_none INTEGER")})";
        yield return View(Enumerable.Range(0, Partitions.Count).Select(partition =>
            $"SELECT {string.Join(", ", Table.Columns.Select(column => Quoted(column.Name)).Concat(Keys(partition)))} FROM {PlanSchema}.{PlanName(partition)}"));
    }

    /// <summary>The partition keys' values as columns.</summary>
    public IEnumerable<string> Keys(int partition) => Table.PartitionKeys.Select((key, at) =>
        $"CAST({(Partitions[partition].Values[at] is var value && value == "__HIVE_DEFAULT_PARTITION__" ? "NULL" : Literal(value))} AS {OfHive(key.Type)}) AS {Quoted(key.Name)}");

    /// <summary>The view of branches; they are joined in pairs of pairs, so that a thousand are ten deep.</summary>
    public string View(IEnumerable<string> branches)
    {
        List<string> all = [.. branches];
        if (all.Count == 0)
            all.Add($"SELECT {string.Join(", ", Table.Columns.Concat(Table.PartitionKeys).Select(column => $"CAST(NULL AS {OfHive(column.Type)}) AS {Quoted(column.Name)}"))} WHERE false");
        return $"CREATE VIEW {Name} AS {Joined(all, 0, all.Count)}";
    }

    private static string Joined(List<string> all, int from, int to)
    {
        if (to - from == 1) return all[from];
        var middle = (from + to) / 2;
        return $"({Joined(all, from, middle)}) UNION ALL ({Joined(all, middle, to)})";
    }
}

namespace Certus.Lab.Glue.Crawling;

/// <summary>What a file looks like.</summary>
/// <param name="Classification">csv, json or parquet.</param>
/// <param name="Compression">none or gzip.</param>
/// <param name="Delimiter">What parts the columns of a CSV file; NUL where it is none.</param>
/// <param name="Quote">What CSV values are quoted with where they are; NUL where they are not.</param>
/// <param name="HasHeader">Whether a CSV file's first line names the columns.</param>
/// <param name="Columns">The columns; a type is null where every value was null.</param>
/// <param name="Rows">How many rows were looked at.</param>
internal sealed record FileShape(string Classification, string Compression, char Delimiter, char Quote, bool HasHeader, IReadOnlyList<(string Name, HiveType? Type)> Columns, int Rows)
{
    /// <summary>Whether the rows of both can be rows of one table.</summary>
    /// <param name="other">Another file's shape.</param>
    /// <param name="anyColumns">Whether the format alone decides, not the columns.</param>
    public bool IsLike(FileShape other, bool anyColumns)
    {
        if (Classification != other.Classification || Delimiter != other.Delimiter || Compression != other.Compression) return false;
        if (anyColumns) return true;
        var (mine, others) = (Columns.Select(column => column.Name).ToHashSet(), other.Columns.Select(column => column.Name).ToHashSet());
        var all = mine.Union(others).Count();
        return all == 0 || 10 * mine.Intersect(others).Count() > 7 * all;
    }

    /// <summary>The shape of a table that holds the rows of both.</summary>
    public FileShape With(FileShape other)
    {
        List<(string Name, HiveType? Type)> columns = [.. Columns];
        foreach (var (name, type) in other.Columns)
            if (columns.FindIndex(column => column.Name == name) is var at and >= 0) columns[at] = (name, HiveType.Merge(columns[at].Type, type));
            else columns.Add((name, type));
        return this with { Columns = columns, Quote = Quote == '\0' ? other.Quote : Quote, HasHeader = HasHeader || other.HasHeader, Rows = Rows + other.Rows };
    }
}

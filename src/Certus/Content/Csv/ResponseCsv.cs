using Certus.Measure;

namespace Certus.Content.Csv;

/// <summary>Reads answers: a column an item, a row a person.</summary>
/// <remarks>
/// The header names the items. A first column named <c>person</c> or <c>id</c> names the persons; without one they are numbered from 1. A cell is a category, counted
/// from 0, or empty (or <c>NA</c>, as R writes it) where the item was not administered.
/// </remarks>
public static class ResponseCsv
{
    /// <summary>Reads a file row by row; besides the answers, one byte each, nothing of it is kept.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static CsvReading<Responses> Read(Stream input, string file, CancellationToken cancel = default) => CsvTable.Read(input, file, table => Read(table, Category, cancel));

    /// <summary>Reads a file of chosen options: as <see cref="Read(Stream, string, CancellationToken)"/>, but a cell may also be a letter, A for option 0.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static CsvReading<Responses> ReadOptions(Stream input, string file, CancellationToken cancel = default) =>
        CsvTable.Read(input, file, table => Read(table, (cells, column) => Letter(cells.Bytes(column)) ?? Category(cells, column), cancel));

    /// <summary>The option that a single letter of A to Z names, from 0; null for anything else.</summary>
    internal static sbyte? Letter(ReadOnlySpan<byte> cell) => cell.Length == 1 && (cell[0] | 0x20) is >= 'a' and <= 'z' and var letter ? (sbyte)(letter - 'a') : null;

    private static Responses Read(CsvTable table, Func<CsvTable, int, sbyte> read, CancellationToken cancel)
    {
        var first = table.Header[0].ToUpperInvariant() is "PERSON" or "ID" ? 1 : 0;
        if (table.Header.Count == first) throw table.Fault("there is no item.");
        var builder = new ResponsesBuilder([.. table.Header.Skip(first)], named: first == 1);
        var row = new sbyte[table.Header.Count - first];
        HashSet<string>? names = first == 1 ? new(StringComparer.Ordinal) : null;
        var persons = 0;
        while (table.Next())
        {
            cancel.ThrowIfCancellationRequested();
            string? name = null;
            if (names is not null)
            {
                name = table.Text(0);
                if (name.Length == 0) throw table.Fault("the person has no name.");
                if (!names.Add(name)) throw table.Fault($"the person '{CsvTable.Shown(name)}' stands there twice.");
            }
            for (var i = 0; i < row.Length; i++) row[i] = read(table, i + first);
            builder.Add(row, name);
            persons++;
        }
        return persons > 0 ? builder.Build() : throw table.FaultOfFile("there is a header and no person.");
    }

    private static sbyte Category(CsvTable table, int column)
    {
        var cell = table.Bytes(column);
        if (cell.Length == 1 && cell[0] is >= (byte)'0' and <= (byte)'9') return (sbyte)(cell[0] - '0');
        if (cell.IsEmpty || cell.SequenceEqual("NA"u8)) return Response.Missing;
        if (cell.Length == 2 && cell[0] is >= (byte)'1' and <= (byte)'9' && cell[1] is >= (byte)'0' and <= (byte)'9' && (cell[0] - '0') * 10 + cell[1] - '0' is var two and < ItemModel.MostCategories)
            return (sbyte)two;
        throw table.Fault($"the answer to '{CsvTable.Shown(table.Header[column])}' is '{CsvTable.Shown(table.Text(column))}', neither a whole number from 0 to {ItemModel.MostCategories - 1} nor nothing.");
    }
}

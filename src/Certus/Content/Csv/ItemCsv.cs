using System.Globalization;
using Certus.Measure;

namespace Certus.Content.Csv;

/// <summary>Reads items with their parameters.</summary>
/// <remarks>
/// A row an item, column <c>item</c> (or <c>id</c>). Right or wrong: <c>a</c>, <c>b</c> and, if there is guessing, <c>c</c> (or <c>g</c>); an upper asymptote <c>u</c> (or
/// <c>d</c>) must be 1. Graded and partial credit: <c>a</c>, <c>b1</c>, <c>b2</c>, …; which of the two it is, a column <c>model</c> says, or the caller. Nominal:
/// <c>ak0</c>, <c>ak1</c>, …, <c>d0</c>, <c>d1</c>, …, the former to be multiplied by <c>a1</c> where there is one. A column <c>content</c> is the content area. Other columns
/// are passed over.
/// </remarks>
public static class ItemCsv
{
    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="partialCredit">Whether items with b1, b2, … of which no column <c>model</c> says more are partial credit rather than graded.</param>
    public static CsvReading<IReadOnlyList<CalibratedItem>> Read(Stream input, string file, bool partialCredit = false) =>
        CsvTable.Read<IReadOnlyList<CalibratedItem>>(input, file, table => Read(table, partialCredit));

    private static List<CalibratedItem> Read(CsvTable table, bool partialCredit)
    {
        var columns = new Columns(table);
        List<CalibratedItem> items = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        while (table.Next())
        {
            var id = table.Text(columns.Item);
            if (id.Length == 0) throw table.Fault("the item has no name.");
            if (!ids.Add(id)) throw table.Fault($"the item '{CsvTable.Shown(id)}' stands there twice.");
            items.Add(new(id, columns.Model(table, id, partialCredit), columns.Content < 0 ? "" : table.Text(columns.Content)));
        }
        return items.Count > 0 ? items : throw table.FaultOfFile("there is a header and no item.");
    }

    private sealed class Columns
    {
        private readonly int _a, _b, _c, _upper, _model, _scale;
        private readonly int[] _steps, _slopes, _intercepts;

        public Columns(CsvTable table)
        {
            (Item, Content, _model) = (table.Find("item", "id"), table.Find("content", "domain"), table.Find("model"));
            (_a, _b, _c, _upper, _scale) = (table.Find("a"), table.Find("b"), table.Find("c", "g"), table.Find("u", "d"), table.Find("a1"));
            (_steps, _slopes, _intercepts) = (Numbered(table, "b", 1), Numbered(table, "ak", 0), Numbered(table, "d", 0));
            if (Item < 0) throw table.Fault("there is no column 'item'.");
            if (_slopes.Length == 0 && (_a < 0 || _b < 0 && _steps.Length == 0))
                throw table.Fault("there must be columns a and b, or a, b1, b2, …, or ak0, ak1, … and d0, d1, ….");
        }

        public int Item { get; }

        public int Content { get; }

        public ItemModel Model(CsvTable table, string id, bool partialCredit)
        {
            var name = _model < 0 ? "" : table.Text(_model).ToUpperInvariant();
            var given = name switch
            {
                "" => table.Number(_b) is not null ? "LOGISTIC" : _slopes.Length > 0 && table.Number(_slopes[0]) is not null ? "NOMINAL" : partialCredit ? "GPCM" : "GRADED",
                "RASCH" or "1PL" or "2PL" or "3PL" => "LOGISTIC",
                "GRADED" or "GPCM" or "NOMINAL" => name,
                _ => throw table.Fault($"model is '{CsvTable.Shown(table.Text(_model))}', not Rasch, 1PL, 2PL, 3PL, graded, gpcm or nominal."),
            };
            string? fault;
            switch (given)
            {
                case "LOGISTIC":
                    if (table.Number(_upper) is { } upper and not 1) throw table.Fault(string.Create(CultureInfo.InvariantCulture, $"the item '{CsvTable.Shown(id)}' has the upper asymptote {upper}; only 1 is understood."));
                    var parameters = new ItemParameters(Needed(table, id, _a, "a"), Needed(table, id, _b, "b"), table.Number(_c) ?? 0);
                    if ((fault = parameters.Fault) is null) return new ItemModel.Logistic(parameters);
                    break;
                case "NOMINAL":
                    var scale = table.Number(_scale) ?? 1;
                    double[] slopes = [.. Run(table, id, _slopes, "ak0").Select(slope => slope * scale)], intercepts = Run(table, id, _intercepts, "d0");
                    if ((fault = ItemModel.Nominal.FaultOf(slopes, intercepts)) is null) return new ItemModel.Nominal(slopes, intercepts);
                    break;
                default:
                    var (a, steps) = (Needed(table, id, _a, "a"), Run(table, id, _steps, "b1"));
                    if (given == "GPCM" && (fault = ItemModel.PartialCredit.FaultOf(a, steps)) is null) return new ItemModel.PartialCredit(a, steps);
                    if ((fault = ItemModel.Graded.FaultOf(a, steps)) is null) return new ItemModel.Graded(a, steps);
                    break;
            }
            throw table.Fault($"the item '{CsvTable.Shown(id)}' {fault}.");
        }

        private static double Needed(CsvTable table, string id, int column, string name) =>
            table.Number(column) ?? throw table.Fault($"the item '{CsvTable.Shown(id)}' has no {name}.");

        /// <summary>The numbers of numbered columns up to the first empty one; there may be none after it.</summary>
        private static double[] Run(CsvTable table, string id, int[] columns, string first)
        {
            var values = columns.Select(table.Number).ToList();
            var count = values.TakeWhile(value => value is not null).Count();
            if (count == 0) throw table.Fault($"the item '{CsvTable.Shown(id)}' has no {first}.");
            if (values.Skip(count).Any(value => value is not null)) throw table.Fault($"the item '{CsvTable.Shown(id)}' has no {table.Header[columns[count]]} but a later one.");
            return [.. values.Take(count).Select(value => value!.Value)];
        }

        private static int[] Numbered(CsvTable table, string prefix, int from)
        {
            List<int> columns = [];
            while (table.Find(prefix + (from + columns.Count).ToString(CultureInfo.InvariantCulture)) is var column and >= 0) columns.Add(column);
            return [.. columns];
        }
    }
}

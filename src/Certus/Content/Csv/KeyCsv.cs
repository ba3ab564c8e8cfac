using System.Globalization;
using Certus.Measure;

namespace Certus.Content.Csv;

/// <summary>Reads the right options of items.</summary>
/// <remarks>Columns <c>item</c> and <c>key</c>: the option's number from 0, or its letter from A. Items that nobody was asked are passed over, so that the key of a whole bank will do.</remarks>
public static class KeyCsv
{
    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="items">The items that need a key.</param>
    /// <returns>The right option of each of <paramref name="items"/>, from 0.</returns>
    public static CsvReading<IReadOnlyList<sbyte>> Read(Stream input, string file, IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return CsvTable.Read<IReadOnlyList<sbyte>>(input, file, table => Read(table, items));
    }

    private static sbyte[] Read(CsvTable table, IReadOnlyList<string> items)
    {
        var (item, key) = (table.Find("item", "id"), table.Find("key"));
        if (item < 0 || key < 0) throw table.Fault("the columns must be item and key.");
        Dictionary<string, sbyte> keys = new(StringComparer.Ordinal);
        while (table.Next())
        {
            var name = table.Text(item);
            if (name.Length == 0) throw table.Fault("the item has no name.");
            var text = table.Text(key);
            var option = ResponseCsv.Letter(table.Bytes(key)) ?? (sbyte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < ItemModel.MostCategories ? number
                : throw table.Fault($"the key of '{CsvTable.Shown(name)}' is '{CsvTable.Shown(text)}', neither a letter nor a whole number from 0 to {ItemModel.MostCategories - 1}."));
            if (!keys.TryAdd(name, option)) throw table.Fault($"the item '{CsvTable.Shown(name)}' stands there twice.");
        }
        return [.. items.Select(name => keys.TryGetValue(name, out var option) ? option : throw table.FaultOfFile($"the item '{CsvTable.Shown(name)}' has no key."))];
    }
}

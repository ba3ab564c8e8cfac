using System.Globalization;
using Certus.Content.Csv;
using Certus.Measure;

namespace Certus.Tests.Measure;

/// <summary>The files of vectors/measure.</summary>
internal static class MeasureVectors
{
    public static string Path(string name) => System.IO.Path.Combine(Repository.Root, "tests", "Certus.Tests", "vectors", "measure", name);

    /// <summary>The rows of a file, each by the names of its header.</summary>
    public static List<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadAllLines(Path(name));
        var header = lines[0].Split(',').Select(cell => cell.Trim('"')).ToArray();
        return [.. lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second.Trim('"')))];
    }

    public static IReadOnlyList<CalibratedItem> Items(string name, bool partialCredit = false)
    {
        using var file = File.OpenRead(Path(name));
        return Assert.IsType<CsvReading<IReadOnlyList<CalibratedItem>>.Accepted>(ItemCsv.Read(file, name, partialCredit)).Value;
    }

    /// <summary>A number; null where the cell is empty or not finite.</summary>
    public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    public static sbyte[] Responses(string digits) => [.. digits.Select(digit => (sbyte)(digit - '0'))];
}

using System.Globalization;
using System.Text.Json;
using Certus.Content.Csv;
using Certus.Measure;

namespace Certus.Tests.Measure;

/// <summary>The files of vectors/measure/calibration.</summary>
internal static class CalibrationVectors
{
    private static string Path(string name) => System.IO.Path.Combine(Repository.Root, "tests/Certus.Tests/vectors/measure/calibration", name);

    public static Responses Responses(string name)
    {
        using var file = File.OpenRead(Path(name + ".csv"));
        var responses = Assert.IsType<CsvReading<Responses>.Accepted>(ResponseCsv.Read(file, name)).Value;
        if (!File.Exists(Path(name + ".groups.csv"))) return responses;
        using var groups = File.OpenRead(Path(name + ".groups.csv"));
        return Assert.IsType<CsvReading<Responses>.Accepted>(GroupCsv.Read(groups, name, responses)).Value;
    }

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path(name))).RootElement;

    /// <summary>The rows of a table by the first column; empty cells are left out.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyDictionary<string, double> Cells)> Table(string name)
    {
        var lines = File.ReadAllLines(Path(name)).Select(line => line.Split(',')).ToList();
        return [.. lines.Skip(1).Select(line => (line[0], (IReadOnlyDictionary<string, double>)lines[0].Zip(line).Skip(1).Where(cell => cell.Second.Length > 0)
            .ToDictionary(cell => cell.First, cell => double.TryParse(cell.Second, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)))];
    }

    public static bool Has(string name) => File.Exists(Path(name));
}

using System.Globalization;
using Certus.Measure;
using Certus.Measure.Calibration;

namespace Certus.Cli;

/// <summary>Writes estimates of items and scores of persons as comma-separated values.</summary>
internal static class EstimateFile
{
    /// <summary>A row an item that has estimates; columns as in files that are read, and se_ for each.</summary>
    public static void WriteItems(TextWriter writer, CalibrationReport report)
    {
        var items = report.Items.Where(item => item.Parameters.Count > 0).ToList();
        var logistic = items.Any(item => item["b"] is not null);
        string[] parameters = [.. items.SelectMany(item => item.Parameters).Select(parameter => parameter.Name).Union(logistic ? ["g", "u"] : []).Distinct().OrderBy(Rank).ThenBy(Number)];
        writer.WriteLine(string.Join(',', ["item", .. parameters, .. parameters.Select(name => $"se_{name}"), "model"]));
        foreach (var item in items)
        {
            var isLogistic = item["b"] is not null;
            string Value(string name) => item[name] is { } found ? Text(found.Value) : isLogistic && name == "g" ? "0" : isLogistic && name == "u" ? "1" : "";
            writer.WriteLine(string.Join(',', [MeasureFiles.Cell(item.Name), .. parameters.Select(Value), .. parameters.Select(name => item[name]?.StandardError is { } error ? Text(error) : ""), Model(report, item)]));
        }
    }

    /// <summary>A row a person: the expected ability and its standard error.</summary>
    public static void WriteScores(TextWriter writer, Responses responses, CalibrationReport report)
    {
        writer.WriteLine("person,eap,se_eap");
        for (var person = 0; person < report.Scores.Count; person++)
            writer.WriteLine($"{MeasureFiles.Cell(responses.Person(person))},{Text(report.Scores[person].Theta)},{Text(report.Scores[person].StandardError)}");
    }

    public static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Model(CalibrationReport report, ItemEstimate item) => item.Model switch
    {
        ItemModel.Logistic when item.IsFixed => item["g"] is null ? "2pl" : "3pl",
        ItemModel.Graded => "graded",
        ItemModel.PartialCredit => "gpcm",
        ItemModel.Nominal => "nominal",
        _ => CalibrationInputs.Name(report.Family),
    };

    private static int Rank(string name) => name switch { "a" => 0, "b" => 1, "g" => 2, "u" => 3, _ => name[0] == 'b' ? 4 : name[0] == 'a' ? 5 : 6 };

    private static int Number(string name) => int.TryParse(name.AsSpan().TrimStart("abdk"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

using System.CommandLine;
using System.Globalization;
using Certus.Measure.Analysis;
using Certus.Measure.Calibration;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus itemfit RESPONSES.csv --model MODEL</c>: how each item fares, and whether it fits the model.</summary>
internal static class ItemFitCommand
{
    private sealed record Row(
        string Item, long Answers, double? Mean, double? PointBiserial, double? CorrectedItemTotal, double? AlphaIfDeleted, double? Outfit, double? OutfitZ, double? Infit, double? InfitZ, double? SX2, int? Df,
        double? Rmsea, double? P);

    private sealed record Document(
        string Model, long Persons, long CompletePersons, double? MeanTotal, double? SdTotal, double? Alpha, double? StandardError, bool Converged, IReadOnlyList<Row> Items, IReadOnlyList<string> Warnings);

    public static Command Make(Terminal terminal)
    {
        var inputs = new CalibrationInputs();
        var file = new Option<string?>("--out") { Description = "Write the items' figures into this file, as comma-separated values.", HelpName = "FILE" };
        var json = Shared.Json();
        var command = new Command("itemfit", "Say how items fare and whether they fit a model: p-values, point-biserials, alpha, infit, outfit, S-X².")
        {
            inputs.Responses, inputs.Model, inputs.Groups, inputs.Fixed, inputs.Priors, inputs.NoGuessingPrior, file, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var responses = inputs.Read(parsed, cancel);
            var report = inputs.Calibrate(parsed, responses, inputs.Options(parsed)! with { Scores = true }, terminal, cancel);
            var document = View(ClassicalReport.Of(ItemCounts.Of(responses)), FitReport.Of(responses, report, cancel), report);
            if (parsed.GetValue(file) is { } path) MeasureFiles.Write(path, writer => Write(writer, document));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Document View(ClassicalReport classical, IReadOnlyList<ItemFit> fits, CalibrationReport report) => new(
        CalibrationInputs.Name(report.Family), classical.Persons, classical.CompletePersons, classical.MeanTotal, classical.TotalDeviation, classical.Alpha, classical.StandardError, report.Converged,
        [
            .. classical.Items.Zip(fits, (item, fit) => new Row(
                item.Name, item.Answers, item.Mean, item.PointBiserial, item.CorrectedItemTotal, item.AlphaIfDeleted, fit.Outfit, fit.OutfitZ, fit.Infit, fit.InfitZ, fit.SX2, fit.Freedom, fit.Rmsea, fit.P)),
        ],
        [.. report.Warnings.Select(warning => $"{warning.Kind}: {warning.Text}")]);

    private static void Write(TextWriter writer, Document document)
    {
        writer.WriteLine("item,outfit,z.outfit,infit,z.infit,S_X2,df.S_X2,RMSEA.S_X2,p.S_X2,answers,p,point_biserial,corrected_item_total,alpha_if_deleted");
        foreach (var row in document.Items)
            writer.WriteLine(string.Join(',', [
                MeasureFiles.Cell(row.Item), .. new[] { row.Outfit, row.OutfitZ, row.Infit, row.InfitZ, row.SX2, row.Df, row.Rmsea, row.P, row.Answers, row.Mean, row.PointBiserial, row.CorrectedItemTotal, row.AlphaIfDeleted }.Select(EstimateFile.Text),
            ]));
    }

    private static void Print(Terminal terminal, Document document)
    {
        static Text Show(double? value, string format = "0.000") => new(value?.ToString(format, CultureInfo.InvariantCulture) ?? "-");
        var table = new Table().Border(TableBorder.Simple).AddColumns("Item", "Answers", "Mean", "With total", "With rest", "Alpha without", "Outfit", "z", "Infit", "z", "S-X²", "df", "p");
        foreach (var row in document.Items)
            table.AddRow(
                new Text(row.Item), Show(row.Answers, "0"), Show(row.Mean), Show(row.PointBiserial), Show(row.CorrectedItemTotal), Show(row.AlphaIfDeleted), Show(row.Outfit), Show(row.OutfitZ, "0.00"), Show(row.Infit),
                Show(row.InfitZ, "0.00"), Show(row.SX2, "0.00"), Show(row.Df, "0"), Show(row.P, "0.0000"));
        terminal.Write(table);
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Contents.Count(document.Persons, "person")}, {document.CompletePersons} of whom answered everything; mean total {document.MeanTotal:0.00}, standard deviation {document.SdTotal:0.00}, alpha {document.Alpha:0.000}, error of measurement {document.StandardError:0.00}."));
        foreach (var warning in document.Warnings) terminal.Screen.Write(new Text(warning + "\n"));
    }
}

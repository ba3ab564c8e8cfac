using System.CommandLine;
using System.Globalization;
using Certus.Content.Csv;
using Certus.Measure;
using Certus.Measure.Analysis;
using Certus.Measure.Calibration;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus itemfit RESPONSES.csv [--model MODEL] [--key KEY.csv]</c>: how each item fares, whether it fits a model and, with a key, how its options fare.</summary>
internal static class ItemFitCommand
{
    private sealed record Row(
        string Item, long Answers, double? Mean, double? PointBiserial, double? CorrectedItemTotal, double? AlphaIfDeleted, double? Outfit, double? OutfitZ, double? Infit, double? InfitZ, double? SX2, int? Df,
        double? Rmsea, double? P);

    private sealed record OptionRow(string Item, int Option, string Letter, bool IsKey, long Chosen, double? Share, double? PointBiserial, string? Note);

    private sealed record Document(
        string? Model, long Persons, long CompletePersons, double? MeanTotal, double? SdTotal, double? Alpha, double? StandardError, bool? Converged, IReadOnlyList<Row> Items, IReadOnlyList<OptionRow>? Options,
        IReadOnlyList<string> Warnings);

    public static Command Make(Terminal terminal)
    {
        var inputs = new CalibrationInputs(modelRequired: false);
        inputs.Model.Description += " Left out, 2pl for answers that are right or wrong, else graded.";
        var keyFile = new Option<string?>("--key") { Description = "The right option of each item: columns item and key. The answers are then the options that were chosen, as numbers from 0 or letters from A.", HelpName = "KEY.csv" };
        var file = new Option<string?>("--out") { Description = "Write the items' figures into this file, as comma-separated values.", HelpName = "FILE" };
        var json = Shared.Json();
        var command = new Command("itemfit", "Say how items fare and whether they fit a model: p-values, point-biserials, alpha, infit, outfit, S-X²; with a key, how their options fare.")
        {
            inputs.Responses, inputs.Model, inputs.Groups, inputs.Fixed, inputs.Priors, inputs.NoGuessingPrior, keyFile, file, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var key = parsed.GetValue(keyFile);
            var responses = inputs.Read(parsed, cancel, chosenOptions: key is not null);
            IReadOnlyList<OptionStatistic>? chosen = null;
            if (key is not null)
            {
                var right = MeasureFiles.Read(key, stream => KeyCsv.Read(stream, key, responses.Items));
                chosen = OptionCounts.Of(responses, right).Statistics();
                responses = responses.Scored(right);
            }
            var (report, note) = Calibrate(parsed, inputs, responses, terminal, cancel);
            var document = View(ClassicalReport.Of(ItemCounts.Of(responses)), report is null ? null : FitReport.Of(responses, report, cancel), report, chosen, note);
            if (parsed.GetValue(file) is { } path) MeasureFiles.Write(path, writer => Write(writer, document));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    /// <summary>The model, and what is to be said of it where none was named: then it is no refusal that none fits.</summary>
    private static (CalibrationReport? Report, string? Note) Calibrate(ParseResult parsed, CalibrationInputs inputs, Responses responses, Terminal terminal, CancellationToken cancel)
    {
        if (inputs.Options(parsed) is { } named) return (inputs.Calibrate(parsed, responses, named with { Scores = true }, terminal, cancel), null);
        var family = responses.Categories.Max() > 2 ? ItemFamily.Graded : ItemFamily.TwoParameter;
        return CalibrationInputs.Run(responses, inputs.Options(parsed, family)! with { Scores = true }, terminal, cancel) switch
        {
            CalibrationResult.Calibrated calibrated => (calibrated.Report, $"ModelNotNamed: no --model was named, so {CalibrationInputs.Name(family)} was fitted."),
            CalibrationResult.Refused refused => (null, $"NotFitted: {refused.Reason}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Document View(ClassicalReport classical, IReadOnlyList<ItemFit?>? fits, CalibrationReport? report, IReadOnlyList<OptionStatistic>? options, string? note) => new(
        report is null ? null : CalibrationInputs.Name(report.Family), classical.Persons, classical.CompletePersons, classical.MeanTotal, classical.TotalDeviation, classical.Alpha, classical.StandardError, report?.Converged,
        [
            .. classical.Items.Zip(fits ?? [.. classical.Items.Select(_ => (ItemFit?)null)], (item, fit) => new Row(
                item.Name, item.Answers, item.Mean, item.PointBiserial, item.CorrectedItemTotal, item.AlphaIfDeleted, fit?.Outfit, fit?.OutfitZ, fit?.Infit, fit?.InfitZ, fit?.SX2, fit?.Freedom, fit?.Rmsea, fit?.P)),
        ],
        options is null ? null : [.. options.Select(option => new OptionRow(option.Item, option.Option, Letter(option.Option), option.IsKey, option.Chosen, option.Share, option.PointBiserial, Note(option)))],
        [.. new[] { note }.OfType<string>(), .. (report?.Warnings ?? []).Select(warning => $"{warning.Kind}: {warning.Text}")]);

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
        var table = new Table().Border(TableBorder.Simple).AddColumns("Item", "Answers", "Mean", "With total", "With rest", "Alpha without");
        if (document.Model is not null) table.AddColumns("Outfit", "z", "Infit", "z", "S-X²", "df", "p");
        foreach (var row in document.Items)
        {
            Text[] classical = [new(row.Item), Show(row.Answers, "0"), Show(row.Mean), Show(row.PointBiserial), Show(row.CorrectedItemTotal), Show(row.AlphaIfDeleted)];
            Text[] fit = [Show(row.Outfit), Show(row.OutfitZ, "0.00"), Show(row.Infit), Show(row.InfitZ, "0.00"), Show(row.SX2, "0.00"), Show(row.Df, "0"), Show(row.P, "0.0000")];
            table.AddRow(document.Model is null ? classical : [.. classical, .. fit]);
        }
        terminal.Write(table);
        if (document.Options is { } options)
        {
            var shares = new Table().Border(TableBorder.Simple).AddColumns("Item", "Option", "Chosen", "Share", "With rest", "");
            foreach (var row in options) shares.AddRow(new Text(row.Item), new Text(row.IsKey ? $"{row.Letter}, the key" : row.Letter), Show(row.Chosen, "0"), Show(row.Share), Show(row.PointBiserial), new Text(row.Note ?? ""));
            terminal.Write(shares);
        }
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Contents.Count(document.Persons, "person")}, {document.CompletePersons} of whom answered everything; mean total {document.MeanTotal:0.00}, standard deviation {document.SdTotal:0.00}, alpha {document.Alpha:0.000}, error of measurement {document.StandardError:0.00}."));
        foreach (var warning in document.Warnings) terminal.Screen.Write(new Text(warning + "\n"));
    }

    private static string Letter(int option) => option < 26 ? ((char)('A' + option)).ToString() : option.ToString(CultureInfo.InvariantCulture);

    /// <summary>What an author should look at; null for nothing. A correlation of none has a standard error of about 1 / √n.</summary>
    private static string? Note(OptionStatistic option) => option switch
    {
        { IsKey: true, PointBiserial: < 0 } => "the weak choose it: look at the key",
        { IsKey: false, PointBiserial: { } with, Share: { } share } when with > 2 / Math.Sqrt(option.Chosen / share) => "the able choose it: a second key?",
        { IsKey: false, Share: < 0.05 } => "hardly anybody chooses it",
        _ => null,
    };
}

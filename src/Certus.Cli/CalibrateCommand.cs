using System.CommandLine;
using System.Globalization;
using Certus.Measure.Calibration;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus calibrate RESPONSES.csv --model MODEL</c>: how hard each item is, how well it separates, and how sure that is.</summary>
internal static class CalibrateCommand
{
    private const int MostIterations = 100_000;

    private sealed record Group(string Name, int Persons, double Mean, double Sd, double? MeanStandardError, double? SdStandardError);

    private sealed record Item(string Name, int Answers, bool Fixed, IReadOnlyDictionary<string, double> Parameters, IReadOnlyDictionary<string, double> StandardErrors);

    private sealed record Document(
        string Model, int Persons, int Items, double LogLikelihood, double LogPrior, int Parameters, double Aic, double Bic, int Iterations, bool Converged, double GradientNorm, double Seconds,
        IReadOnlyList<string> Warnings, IReadOnlyList<Group> Groups, IReadOnlyList<Item> Estimates);

    public static Command Make(Terminal terminal)
    {
        var inputs = new CalibrationInputs();
        var errors = new Option<bool>("--se") { Description = "Find standard errors too." };
        var items = new Option<string?>("--out") { Description = "Write the items into this file, as comma-separated values.", HelpName = "ITEMS.csv" };
        var scores = new Option<string?>("--scores") { Description = "Write each person's expected ability into this file.", HelpName = "SCORES.csv" };
        var limit = new Option<int?>("--max-iterations")
        {
            Description = "When to give up; left out, 500.",
            HelpName = "N",
            CustomParser = result => Shared.Parse<int>(
                result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostIterations ? number : null, $"a whole number from 1 to {MostIterations}"),
        };
        var json = Shared.Json();
        var command = new Command("calibrate", "Find the parameters of items from answers, by marginal maximum likelihood.")
        {
            inputs.Responses, inputs.Model, inputs.Groups, inputs.Fixed, inputs.Priors, inputs.NoGuessingPrior, errors, items, scores, limit, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var responses = inputs.Read(parsed, cancel);
            var options = inputs.Options(parsed)! with { StandardErrors = parsed.GetValue(errors), Scores = parsed.GetValue(scores) is not null, MostIterations = parsed.GetValue(limit) ?? 500 };
            var start = terminal.Clock.GetTimestamp();
            var report = inputs.Calibrate(parsed, responses, options, terminal, cancel);
            var seconds = terminal.Clock.GetElapsedTime(start).TotalSeconds;
            cancel.ThrowIfCancellationRequested();
            if (parsed.GetValue(items) is { } file) MeasureFiles.Write(file, writer => EstimateFile.WriteItems(writer, report));
            if (parsed.GetValue(scores) is { } persons) MeasureFiles.Write(persons, writer => EstimateFile.WriteScores(writer, responses, report));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, View(report, seconds));
            else Print(terminal, report, seconds);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Document View(CalibrationReport report, double seconds) => new(
        CalibrationInputs.Name(report.Family), report.Persons, report.Items.Count, report.LogLikelihood, report.LogPrior, report.Parameters, report.Aic, report.Bic, report.Iterations, report.Converged, report.GradientNorm,
        seconds, [.. report.Warnings.Select(warning => $"{warning.Kind}: {warning.Text}")],
        [.. report.Groups.Select(group => new Group(group.Group, group.Persons, group.Mean.Value, group.StandardDeviation.Value, group.Mean.StandardError, group.StandardDeviation.StandardError))],
        [
            .. report.Items.Select(item => new Item(
                item.Name, item.Answers, item.IsFixed, item.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value),
                item.Parameters.Where(parameter => parameter.StandardError is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.StandardError!.Value))),
        ]);

    private static void Print(Terminal terminal, CalibrationReport report, double seconds)
    {
        string[] names = [.. report.Items.SelectMany(item => item.Parameters).Select(parameter => parameter.Name).Distinct()];
        var table = new Table().Border(TableBorder.Simple).AddColumns([new("Item"), new("Answers"), .. names.Select(name => new TableColumn(name).RightAligned())]);
        foreach (var item in report.Items)
            table.AddRow([
                new Text(item.Name), new Text(item.Answers.ToString(CultureInfo.InvariantCulture)),
                .. names.Select(name => new Text(item[name] is not { } found ? "-" : string.Create(CultureInfo.InvariantCulture, $"{found.Value:0.000}") + (found.StandardError is { } error ? string.Create(CultureInfo.InvariantCulture, $" ± {error:0.000}") : ""))),
            ]);
        terminal.Write(table);
        terminal.Out.WriteLine();
        foreach (var group in report.Groups.Where(_ => report.Groups.Count > 1 || report.Groups[0].StandardDeviation.Value != 1))
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(group.Group.Length > 0 ? $"Group {group.Group}" : "Abilities")}: mean {group.Mean.Value:0.000}, standard deviation {group.StandardDeviation.Value:0.000}, {Contents.Count(group.Persons, "person")}."));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{CalibrationInputs.Name(report.Family)}: {Contents.Count(report.Persons, "person")}, {Contents.Count(report.Items.Count, "item")}, log likelihood {report.LogLikelihood:0.0000}{(report.LogPrior != 0 ? string.Create(CultureInfo.InvariantCulture, $" (log prior {report.LogPrior:0.0000})") : "")}, AIC {report.Aic:0.00}, BIC {report.Bic:0.00}."));
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(report.Converged ? "Converged" : "Not converged")} after {Contents.Count(report.Iterations, "step")} in {seconds:0.00} s; largest slope {report.GradientNorm:0.0e+0}."));
        foreach (var warning in report.Warnings) terminal.Screen.Write(new Text($"{warning.Kind}: {warning.Text}\n"));
    }
}

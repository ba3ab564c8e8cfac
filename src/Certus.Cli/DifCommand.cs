using System.CommandLine;
using System.Globalization;
using Certus.Measure.Analysis;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus dif RESPONSES.csv --groups G.csv</c>: do equally able persons of different groups have equal chances with each item?</summary>
internal static class DifCommand
{
    private const int Total = 100;

    private sealed record Document(string Reference, int Persons, IReadOnlyList<ItemDif> Items);

    private sealed class Share(IProgress<int> steps) : IProgress<double>
    {
        public void Report(double value) => steps.Report((int)(value * Total));
    }

    public static Command Make(Terminal terminal)
    {
        var inputs = new CalibrationInputs(groupsRequired: true, modelRequired: false);
        inputs.Model.Description += " With it, each item is also tested by calibrating with its parameters equal and free in the groups.";
        var file = new Option<string?>("--out") { Description = "Write the figures into this file, as comma-separated values.", HelpName = "FILE" };
        var json = Shared.Json();
        var command = new Command("dif", "Test items for differential functioning between groups: Mantel–Haenszel, logistic regression and, with a model, its likelihood ratio.")
        {
            inputs.Responses, inputs.Groups, inputs.Model, inputs.NoGuessingPrior, file, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var responses = inputs.Read(parsed, cancel);
            if (responses.Groups.Count < 2) throw Refusal.WrongUse($"{parsed.GetValue(inputs.Groups)}: there is one group only, '{responses.Groups[0]}', and nothing to compare it with.");
            var items = ProgressBar.During(terminal, "Testing", Total, steps => DifReport.Of(responses, inputs.Options(parsed), steps is null ? null : new Share(steps), cancel));
            var document = new Document(responses.Groups[0], responses.Persons, items);
            if (parsed.GetValue(file) is { } path) MeasureFiles.Write(path, writer => Write(writer, document));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, document);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static void Write(TextWriter writer, Document document)
    {
        writer.WriteLine(
            "item,focal,mh_chisq_corrected,mh_p,mh_chisq_uncorrected,mh_common_odds_ratio,mh_delta,se_mh_delta,ets_class,lr_uniform_chisq,lr_uniform_p,lr_nonuniform_chisq,lr_nonuniform_p,lr_both_chisq,lr_both_p,"
            + "model_chisq,model_df,model_p");
        foreach (var item in document.Items)
        {
            var (mh, lr) = (item.MantelHaenszel, item.Logistic);
            writer.WriteLine(string.Join(',', [
                MeasureFiles.Cell(item.Name), MeasureFiles.Cell(item.Focal), .. new[] { mh?.ChiSquareCorrected, mh?.P, mh?.ChiSquare, mh?.OddsRatio, mh?.Delta, mh?.DeltaError }.Select(EstimateFile.Text), mh?.Class.ToString() ?? "",
                .. new[]
                {
                    lr?.Uniform.ChiSquare, lr?.Uniform.P, lr?.NonUniform.ChiSquare, lr?.NonUniform.P, lr?.Both.ChiSquare, lr?.Both.P, item.Model?.ChiSquare, item.Model?.Freedom, item.Model?.P,
                }.Select(EstimateFile.Text),
            ]));
        }
    }

    private static void Print(Terminal terminal, Document document)
    {
        static Text Show(double? value, string format) => new(value?.ToString(format, CultureInfo.InvariantCulture) ?? "-");
        var table = new Table().Border(TableBorder.Simple).AddColumns("Item", "Group", "MH χ²", "p", "Delta", "± se", "ETS", "Uniform χ²", "p", "Non-uniform χ²", "p", "Model χ²", "p");
        foreach (var item in document.Items)
        {
            var (mh, lr) = (item.MantelHaenszel, item.Logistic);
            table.AddRow(
                new Text(item.Name), new Text(item.Focal), Show(mh?.ChiSquareCorrected, "0.00"), Show(mh?.P, "0.0000"), Show(mh?.Delta, "0.00"), Show(mh?.DeltaError, "0.00"), new Text(mh?.Class.ToString() ?? "-"),
                Show(lr?.Uniform.ChiSquare, "0.00"), Show(lr?.Uniform.P, "0.0000"), Show(lr?.NonUniform.ChiSquare, "0.00"), Show(lr?.NonUniform.P, "0.0000"), Show(item.Model?.ChiSquare, "0.00"), Show(item.Model?.P, "0.0000"));
        }
        terminal.Write(table);
        terminal.Out.WriteLine($"{Contents.Count(document.Persons, "person")}; compared with the group {document.Reference}. A delta below 0 means that the item favors {document.Reference}.");
    }
}

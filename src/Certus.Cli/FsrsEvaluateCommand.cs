using System.CommandLine;
using System.Globalization;
using Certus.Remember;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs evaluate LOG.csv --params P.json</c>: how well parameters predict a log.</summary>
internal static class FsrsEvaluateCommand
{
    private sealed record Row(string User, int Reviews, int Items, double? LogLoss, double? RmseBins, double? Auc);

    private sealed record Document(int Reviews, int Items, double? LogLoss, double? RmseBins, double? Auc, IReadOnlyList<Row> Users);

    public static Command Make(Terminal terminal)
    {
        var (log, user, parameters, plain, json) = (FsrsCommand.Log(), FsrsCommand.UserColumn(), FsrsCommand.Parameters(), FsrsCommand.NoShortTerm(), Shared.Json());
        var last = FsrsCommand.Share("--last", "Evaluate only this last share of the items, in time order.", 0.01, 1);
        var command = new Command("evaluate", "Tell how well parameters predict a review log: log loss, RMSE over bins, AUC.") { log, parameters, user, last, plain, json };
        command.SetAction((parsed, cancel) =>
        {
            var file = FsrsParameterFile.Read(parsed.GetValue(parameters));
            var rows = FsrsCommand.Read(parsed.GetRequiredValue(log), parsed.GetValue(user), cancel).Select(learner =>
            {
                cancel.ThrowIfCancellationRequested();
                var history = ReviewHistory.Of(learner.Reviews, LearnerDays.Utc);
                var from = parsed.GetValue(last) is { } share ? (int)((1 - share) * history.ItemCount) : 0;
                if (from >= history.ItemCount) return new Row(learner.Learner, history.Count, 0, null, null, null);
                var found = MemoryEvaluation.Of(history, new Fsrs6(file.For(learner.Learner), !parsed.GetValue(plain)), from..);
                return new Row(learner.Learner, history.Count, found.Items, found.LogLoss, found.RmseBins, found.Auc);
            }).ToList();
            var items = rows.Sum(row => row.Items);
            double? Mean(Func<Row, double?> of) => items == 0 ? null : rows.Sum(row => (of(row) ?? 0) * row.Items) / items;
            var document = new Document(rows.Sum(row => row.Reviews), items, Mean(row => row.LogLoss), Mean(row => row.RmseBins), Mean(row => row.Auc), rows);
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, document);
            else Print(terminal, rows);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static void Print(Terminal terminal, List<Row> rows)
    {
        static string Figure(double? value) => value is { } known ? known.ToString("0.00000", CultureInfo.InvariantCulture) : "-";
        var table = new Table().Border(TableBorder.Simple).AddColumns("Learner", "Reviews", "Items", "Log loss", "RMSE (bins)", "AUC");
        foreach (var row in rows)
            table.AddRow(
                new Text(FsrsCommand.Name(row.User)), new Text(row.Reviews.ToString("N0", CultureInfo.InvariantCulture)), new Text(row.Items.ToString("N0", CultureInfo.InvariantCulture)), new Text(Figure(row.LogLoss)),
                new Text(Figure(row.RmseBins)), new Text(Figure(row.Auc)));
        terminal.Write(table);
    }
}

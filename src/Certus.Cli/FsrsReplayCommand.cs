using System.CommandLine;
using System.Globalization;
using Certus.Remember;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs replay LOG.csv</c>: where every card of a log stands.</summary>
internal static class FsrsReplayCommand
{
    private sealed record Row(string User, long Card, CardState State, double Stability, double Difficulty, int Reviews, int Lapses, DateTimeOffset LastReview, DateTimeOffset Due);

    public static Command Make(Terminal terminal)
    {
        var (log, user, parameters, json) = (FsrsCommand.Log(), FsrsCommand.UserColumn(), FsrsCommand.Parameters(), Shared.Json());
        var retention = FsrsCommand.Share("--retention", "The chance of recall at which a card falls due; left out, 0.9.", 0.5, 0.99);
        var command = new Command("replay", "Replay a review log and tell each card's stability, difficulty and due date.") { log, parameters, user, retention, json };
        command.SetAction((parsed, cancel) =>
        {
            var file = FsrsParameterFile.Read(parsed.GetValue(parameters));
            var options = new SchedulerOptions { DesiredRetention = parsed.GetValue(retention) ?? 0.9, Fuzz = false };
            List<Row> rows = [];
            foreach (var learner in FsrsCommand.Read(parsed.GetRequiredValue(log), parsed.GetValue(user), cancel))
                foreach (var (card, schedule) in Cards(learner, file.For(learner.Learner), options, cancel))
                    rows.Add(new(
                        learner.Learner, card, schedule.State, schedule.Memory!.Value.Stability, schedule.Memory.Value.Difficulty, schedule.Repetitions, schedule.Lapses, schedule.LastReview!.Value, schedule.Due));
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, rows);
            else Print(terminal, rows);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    /// <summary>Every card after its last review, in the order of their keys.</summary>
    public static IEnumerable<(long Card, CardSchedule Schedule)> Cards(LearnerReviews learner, Fsrs6Parameters parameters, SchedulerOptions options, CancellationToken cancel)
    {
        var scheduler = new Scheduler(new Fsrs6(parameters.ForRelearning(options.RelearningSteps.Count)), options);
        foreach (var card in learner.Reviews.GroupBy(review => review.Card).OrderBy(card => card.Key))
        {
            cancel.ThrowIfCancellationRequested();
            var schedule = CardSchedule.New(card.Min(review => review.At));
            foreach (var review in card.OrderBy(review => review.At)) schedule = scheduler.Review(schedule, review.Grade, review.At, (ulong)card.Key);
            yield return (card.Key, schedule);
        }
    }

    private static void Print(Terminal terminal, List<Row> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Learner", "Card", "State", "Stability (days)", "Difficulty", "Reviews", "Lapses", "Due (UTC)");
        foreach (var row in rows)
            table.AddRow(
                new Text(FsrsCommand.Name(row.User)), new Text(row.Card.ToString(CultureInfo.InvariantCulture)), new Text(row.State.ToString().ToLowerInvariant()), new Text(row.Stability.ToString("0.00", CultureInfo.InvariantCulture)),
                new Text(row.Difficulty.ToString("0.00", CultureInfo.InvariantCulture)), new Text(row.Reviews.ToString(CultureInfo.InvariantCulture)), new Text(row.Lapses.ToString(CultureInfo.InvariantCulture)),
                new Text(row.Due.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
        terminal.Write(table);
    }
}

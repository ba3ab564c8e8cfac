using System.CommandLine;
using System.Globalization;
using Certus.Remember;
using Certus.Remember.Workload;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs workload</c>: what each retention costs in minutes a day and keeps in cards.</summary>
internal static class FsrsWorkloadCommand
{
    private const int DefaultDays = 365, DefaultNew = 10, DefaultCards = 1000;

    private static readonly DateOnly NoDay = new(2000, 1, 1);

    private sealed record Point(double Retention, double MinutesPerDay, double ReviewsPerDay, double Memorized, double MinutesPerMemorized);

    private sealed record Row(string User, int Known, int New, int NewPerDay, int Days, IReadOnlyList<Point> Curve);

    public static Command Make(Terminal terminal)
    {
        var (user, parameters, json) = (FsrsCommand.UserColumn(), FsrsCommand.Parameters(), Shared.Json());
        var log = new Argument<string?>("LOG.csv") { Description = "A review log whose cards are there at the start; left out, there are none.", Arity = ArgumentArity.ZeroOrOne };
        var (days, fresh, cards) = (
            Whole("--days", $"How many days to look ahead, 1 to 3650; left out, {DefaultDays}.", 1, 3650), Whole("--new", $"New cards on each day, 0 to 1000; left out, {DefaultNew}.", 0, 1000),
            Whole("--cards", $"New cards in all, 0 to 100000; left out, {DefaultCards}.", 0, 100_000));
        var command = new Command("workload", "Tell what each desired retention from 0.70 to 0.97 is expected to cost in minutes a day and to keep in cards.") { log, parameters, user, days, fresh, cards, json };
        command.SetAction((parsed, cancel) =>
        {
            var file = FsrsParameterFile.Read(parsed.GetValue(parameters));
            var learners = parsed.GetValue(log) is { } path ? FsrsCommand.Read(path, parsed.GetValue(user), cancel) : [new LearnerReviews("", [])];
            var (ahead, perDay, all) = (parsed.GetValue(days) ?? DefaultDays, parsed.GetValue(fresh) ?? DefaultNew, parsed.GetValue(cards) ?? DefaultCards);
            var rows = learners.Select(learner => Look(learner, file.For(learner.Learner), ahead, perDay, all, cancel)).ToList();
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, rows);
            else foreach (var row in rows) Print(terminal, row);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Row Look(LearnerReviews learner, Fsrs6Parameters parameters, int days, int perDay, int all, CancellationToken cancel)
    {
        var options = new SchedulerOptions { Fuzz = false };
        var known = FsrsReplayCommand.Cards(learner, parameters, options, cancel)
            .Select(card => new KnownCard(card.Card, card.Schedule.Memory!.Value, options.Days.Of(card.Schedule.LastReview!.Value), options.Days.Of(card.Schedule.Due))).ToList();
        var today = known.Count == 0 ? NoDay : known.Max(card => card.LastReview).AddDays(1);
        var curve = WorkloadCurve.Of(new Fsrs6(parameters.ForRelearning(options.RelearningSteps.Count)), known, today, days, perDay, all, cancel: cancel);
        return new(
            learner.Learner, known.Count, (int)Math.Min(all, (long)perDay * days), perDay, days,
            [.. curve.Select(point => new Point(point.Retention, point.MinutesPerDay, point.ReviewsPerDay, point.Memorized, point.Memorized > 0 ? point.MinutesPerMemorized(days) : 0))]);
    }

    private static void Print(Terminal terminal, Row row)
    {
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FsrsCommand.Name(row.User)}: {row.Known} cards known and {row.New} new ones, {row.NewPerDay} a day, over {row.Days} days."));
        var table = new Table().Border(TableBorder.Simple).AddColumns("Retention", "Minutes a day", "Reviews a day", "Memorized at the end", "Minutes for each");
        foreach (var point in row.Curve)
            table.AddRow(
                new Text(point.Retention.ToString("0.00", CultureInfo.InvariantCulture)), new Text(point.MinutesPerDay.ToString("0.0", CultureInfo.InvariantCulture)), new Text(point.ReviewsPerDay.ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(point.Memorized.ToString("0", CultureInfo.InvariantCulture)), new Text(point.MinutesPerMemorized.ToString("0.00", CultureInfo.InvariantCulture)));
        terminal.Write(table);
    }

    private static Option<int?> Whole(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Shared.Parse<int>(
            result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null, $"a whole number from {least} to {most}"),
    };
}

using System.CommandLine;
using System.Globalization;
using Certus.Remember;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs schedule LOG.csv</c>: how many cards of a log fall due on which day; with <c>--exam-date</c>, what to review for an exam.</summary>
internal static class FsrsScheduleCommand
{
    private const int DefaultDays = 30;
    private const double DefaultMinutes = 20;

    private sealed record Day(DateOnly Date, int Due);

    private sealed record Row(string User, int Cards, DateOnly From, int Overdue, double ExpectedRecalled, IReadOnlyList<Day> Days);

    public static Command Make(Terminal terminal)
    {
        var (log, user, parameters, from, json) = (FsrsCommand.Log(), FsrsCommand.UserColumn(), FsrsCommand.Parameters(), Shared.AsOf(), Shared.Json());
        from.Description = "The first day, as 2026-11-23; left out, the day after the last review of the log.";
        var retention = FsrsCommand.Share("--retention", "The chance of recall at which a card falls due; left out, 0.9.", 0.5, 0.99);
        var days = new Option<int?>("--days")
        {
            Description = $"How many days to look ahead, 1 to 3650; left out, {DefaultDays}.",
            HelpName = "N",
            CustomParser = result => Shared.Parse<int>(
                result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 3650 ? number : null, "a whole number from 1 to 3650"),
        };
        var exam = Shared.AsOf("--exam-date", "Plan for an exam on this day, as 2027-02-01: what to review on the first day, and what the days until it hold.");
        var minutes = FsrsCommand.Share("--minutes", string.Create(CultureInfo.InvariantCulture, $"Minutes a day for --exam-date, 1 to 1440; left out, {DefaultMinutes}."), 1, 1440);
        minutes.HelpName = "N";
        var command = new Command("schedule", "Tell how many cards of a review log fall due on which day, and how many would be recalled on the first; or what to review until an exam.")
        {
            log, parameters, user, retention, from, days, exam, minutes, json,
        };
        command.SetAction((parsed, cancel) =>
        {
            var file = FsrsParameterFile.Read(parsed.GetValue(parameters));
            var options = new SchedulerOptions { DesiredRetention = parsed.GetValue(retention) ?? 0.9, Fuzz = false };
            if (parsed.GetValue(exam) is { } examDay)
            {
                if (parsed.GetValue(retention) is not null || parsed.GetValue(days) is not null) throw Refusal.WrongUse("--retention and --days have no meaning with --exam-date.");
                FsrsExamPlan.Write(
                    terminal, FsrsCommand.Read(parsed.GetRequiredValue(log), parsed.GetValue(user), cancel), file, options, parsed.GetValue(from), examDay, parsed.GetValue(minutes) ?? DefaultMinutes, parsed.GetValue(json), cancel);
                return Task.FromResult(Exit.Good);
            }
            if (parsed.GetValue(minutes) is not null) throw Refusal.WrongUse("--minutes needs --exam-date.");
            var rows = FsrsCommand.Read(parsed.GetRequiredValue(log), parsed.GetValue(user), cancel)
                .Select(learner => Look(learner, file.For(learner.Learner), options, parsed.GetValue(from), parsed.GetValue(days) ?? DefaultDays, cancel)).ToList();
            if (parsed.GetValue(json)) JsonOutput.Write(terminal, rows);
            else Print(terminal, rows);
            return Task.FromResult(Exit.Good);
        });
        return command;
    }

    private static Row Look(LearnerReviews learner, Fsrs6Parameters parameters, SchedulerOptions options, DateOnly? from, int days, CancellationToken cancel)
    {
        var model = new Fsrs6(parameters.ForRelearning(options.RelearningSteps.Count));
        var cards = FsrsReplayCommand.Cards(learner, parameters, options, cancel).Select(card => card.Schedule).ToList();
        var first = from ?? options.Days.Of(learner.Reviews.Max(review => review.At)).AddDays(1);
        var due = cards.Select(card => options.Days.Of(card.Due).DayNumber - first.DayNumber).ToList();
        return new(
            learner.Learner, cards.Count, first, due.Count(day => day < 0),
            cards.Sum(card => model.Retrievability(card.Memory!.Value, Math.Max(0, first.DayNumber - options.Days.Of(card.LastReview!.Value).DayNumber))),
            [.. Enumerable.Range(0, days).Select(day => new Day(first.AddDays(day), due.Count(other => other == day)))]);
    }

    private static void Print(Terminal terminal, List<Row> rows)
    {
        foreach (var row in rows)
        {
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{FsrsCommand.Name(row.User)}: {row.Cards} cards, {row.Overdue} due before {row.From:yyyy-MM-dd}; about {row.ExpectedRecalled:0} would be recalled on that day."));
            var table = new Table().Border(TableBorder.Simple).AddColumns("Day", "Due");
            foreach (var day in row.Days.Where(day => day.Due > 0)) table.AddRow(new Text(day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), new Text(day.Due.ToString(CultureInfo.InvariantCulture)));
            terminal.Write(table);
        }
    }
}

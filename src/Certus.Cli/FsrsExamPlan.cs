using System.Globalization;
using Certus.Remember;
using Certus.Remember.ExamDate;
using Spectre.Console;

namespace Certus.Cli;

/// <summary><c>certus fsrs schedule LOG.csv --exam-date DATE --minutes N</c>: what to review on the first day and what the days until the exam hold.</summary>
internal static class FsrsExamPlan
{
    private const int MostDays = 730, MostShown = 20;

    private sealed record Day(DateOnly Date, int Reviews, double Minutes);

    private sealed record Row(
        string User, int Cards, DateOnly From, DateOnly Exam, double Minutes, IReadOnlyList<PlannedReview> Today, int Waiting, double ExpectedRecalled, DateOnly? PassFrom, IReadOnlyList<Day> Days);

    public static void Write(
        Terminal terminal, IReadOnlyList<LearnerReviews> learners, FsrsParameterFile parameters, SchedulerOptions options, DateOnly? from, DateOnly exam, double minutes, bool json, CancellationToken cancel)
    {
        var rows = learners.Select(learner => Plan(learner, parameters.For(learner.Learner), options, from, exam, minutes, cancel)).ToList();
        if (json) JsonOutput.Write(terminal, rows);
        else foreach (var row in rows) Print(terminal, row);
    }

    private static Row Plan(LearnerReviews learner, Fsrs6Parameters parameters, SchedulerOptions options, DateOnly? from, DateOnly exam, double minutes, CancellationToken cancel)
    {
        var first = from ?? options.Days.Of(learner.Reviews.Max(review => review.At)).AddDays(1);
        if (exam <= first || exam.DayNumber - first.DayNumber > MostDays)
            throw Refusal.WrongUse(string.Create(CultureInfo.InvariantCulture, $"--exam-date must lie 1 to {MostDays} days after {first:yyyy-MM-dd}, the first day of the schedule, not on {exam:yyyy-MM-dd}."));
        var cards = FsrsReplayCommand.Cards(learner, parameters, options, cancel)
            .Select(card => new ExamCard(card.Card, 1, card.Schedule.Memory, options.Days.Of(card.Schedule.LastReview!.Value))).ToList();
        var plan = ExamPlan.Of(new Fsrs6(parameters.ForRelearning(options.RelearningSteps.Count)), new(exam, StudyTime.Daily(minutes)), cards, first, cancel);
        return new(
            learner.Learner, cards.Count, first, exam, minutes, plan.Today, plan.Waiting, plan.ExpectedRecalled, plan.PassFrom,
            [.. plan.Days.Select(day => new Day(day.Date, day.Reviews, Math.Round(day.Seconds / 60, 1)))]);
    }

    private static void Print(Terminal terminal, Row row)
    {
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{FsrsCommand.Name(row.User)}: {row.Cards} cards, exam on {row.Exam:yyyy-MM-dd}, {row.Minutes:0.#} minutes a day; about {row.ExpectedRecalled:0} would be recalled on that day."));
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.From:yyyy-MM-dd}: {row.Today.Count} cards, the most helpful first; {row.Waiting} more would help but don't fit."));
        terminal.Out.WriteLine(row.PassFrom is { } pass
            ? string.Create(CultureInfo.InvariantCulture, $"From {pass:yyyy-MM-dd} on every card is seen once more before the exam.")
            : "The last days do not hold every card once more; those that gain most come first.");
        var today = new Table().Border(TableBorder.Simple).AddColumns("Card", "Recalled now", "Gain on the exam day", "Seconds");
        foreach (var review in row.Today.Take(MostShown))
            today.AddRow(
                new Text(review.Card.ToString(CultureInfo.InvariantCulture)), new Text(review.Retrievability.ToString("P0", CultureInfo.InvariantCulture)), new Text(review.Gain.ToString("0.000", CultureInfo.InvariantCulture)),
                new Text(review.Seconds.ToString("0", CultureInfo.InvariantCulture)));
        terminal.Write(today);
        if (row.Today.Count > MostShown) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {row.Today.Count - MostShown} more (--json has all)."));
        var days = new Table().Border(TableBorder.Simple).AddColumns("Day", "Reviews", "Minutes");
        foreach (var day in row.Days)
            days.AddRow(new Text(day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), new Text(day.Reviews.ToString(CultureInfo.InvariantCulture)), new Text(day.Minutes.ToString("0.0", CultureInfo.InvariantCulture)));
        terminal.Write(days);
    }
}

using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Measure;

/// <summary>What the answers said of an exam at the end of each day on which something that counts was answered; for the exam on the day after.</summary>
/// <param name="Points">The oldest first.</param>
/// <param name="Days">How many such days there are; more than points where they were thinned.</param>
public sealed record OverTime(IReadOnlyList<OverTime.Point> Points, int Days)
{
    /// <summary>More days than so many are thinned: a line can't show them, and each takes some hundredths of a second.</summary>
    public const int MostPoints = 60;

    /// <summary>A day and the reading at its end; today's is of now.</summary>
    public sealed record Point(DateOnly Day, ExamReadiness Readiness);

    /// <summary>Computes it anew from the answers; nothing is kept.</summary>
    /// <param name="answered">As <see cref="AnswerHistory"/> reads them.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="form">What a real form is taken to be.</param>
    /// <param name="now">The present.</param>
    /// <param name="zone">The learner's time zone.</param>
    /// <param name="cancel">Stops.</param>
    public static OverTime Of(IReadOnlyList<AnsweredQuestion> answered, Certification exam, ExamForm form, DateTimeOffset now, TimeZoneInfo zone, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(answered);
        var days = ReadinessInputs.CountingInstants(answered, exam).Select(at => When.DayOf(at, zone)).Distinct().Order().ToList();
        DateTimeOffset EndOf(DateOnly day) => When.StartOf(day.AddDays(1), zone) is var end && end < now ? end : now.AddTicks(1);     // what was over just now counts
        return new(
            [.. Thinned(days).AsParallel().AsOrdered().WithCancellation(cancel).Select(day => new Point(day, ReadinessInputs.ReadinessAt(answered, exam, form, EndOf(day), daysAhead: 1)))], days.Count);
    }

    /// <summary>At most <see cref="MostPoints"/> of them, evenly by their order, the first and the last among them.</summary>
    public static IReadOnlyList<DateOnly> Thinned(IReadOnlyList<DateOnly> days) =>
        days.Count <= MostPoints ? days : [.. Enumerable.Range(0, MostPoints).Select(i => days[(int)((long)i * (days.Count - 1) / (MostPoints - 1))])];
}

namespace Certus.Catalog;

/// <summary>When an exam can be sat. A null is "not found".</summary>
/// <param name="SeenOpen">A day on which it could already be booked, where the launch is not known.</param>
/// <param name="BetaStart">First day of the beta.</param>
/// <param name="BetaEnd">Last day of the beta.</param>
/// <param name="Launch">First day of the standard version.</param>
/// <param name="LaunchConfidence">How sure that day is.</param>
/// <param name="LastDay">Last day on which anybody can sit it.</param>
/// <param name="LimitedFrom">First day from which only <paramref name="LimitedTo"/> is offered.</param>
/// <param name="LimitedTo">The languages still offered then.</param>
/// <param name="LimitedUntil">First day on which those end as well.</param>
/// <param name="Predecessor">Code of the exam it replaced.</param>
/// <param name="Successor">Code of the exam that replaces it.</param>
/// <param name="Substitutes">Codes of the exams to look at instead.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record Lifecycle(
    DateOnly? SeenOpen, DateOnly? BetaStart, DateOnly? BetaEnd, DateOnly? Launch, Confidence LaunchConfidence, DateOnly? LastDay,
    DateOnly? LimitedFrom, IReadOnlyList<string> LimitedTo, DateOnly? LimitedUntil, string? Predecessor, string? Successor,
    IReadOnlyList<string> Substitutes, Fact Fact)
{
    /// <summary>So many days after the last look at the sources, an exam whose end is not announced is no longer called open.</summary>
    public const int DaysUntilStale = 365;

    /// <summary>The state of the exam on a date.</summary>
    /// <remarks>
    /// A closed end outranks everything; then the beta; then the launch; then limits by language; then an announced end. Nothing is assumed
    /// bookable: without a launch, a beta or a sighting before the date, or without a recent look, the answer is <see cref="ExamState.Unknown"/>; so it
    /// is between the end of a beta and the first sighting of a version whose launch is not known.
    /// </remarks>
    public ExamStatus On(DateOnly date)
    {
        ExamStatus Say(ExamState state, string explanation, Confidence? confidence = null) =>
            new(state, date, LastDay, confidence ?? Fact.Confidence, explanation);

        if (LastDay < date) return Say(ExamState.Closed, $"Its last exam day was {LastDay:yyyy-MM-dd}.");
        if (LimitedUntil <= date) return Say(ExamState.Closed, $"The last languages ended by {LimitedUntil:yyyy-MM-dd}, as reported.", Confidence.Medium);

        var launched = Launch is { } launch ? launch <= date : SeenOpen <= date;
        if (!launched && BetaStart is { } betaStart)
        {
            if (date < betaStart) return Say(ExamState.NotYet, $"Its beta starts on {betaStart:yyyy-MM-dd}.");
            if (BetaEnd is { } betaEnd && date > betaEnd)
                return Launch is null
                    ? Say(ExamState.Unknown, $"Its beta ended on {betaEnd:yyyy-MM-dd}; {LaunchText}.", Confidence.Low)
                    : Say(ExamState.NotYet, $"Its beta ended on {betaEnd:yyyy-MM-dd}; {LaunchText}.");
            if (BetaEnd is null && IsStale(date)) return Say(ExamState.Unknown, StaleText, Confidence.Low);
            var end = BetaEnd is null ? "the end of the beta is not published" : $"the beta ends on {BetaEnd:yyyy-MM-dd}";
            return Say(ExamState.Reported, $"In beta since {betaStart:yyyy-MM-dd}; {end}; {LaunchText}. Check the official page before booking.") with { InBeta = true };
        }
        if (!launched && Launch is not null) return Say(ExamState.NotYet, $"{char.ToUpperInvariant(LaunchText[0])}{LaunchText[1..]}.", LaunchConfidence);
        if (!launched) return Say(ExamState.Unknown, "No source says that it could be booked then.", Confidence.Low);

        if (LastDay is null && LimitedUntil is null && IsStale(date)) return Say(ExamState.Unknown, StaleText, Confidence.Low);
        if (LimitedFrom <= date) return Say(ExamState.Limited, $"Since {LimitedFrom:yyyy-MM-dd} offered in {string.Join(", ", LimitedTo)} only.");
        if (Launch is not null && LaunchConfidence != Confidence.High)
            return Say(ExamState.Reported, $"Available since {Launch:yyyy-MM-dd}, as reported. Check the official page before booking.", LaunchConfidence);
        if (LastDay is not null) return Say(ExamState.Closing, $"It can be sat until {LastDay:yyyy-MM-dd}.");
        return Say(ExamState.Verified, Fact.AsOf is { } asOf ? $"It can be booked, as of {asOf:yyyy-MM-dd}." : "It can be booked; its source has no date.");
    }

    /// <summary>The states from one day to another, without a gap: days that follow each other in the same state make one stretch.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last day lies before the first.</exception>
    public IReadOnlyList<LifecycleSpan> Spans(DateOnly from, DateOnly to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        // A state can change on these days only.
        DateOnly?[] turns = [SeenOpen, BetaStart, BetaEnd?.AddDays(1), Launch, LimitedFrom, LimitedUntil, LastDay?.AddDays(1), Fact.AsOf?.AddDays(DaysUntilStale + 1)];
        List<LifecycleSpan> spans = [];
        foreach (var day in turns.OfType<DateOnly>().Where(day => day > from && day <= to).Append(from).Distinct().Order())
        {
            var status = On(day);
            if (spans is [.., var last] && last.Status.State == status.State && last.Status.InBeta == status.InBeta) continue;
            if (spans.Count > 0) spans[^1] = spans[^1] with { To = day.AddDays(-1) };
            spans.Add(new(day, to, status));
        }
        return spans;
    }

    private bool IsStale(DateOnly date) => Fact.AsOf is not { } asOf || date.DayNumber - asOf.DayNumber > DaysUntilStale;

    private string StaleText => Fact.AsOf is { } asOf ? $"Nobody has checked since {asOf:yyyy-MM-dd}." : "No dated source says so.";

    private string LaunchText => Launch is null
        ? "the launch date is not published"
        : LaunchConfidence == Confidence.High ? $"general availability is {Launch:yyyy-MM-dd}" : $"general availability is reported for {Launch:yyyy-MM-dd}";
}

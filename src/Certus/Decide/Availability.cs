using Certus.Catalog;

namespace Certus.Decide;

/// <summary>Whether somebody can book an exam on a date.</summary>
/// <param name="Code">The exam.</param>
/// <param name="Exam">Its catalog entry, where there is one.</param>
/// <param name="Status">Its state on the date.</param>
/// <param name="Obstacle">Why it can't be booked in their language, or at all; null where it can.</param>
/// <param name="LastDay">The last day on which they can sit it, where known.</param>
/// <param name="Instead">The exam that can be booked in its place, where this one can't.</param>
internal sealed record Availability(string Code, Certification? Exam, ExamStatus Status, string? Obstacle, DateOnly? LastDay, string? Instead)
{
    public bool CanBook => Obstacle is null;

    /// <summary>Whether the standard version is still to come, so that one would sit the beta.</summary>
    public bool InBeta => Exam is { Lifecycle: { BetaStart: { } start } life } && start <= Status.On && !(life.Launch <= Status.On) && !(life.Launch is null && life.SeenOpen <= Status.On) && CanBook;

    public static Availability Of(Register register, string code, DateOnly asOf, string language)
    {
        var found = Look(register, code, asOf, language);
        if (found.CanBook || found.Exam is null) return found;
        HashSet<string> seen = [code];
        var open = new Queue<string>(After(found.Exam));
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next)) continue;
            var other = Look(register, next, asOf, language);
            if (other.CanBook) return found with { Instead = next };
            if (other.Exam is not null)
                foreach (var later in After(other.Exam)) open.Enqueue(later);
        }
        return found;
    }

    private static IEnumerable<string> After(Certification exam) => exam.Lifecycle.Substitutes.Prepend(exam.Lifecycle.Successor).OfType<string>();

    private static Availability Look(Register register, string code, DateOnly asOf, string language)
    {
        if (!register.ByCode.TryGetValue(code, out var exam))
            return new(code, null, new(ExamState.Unknown, asOf, null, Confidence.Low, "The catalog does not know it."), "The catalog does not know it.", null, null);
        var (life, status) = (exam.Lifecycle, exam.Lifecycle.On(asOf));
        if (!status.CanBeBooked) return new(code, exam, status, status.Explanation, life.LastDay, null);
        var limited = life.LimitedFrom is not null && !life.LimitedTo.Contains(language);
        if (limited && life.LimitedFrom <= asOf) return new(code, exam, status, $"Since {life.LimitedFrom:yyyy-MM-dd} it is offered in {string.Join(", ", life.LimitedTo)} only.", null, null);
        var lastDay = limited ? life.LimitedFrom!.Value.AddDays(-1) : life.LimitedUntil?.AddDays(-1);
        if (life.LastDay < lastDay || lastDay is null) lastDay = life.LastDay;
        var open = new Availability(code, exam, status, null, lastDay, null);
        var languages = open.InBeta ? exam.Beta?.Languages ?? [] : life.LimitedFrom is null ? exam.Format.Languages : [];
        return languages.Count == 0 || languages.Contains(language) ? open : open with { Obstacle = $"It is {(open.InBeta ? "in beta and " : "")}offered in {string.Join(", ", languages)}, not in {language}." };
    }
}

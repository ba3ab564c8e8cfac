namespace Certus.Remember.ExamDate;

/// <summary>The pass over everything with which the days before an exam end: each card met is seen once more.</summary>
/// <remarks>
/// It takes the last <see cref="ExamAim.PassDays"/>, where <see cref="Share"/> of their time holds a review of every card met; what comes besides may take what is left. Where they do not hold it there is none: forced, it
/// keeps cards from being met at all, and cost up to a third of what would have been recalled (docs/reports/exam-date.md).
/// </remarks>
internal static class FinalPass
{
    /// <summary>The share of the time of its days that the pass may take.</summary>
    public const double Share = 0.8;

    private const double UsualRecall = 0.9;

    /// <summary>Its first day.</summary>
    /// <param name="aim">What is aimed at.</param>
    /// <param name="met">Cards met so far.</param>
    /// <returns>Null where no card was met or the time does not hold it.</returns>
    public static DateOnly? Start(ExamAim aim, int met)
    {
        var room = 0.0;
        for (var back = 1; back <= aim.PassDays; back++) room += aim.Time.SecondsOn(aim.Exam.AddDays(-back));
        return met > 0 && met * aim.Habits.ExpectedSeconds(UsualRecall) <= Share * room ? aim.Exam.AddDays(-aim.PassDays) : null;
    }

    /// <summary>Puts a day of the pass in order: what gains most per second comes first, but what was seen in the pass or is new comes only where the days left still hold all that is to be seen, and the rest of this follows.</summary>
    /// <param name="aim">What is aimed at.</param>
    /// <param name="day">A day of the pass.</param>
    /// <param name="byGain">What is worth working on, in its order.</param>
    /// <param name="owed">Reviews of all cards to be seen yet, the one least likely to be recalled on the exam day first.</param>
    public static IReadOnlyList<PlannedReview> Order(ExamAim aim, DateOnly day, IReadOnlyList<PlannedReview> byGain, IReadOnlyList<PlannedReview> owed)
    {
        var toSee = owed.Select(review => review.Card).ToHashSet();
        var spare = -owed.Sum(review => review.Seconds);
        for (var then = day; then < aim.Exam; then = then.AddDays(1)) spare += aim.Time.SecondsOn(then);
        List<PlannedReview> now = [], after = [];
        foreach (var review in byGain)
        {
            if (toSee.Remove(review.Card)) now.Add(review);
            else if (spare >= review.Seconds)
            {
                now.Add(review);
                spare -= review.Seconds;
            }
            else after.Add(review);
        }
        return [.. now, .. owed.Where(review => toSee.Contains(review.Card)), .. after];
    }
}

namespace Certus.Measure.Readiness;

/// <summary>Book now, or study some days longer first? What each way costs until the exam is passed.</summary>
/// <param name="ChanceNow">The chance to pass on the nearer day.</param>
/// <param name="ChanceLater">The chance after more study.</param>
/// <param name="DaysLater">How much later that day is.</param>
/// <param name="FeesSaved">What waiting saves in expected fees, never below 0.</param>
/// <param name="DaysLost">By how many days waiting delays the pass, on average; below 0 where it comes sooner.</param>
/// <param name="DayWorthAtBalance">What a day sooner must be worth for both ways to cost the same; null where waiting costs no days.</param>
/// <param name="Wait">Whether waiting is cheaper; null where that hangs on what a day is worth and nobody has said.</param>
/// <remarks>
/// Who fails waits <see cref="RetakeDays"/> days, pays the fee again and then, having studied meanwhile, has the later chance q in every attempt. With chance p now and q after
/// w days, the expected repeat fees are F (1 − p)/q and F (1 − q)/q, the expected days until the pass 14 (1 − p)/q and w + 14 (1 − q)/q.
/// </remarks>
public sealed record BookOrWait(double ChanceNow, double ChanceLater, double DaysLater, decimal FeesSaved, double DaysLost, decimal? DayWorthAtBalance, bool? Wait)
{
    /// <summary>Days that AWS asks for between a failed attempt and the next.</summary>
    public const double RetakeDays = 14;

    /// <summary>How much a week of study is supposed to add, in logits, where the learner's own answers don't tell: an assumption (grade D).</summary>
    public const double GainPerWeek = 0.1;

    private const double Least = 0.01;

    /// <summary>What booking the nearer day costs on average.</summary>
    /// <param name="feeAgain">What another attempt costs the learner.</param>
    /// <returns>Repeat fees, and days after the nearer day until the pass.</returns>
    public WayCost Booking(decimal feeAgain) => new(feeAgain * (decimal)((1 - ChanceNow) / ChanceLater), RetakeDays * (1 - ChanceNow) / ChanceLater);

    /// <summary>What waiting costs on average, counted like <see cref="Booking"/>.</summary>
    /// <param name="feeAgain">What another attempt costs the learner.</param>
    public WayCost Waiting(decimal feeAgain) => new(feeAgain * (decimal)((1 - ChanceLater) / ChanceLater), DaysLater + RetakeDays * (1 - ChanceLater) / ChanceLater);

    /// <summary>Compares the two ways.</summary>
    /// <param name="chanceNow">0 to 1.</param>
    /// <param name="chanceLater">0 to 1; taken as at least the present one, for study does no harm.</param>
    /// <param name="daysLater">Above 0.</param>
    /// <param name="feeAgain">What another attempt costs the learner; 0 with a free retake.</param>
    /// <param name="dayWorth">What it is worth to be done a day sooner: the study hours of a day, and what the certificate is hoped to bring; null where unknown.</param>
    public static BookOrWait Of(double chanceNow, double chanceLater, double daysLater, decimal feeAgain, decimal? dayWorth)
    {
        if (!(chanceNow is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(chanceNow), chanceNow, "must lie between 0 and 1");
        if (!(chanceLater is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(chanceLater), chanceLater, "must lie between 0 and 1");
        if (!(daysLater > 0 && double.IsFinite(daysLater))) throw new ArgumentOutOfRangeException(nameof(daysLater), daysLater, "must be above 0");
        ArgumentOutOfRangeException.ThrowIfNegative(feeAgain);
        if (dayWorth < 0) throw new ArgumentOutOfRangeException(nameof(dayWorth), dayWorth, "must not be below 0");
        var later = Math.Max(Math.Max(chanceNow, chanceLater), Least);
        var attemptsSaved = (later - chanceNow) / later;
        var feesSaved = feeAgain * (decimal)attemptsSaved;
        var daysLost = daysLater - RetakeDays * attemptsSaved;
        return new(
            chanceNow, later, daysLater, feesSaved, daysLost, daysLost > 0 ? feesSaved / (decimal)daysLost : null,
            daysLost <= 0 ? true : feesSaved == 0 ? false : dayWorth is { } worth ? feesSaved > worth * (decimal)daysLost : null);
    }
}

namespace Certus.Remember;

/// <summary>Puts cards on days that hold little, for the time each of them has.</summary>
/// <param name="Load">The reviews or seconds due on a date so far; 0 or more.</param>
/// <param name="Time">How much time there is: a day of the week with half the minutes gets half the cards, and days off get none where another day is in range.</param>
/// <remarks>
/// Without chance: the day whose load is least for its time; of days alike the one nearest to the interval wanted, of two as near the later. So cards are drawn neither toward today nor onto the eve of a day off.
/// </remarks>
public sealed record LoadBalance(Func<DateOnly, double> Load, StudyTime Time)
{
    /// <summary>Chooses an interval.</summary>
    /// <param name="today">The day of the review.</param>
    /// <param name="from">The shortest interval allowed, from 1.</param>
    /// <param name="to">The longest, not below it.</param>
    /// <param name="wanted">The interval that memory asks for.</param>
    /// <returns>From <paramref name="from"/> to <paramref name="to"/>; the one nearest to what is wanted where all days are off.</returns>
    public int Choose(DateOnly today, int from, int to, int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        var (best, least, far) = (Math.Clamp(wanted, from, to), double.PositiveInfinity, int.MaxValue);
        for (var days = to; days >= from; days--)
        {
            var date = today.AddDays(days);
            var seconds = Time.SecondsOn(date);
            if (seconds <= 0) continue;
            var load = (Load(date) + 1) / seconds;                                  // with this card on it
            var off = Math.Abs(days - wanted);
            if (load < least || load <= least && off < far) (best, least, far) = (days, load, off);
        }
        return best;
    }
}

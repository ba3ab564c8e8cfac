using Certus.Remember;

namespace Certus.Plan;

/// <summary>The days from the first to the last before the exam, with their minutes.</summary>
internal sealed class StudyDays
{
    /// <summary>The plan is thought of in sixteenths of the time there is, after the article's weeks.</summary>
    public const int Parts = 16;

    private readonly double[] _before;

    public StudyDays(DateOnly start, DateOnly exam, StudyTime time, double factor = 1)
        : this(start, [.. Enumerable.Range(0, Math.Max(0, exam.DayNumber - start.DayNumber)).Select(day => Math.Min(MostADay, (int)(time.SecondsOn(start.AddDays(day)) / 60 * factor + 1e-9)))])
    {
    }

    private StudyDays(DateOnly start, int[] minutes)
    {
        (Start, Count, Minutes, _before) = (start, minutes.Length, minutes, new double[minutes.Length + 1]);
        for (var day = 0; day < Count; day++) _before[day + 1] = _before[day] + minutes[day];
    }

    /// <summary>The same days with other minutes.</summary>
    public StudyDays With(IReadOnlyList<int> minutes) => new(Start, [.. minutes]);

    /// <summary>Nobody studies longer than this, however the hours are multiplied.</summary>
    public const int MostADay = 16 * 60;

    public DateOnly Start { get; }
    public int Count { get; }
    public int[] Minutes { get; }
    public double Total => _before[Count];

    public DateOnly DateOf(int day) => Start.AddDays(day);

    /// <summary>How much of all the time lies behind the middle of a day, 0 to 1.</summary>
    public double Passed(int day) => Total <= 0 ? 0 : (_before[day] + Minutes[day] / 2.0) / Total;

    /// <summary>The first day after so many sixteenths of the time; at least 1, at most <see cref="Count"/>.</summary>
    public int After(double sixteenths)
    {
        var day = 0;
        while (day < Count && Passed(day) < sixteenths / Parts) day++;
        return Math.Clamp(day, Math.Min(1, Count), Count);
    }
}

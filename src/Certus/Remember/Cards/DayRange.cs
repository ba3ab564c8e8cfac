using System.Globalization;

namespace Certus.Remember.Cards;

/// <summary>Days in a row.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last, not before the first.</param>
public readonly record struct DayRange(DateOnly From, DateOnly To)
{
    private const int Longest = 366;
    private const int Most = 50;

    /// <summary>Whether a day is among them.</summary>
    public bool Holds(DateOnly day) => day >= From && day <= To;

    /// <summary>Reads days and ranges with commas between: <c>2026-12-24 to 2027-01-02, 2027-02-14</c>.</summary>
    /// <returns>The ranges in their order, or what is wrong with the first that is none, in one sentence.</returns>
    public static (IReadOnlyList<DayRange> Ranges, string? Fault) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<DayRange> ranges = [];
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split(" to ", StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Day(ends[0]) is not { } from || Day(ends[^1]) is not { } to) return ([], $"'{(part.Length > 40 ? part[..40] + "…" : part)}' is no day such as 2026-12-24, and no range such as 2026-12-24 to 2027-01-02.");
            if (to < from) return ([], $"'{part}' ends before it begins.");
            if (to.DayNumber - from.DayNumber >= Longest) return ([], $"'{part}' is longer than a year.");
            ranges.Add(new(from, to));
        }
        return ranges.Count > Most ? ([], $"More than {Most} days and ranges are too many.") : (ranges, null);
    }

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public override string ToString() => From == To ? Iso(From) : $"{Iso(From)} to {Iso(To)}";

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

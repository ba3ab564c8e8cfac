using System.Globalization;
using Certus.Numerics;

namespace Certus.Web.Measure;

/// <summary>Figures of this room as people read them.</summary>
public static class MeasureWords
{
    /// <summary>A share in whole per cent: <c>62 %</c>.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}\u00a0%");

    /// <summary>A chance in whole per cent; nothing is impossible and nothing is certain.</summary>
    public static string Chance(double chance) => chance < 0.005 ? "under 1\u00a0%" : chance > 0.995 ? "over 99\u00a0%" : Percent(chance);

    /// <summary>An interval of shares: <c>31 to 88 %</c>.</summary>
    public static string Range(Interval range) => string.Create(CultureInfo.InvariantCulture, $"{range.Low * 100:0} to {range.High * 100:0}\u00a0%");

    /// <summary>A chance to pass in words that end a sentence.</summary>
    public static string InWords(double chance) => chance switch
    {
        < 0.05 => "very unlikely",
        < 0.25 => "unlikely",
        < 0.45 => "rather unlikely",
        < 0.55 => "about even",
        < 0.75 => "rather likely",
        < 0.95 => "likely",
        _ => "very likely",
    };

    /// <summary>How sure a chance is, by the width of its interval.</summary>
    public static string Sureness(Interval range) => (range.High - range.Low) switch
    {
        < 0.15 => "That is well known.",
        < 0.4 => "That is roughly known.",
        < 0.7 => "That is not well known yet: more timed answers to new questions narrow it.",
        _ => "That is hardly known yet: more timed answers to new questions narrow it.",
    };

    /// <summary>So many things: <c>1 answer</c>, <c>12 answers</c>.</summary>
    public static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many)}");

    /// <summary>Days, with one decimal below ten.</summary>
    public static string Days(double days) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(days, days < 9.95 ? 1 : 0):0.#} {(Math.Abs(days - 1) < 0.05 ? "day" : "days")}");

    /// <summary>Dollars, in whole ones from ten.</summary>
    public static string Dollars(decimal sum) => sum >= 10 || sum == Math.Floor(sum) ? string.Create(CultureInfo.InvariantCulture, $"${sum:#,0}") : string.Create(CultureInfo.InvariantCulture, $"${sum:0.00}");

    /// <summary>A day as it is written in an address and in a date field.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

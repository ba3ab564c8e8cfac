using System.Globalization;

namespace Certus.Practice.Generators;

/// <summary>Numbers as a question writes them: invariant, thousands with a comma, a true minus sign, halves away from zero.</summary>
internal static class NumberText
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four", "five", "six"];

    /// <summary>A whole number without commas, for ids.</summary>
    public static string Plain(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A whole number: <c>6,200</c>.</summary>
    public static string Whole(long value) => Signed(value, "#,0");

    /// <summary>A number with the decimals it has: <c>1.5</c>, <c>4,000</c>.</summary>
    public static string Exact(decimal value) => Signed(value, "#,0.########");

    /// <summary>A number with a fixed count of decimals: <c>−0.93</c>.</summary>
    public static string Fixed(decimal value, int places) =>
        Signed(decimal.Round(value, places, MidpointRounding.AwayFromZero), places == 0 ? "#,0" : "#,0." + new string('0', places));

    /// <summary>A percentage with one decimal: <c>74.1 %</c>.</summary>
    /// <param name="percent">In percent, not as a share.</param>
    public static string Percent(decimal percent) => Fixed(percent, 1) + " %";

    /// <summary>An amount with cents: <c>$1,234.50</c>.</summary>
    public static string Dollars(decimal amount) => "$" + Fixed(amount, 2);

    /// <summary>The price of a unit, with cents at least: <c>$3.00</c>, <c>$0.0006</c>.</summary>
    public static string Price(decimal price) => "$" + Signed(price, "#,0.00######");

    /// <summary>A small number as a word.</summary>
    /// <param name="value">From 0 to 6.</param>
    public static string Word(int value) => Words[value];

    /// <summary>Whether the value lies so close to the middle between two roundings that the shown one could be disputed.</summary>
    public static bool IsNearEdge(decimal exact, int places)
    {
        for (var i = 0; i < places; i++) exact *= 10;
        var part = exact - decimal.Floor(exact);
        return Math.Abs(part - 0.5m) < 0.03m;
    }

    private static string Signed(decimal value, string format) =>
        (value < 0 ? "−" : "") + Math.Abs(value).ToString(format, CultureInfo.InvariantCulture);
}

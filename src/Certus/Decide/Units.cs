using System.Globalization;

namespace Certus.Decide;

/// <summary>The units of assumptions, for people.</summary>
public static class Units
{
    /// <summary>What stands after a number in a field, with the space before it; empty where the label says it.</summary>
    public static string After(string unit) => unit switch
    {
        "usdPerYear" => " USD a year",
        "usd" => " USD",
        "shareOfPay" => " of a year's pay",
        "perYear" => " a year",
        "times" or "share" => "",
        "hours" or "years" or "months" or "days" or "projects" => " " + unit,
        "logits" => " logits",
        _ => " " + unit,
    };

    /// <summary>A value: <c>35 %</c>, <c>$15,000</c>, <c>14 days</c>.</summary>
    public static string Say(double value, string unit) => Number(value, unit) + Suffix(unit);

    /// <summary>A range: <c>15 to 70 %, likeliest 35 %</c>.</summary>
    public static string Say(Spread value, string unit)
    {
        if (value.IsCertain) return Say(value.Mode, unit);
        var ends = $"{Number(value.Low, unit)} to {Say(value.High, unit)}";
        return value.Shape switch
        {
            Shape.Uniform => ends,
            Shape.Quantiles => $"{ends} in eight cases of ten, half below {Number(value.Mode, unit)}",
            _ => $"{ends}, likeliest {Number(value.Mode, unit)}",
        };
    }

    private static string Number(double value, string unit) => unit switch
    {
        "share" or "shareOfPay" or "perYear" => (value * 100).ToString("0.##", CultureInfo.InvariantCulture),
        "usdPerYear" or "usd" => Money.Text(value, "USD"),
        _ => value.ToString("#,0.##", CultureInfo.InvariantCulture),
    };

    private static string Suffix(string unit) => unit switch
    {
        "share" or "shareOfPay" or "perYear" => " %",
        "usdPerYear" or "usd" => "",
        _ => " " + unit,
    };
}

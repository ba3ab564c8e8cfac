using System.Globalization;
using Certus.Decide;

namespace Certus.Web.Decide;

/// <summary>Figures of the market in words.</summary>
public static class MarketWords
{
    /// <summary>The range with its unit: <c>$130,000 to $180,000 a year</c>; null for a finding without a number.</summary>
    public static string? Say(MarketFigure figure)
    {
        if (figure is not { Low: { } low, High: { } high }) return null;
        var dollars = figure.Unit == "usdPerYear";
        string In(double value) => dollars ? Money.Text(value, "USD") : value.ToString("0.#", CultureInfo.InvariantCulture);
        return (low == high ? In(low) : $"{In(low)} to {In(high)}") + (dollars ? " a year" : " %");
    }
}

using System.Globalization;

namespace Certus.Decide;

/// <summary>Amounts of money for people: whole units, with a true minus sign.</summary>
public static class Money
{
    /// <summary>An amount in a currency: <c>$1,250</c>, <c>−1,250 EUR</c>.</summary>
    public static string Text(double amount, string currency)
    {
        var whole = Math.Round(Math.Abs(amount), MidpointRounding.AwayFromZero);
        var digits = whole.ToString("#,0", CultureInfo.InvariantCulture);
        return $"{(amount < 0 && whole > 0 ? "−" : "")}{(currency == "USD" ? "$" + digits : $"{digits} {currency}")}";
    }
}

using System.Globalization;
using Certus.Catalog;

namespace Certus.Lab.Meter;

/// <summary>The meter's figures as people read them, on pages and in the terminal.</summary>
public static class MeterWords
{
    /// <summary>An amount, about: <c>$1.20</c>; below a cent to two figures that say something.</summary>
    public static string Usd(decimal amount) => amount switch
    {
        0 => "$0.00",
        >= 0.01m => string.Create(CultureInfo.InvariantCulture, $"${amount:#,0.00}"),
        >= 0.0001m => string.Create(CultureInfo.InvariantCulture, $"${amount:0.0000}"),
        _ => "less than $0.0001",
    };

    /// <summary>What a line costs, or that nobody knows.</summary>
    public static string Amount(MeterLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Usd is { } usd ? Usd(usd) : "no price known";
    }

    /// <summary>A price: <c>$0.115 an hour</c>.</summary>
    public static string Price(Price price)
    {
        ArgumentNullException.ThrowIfNull(price);
        var of = price.Unit switch { PriceUnit.Hour => "an hour", PriceUnit.GigabyteMonth => "a GB-month", PriceUnit.ThousandRequests => "a thousand requests", _ => "a TB" };
        return string.Create(CultureInfo.InvariantCulture, $"${price.Usd} {of}");
    }

    /// <summary>How a price is known.</summary>
    public static string Basis(PriceBasis basis) => basis switch { PriceBasis.Catalog => "a copy of AWS's price catalog", PriceBasis.Page => "a copy of AWS's pricing page", _ => "public lists that repeat it" };

    /// <summary>How much of it: <c>3.50 instance hours</c>.</summary>
    public static string Quantity(MeterLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var (quantity, unit) = line is { Unit: "instance hours", Quantity: < 0.1 } ? (line.Quantity * 3600, "instance seconds") : (line.Quantity, line.Unit);
        var some = quantity.ToString(unit is "requests" or "units" ? "#,0" : quantity >= 1 ? "#,0.##" : "0.####", CultureInfo.InvariantCulture);
        if (some == "1") unit = unit[..^1];
        return some == "0" && quantity > 0 ? $"less than 0.0001 {unit}" : $"{some} {unit}";
    }

    /// <summary>The sum in a sentence.</summary>
    public static string Total(MeterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var said = $"On AWS this would have cost about {Usd(report.TotalUsd)}{(report.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $" since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")}";
        return report.Unpriced switch
        {
            0 => said + ".",
            1 => said + ", and one thing more for which no price is known here.",
            var several => $"{said}, and {several} things more for which no price is known here.",
        };
    }

    /// <summary>What the sum is made of.</summary>
    public static string Terms(MeterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var day = report.PricesAsOf is { } oldest ? $" as of {oldest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} or later" : "";
        return $"US dollars, on-demand prices of {report.Region}{day}, without tax, free tier, data transfer, logs and metrics; the seconds are the sandbox's. Look at the pricing pages before you decide by it.";
    }

    /// <summary>An endpoint that nobody asks, in a sentence.</summary>
    public static string Forgotten(ForgottenEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var idle = endpoint.IdleHours < 48 ? $"{Math.Floor(endpoint.IdleHours):0} hours" : $"{Math.Floor(endpoint.IdleHours / 24):0} days";
        return $"Forgotten: the endpoint {endpoint.Endpoint} runs on instances and nobody has asked it for {idle}. {(endpoint.UsdADay is { } usd ? $"On AWS it would cost about {Usd(usd)} a day" : "On AWS it would cost money by the hour")} until it is deleted.";
    }
}

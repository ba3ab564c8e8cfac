namespace Certus.Lab.Meter;

/// <summary>What everything in a sandbox would have cost on AWS, about.</summary>
/// <param name="AsOf">When it was read.</param>
/// <param name="Since">The oldest thing it counts; null where there is none.</param>
/// <param name="Region">Whose prices it counts with, wherever a thing was made.</param>
/// <param name="PricesAsOf">The oldest day that a price it counted with is from; null where it counted with none.</param>
/// <param name="TotalUsd">The sum of what has a price.</param>
/// <param name="Unpriced">How many lines have none and are not in the sum.</param>
/// <param name="Services">The sum by service, the dearest first.</param>
/// <param name="Lines">Every thing, the dearest first within its service.</param>
/// <param name="Forgotten">Endpoints that nobody asks, the longest forgotten first.</param>
public sealed record MeterReport(
    DateTimeOffset AsOf, DateTimeOffset? Since, string Region, DateOnly? PricesAsOf, decimal TotalUsd, int Unpriced, IReadOnlyList<MeterReport.ServiceSum> Services,
    IReadOnlyList<MeterLine> Lines, IReadOnlyList<ForgottenEndpoint> Forgotten)
{
    /// <summary>Currency of all amounts.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>What a service would have cost.</summary>
    /// <param name="Service">Its name.</param>
    /// <param name="Usd">The sum of what has a price.</param>
    /// <param name="Unpriced">How many of its lines have none.</param>
    public sealed record ServiceSum(string Service, decimal Usd, int Unpriced);
}

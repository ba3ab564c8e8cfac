namespace Certus.Catalog;

/// <summary>On-demand prices of a region.</summary>
/// <param name="Region">Such as us-east-1.</param>
/// <param name="Prices">Each thing once for a use.</param>
public sealed record PriceTable(string Region, IReadOnlyList<Price> Prices)
{
    /// <summary>The price of a thing; null where nothing is known of it, which is not the same as costing nothing.</summary>
    /// <param name="service">AWS's name of the service today.</param>
    /// <param name="use">What for.</param>
    /// <param name="item">An instance type, a storage class, a kind of request.</param>
    public Price? Find(string service, string use, string item) => Prices.FirstOrDefault(price => price.Service == service && price.Item == item && price.Uses.Contains(use));
}

namespace Certus.Catalog;

/// <summary>What one unit of a thing costs on AWS.</summary>
/// <param name="Service">AWS's name of the service today.</param>
/// <param name="Uses">What for: training, hosting, transform, storage, requests, queries, crawlers, streams.</param>
/// <param name="Item">An instance type, a storage class, a kind of request.</param>
/// <param name="Unit">What the price is of.</param>
/// <param name="Usd">US dollars a unit, above 0, on demand, without tax and free tier.</param>
/// <param name="Source">Where AWS says it.</param>
/// <param name="Basis">How it is known.</param>
/// <param name="AsOf">The day on which it was so.</param>
public sealed record Price(string Service, IReadOnlyList<string> Uses, string Item, PriceUnit Unit, decimal Usd, Uri Source, PriceBasis Basis, DateOnly AsOf);

using Certus.Catalog;

namespace Certus.Lab.Meter;

/// <summary>The lines of a bill, as they are found.</summary>
/// <param name="now">When it is read.</param>
internal sealed class Bill(DateTimeOffset now)
{
    private readonly List<MeterLine> _lines = [];
    private DateTimeOffset? _since;
    private DateOnly? _oldest;

    public DateTimeOffset Now => now;

    public void Began(DateTimeOffset at) => _since = _since is { } first && first < at ? first : at;

    public void Add(string service, string use, string resource, string item, double quantity, string unit, bool running)
    {
        var price = UsageMeter.Prices.Find(service, use, item);
        if (price is not null && (_oldest is null || price.AsOf < _oldest)) _oldest = price.AsOf;
        var units = price?.Unit switch { PriceUnit.ThousandRequests => quantity / 1000, PriceUnit.Terabyte => quantity / 1024, _ => quantity };
        _lines.Add(new(service, use, resource, item.Length > 0 ? item : "an instance of unknown type", quantity, unit, price is null ? null : (decimal)units * price.Usd, price is null ? null : MeterWords.Price(price), running));
    }

    public MeterReport Report(IReadOnlyList<ForgottenEndpoint> forgotten)
    {
        List<MeterReport.ServiceSum> services = [.. _lines.GroupBy(line => line.Service).Select(lines => new MeterReport.ServiceSum(lines.Key, lines.Sum(line => line.Usd ?? 0), lines.Count(line => line.Usd is null)))
            .OrderByDescending(sum => sum.Usd).ThenBy(sum => sum.Service, StringComparer.Ordinal)];
        var rank = services.Index().ToDictionary(service => service.Item.Service, service => service.Index);
        return new(now, _since, UsageMeter.Prices.Region, _oldest, services.Sum(service => service.Usd), _lines.Count(line => line.Usd is null), services,
            [.. _lines.OrderBy(line => rank[line.Service]).ThenByDescending(line => line.Usd ?? 0).ThenBy(line => line.Resource, StringComparer.Ordinal).ThenBy(line => line.Item, StringComparer.Ordinal)], forgotten);
    }
}

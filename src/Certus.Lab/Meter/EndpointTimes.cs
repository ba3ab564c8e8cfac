using System.Text.Json.Nodes;

namespace Certus.Lab.Meter;

/// <summary>When an endpoint ran on what, from the events that were written down.</summary>
/// <param name="region">Where.</param>
/// <param name="name">The endpoint's.</param>
internal sealed class EndpointTimes(string region, string name)
{
    private readonly Dictionary<string, double> _hours = new(StringComparer.Ordinal);
    private JsonArray _variants = [];
    private DateTimeOffset _from;

    public string Region => region;

    public string Name => name;

    /// <summary>Whether there is such an endpoint, with variants in service.</summary>
    public bool Runs { get; private set; }

    /// <summary>Since when it has been in service without a break.</summary>
    public DateTimeOffset UpSince { get; private set; }

    /// <summary>Whether a variant has answered without an instance.</summary>
    public bool WasServerless { get; private set; }

    /// <summary>Instance hours by instance type; the type is empty where it was not written down.</summary>
    public IReadOnlyDictionary<string, double> Hours => _hours;

    /// <summary>Instances that run now, by type.</summary>
    public IEnumerable<(string Type, long Count)> Instances => Runs ? Of(_variants) : [];

    /// <summary>Counts up to an instant, and goes on with another state from there; null where the endpoint is gone.</summary>
    public void Change(DateTimeOffset at, JsonObject? state)
    {
        Count(at);
        _variants = state?["variants"] as JsonArray ?? [];
        WasServerless |= _variants.Any(variant => variant!["CurrentServerlessConfig"] is not null);
        // Instances are there from the first deployment on, also while the endpoint is being updated.
        var runs = _variants.Count > 0;
        if (runs && !Runs) UpSince = at;
        Runs = runs;
    }

    /// <summary>Counts up to an instant.</summary>
    public void Count(DateTimeOffset at)
    {
        if (Runs)
            foreach (var (type, count) in Of(_variants)) _hours[type] = _hours.GetValueOrDefault(type) + Math.Max(0, (at - _from).TotalHours) * count;
        _from = at;
    }

    private static IEnumerable<(string, long)> Of(JsonArray variants) =>
        variants.Where(variant => variant!["CurrentServerlessConfig"] is null).Select(variant => ((string?)variant!["_instanceType"] ?? "", (long?)variant["CurrentInstanceCount"] ?? 0)).Where(instance => instance.Item2 > 0);
}

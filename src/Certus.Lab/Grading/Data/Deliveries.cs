using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>How many minutes a delivery takes: few rows, much noise, a law of steps and slopes that small trees learn and large ones drown in noise.</summary>
/// <remarks>Nothing of it is taken from real deliveries. The weights, and which columns say nothing, are the seed's.</remarks>
internal sealed class Deliveries
{
    /// <summary>The columns, without the label.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["distance_km", "stops", "parcels", "weight_kg", "hour", "rain_mm", "floors", "traffic", "vehicle_age", "temperature", "tour", "driver_months"];

    /// <summary>The standard deviation of what no model can know, in minutes.</summary>
    public const double Noise = 6;

    private const int Telling = 6;

    private readonly double[] _slopes = new double[Columns.Count], _steps = new double[Columns.Count], _at = new double[Columns.Count];
    private readonly int _one, _other;
    private readonly double _together;

    public Deliveries(ulong seed)
    {
        var random = new SeededRandom(seed, "deliveries law");
        var order = random.Shuffle(Enumerable.Range(0, Columns.Count));
        foreach (var column in order.Take(Telling)) (_slopes[column], _steps[column], _at[column]) = (random.Sign() * (2 + random.Unit()), random.Sign() * (2 + random.Unit()), random.Unit() - 0.5);
        (_one, _other, _together) = (order[0], order[1], random.Sign() * (5 + random.Unit()));
    }

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<NumberRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"deliveries {name}");
        for (var i = 0; i < count; i++)
        {
            double[] drawn = [.. Columns.Select(_ => random.Normal())];
            double mean = 42;
            for (var column = 0; column < drawn.Length; column++) mean += _slopes[column] * drawn[column] + (drawn[column] > _at[column] ? _steps[column] : 0);
            if (drawn[_one] > 0 && drawn[_other] > 0) mean += _together;
            yield return new([.. drawn.Select((value, column) => Math.Round(_middle[column] + _scale[column] * value, 3))], mean, Math.Round(mean + Noise * random.Normal(), 3));
        }
    }

    private static readonly double[] _middle = [14, 6, 9, 22, 13, 2.4, 3, 50, 5, 12, 4, 40], _scale = [4.5, 1.8, 2.7, 7, 2.6, 0.8, 0.9, 14, 1.6, 7, 1.1, 13];
}

using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Readings of pumps, three in a thousand of which fail within a day, drawn from a law whose weights the seed decides.</summary>
/// <remarks>
/// Nothing of it is taken from real pumps. The law's base is solved for, so that the share of failures is the same for every seed; the spread of
/// its log-odds is too, so that what can be reached at a cut is.
/// </remarks>
internal sealed class Pumps
{
    /// <summary>The share of readings that a failure follows.</summary>
    public const double Rate = 0.003;

    private const double Spread = 4.5;
    private const int Calibrated = 20_000;

    /// <summary>The columns, without the label.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["bearing_temperature", "vibration", "pressure_drop", "motor_current", "oil_age", "flow", "starts_24h", "room_humidity"];

    private readonly double[] _weights;
    private readonly double _base;

    public Pumps(ulong seed)
    {
        var random = new SeededRandom(seed, "pumps law");
        _weights = [.. Enumerable.Range(0, Columns.Count).Select(column => column < 6 ? random.Sign() * (0.6 + 0.6 * random.Unit()) : 0)];
        var length = Math.Sqrt(_weights.Sum(weight => weight * weight));
        for (var column = 0; column < _weights.Length; column++) _weights[column] *= Spread / length;

        var sums = Enumerable.Range(0, Calibrated).Select(_ => Sum(Readings(random))).ToArray();
        double low = -20, high = 0;
        while (high - low > 1e-6)
        {
            var middle = (low + high) / 2;
            if (sums.Average(sum => 1 / (1 + Math.Exp(-middle - sum))) < Rate) low = middle;
            else high = middle;
        }
        _base = low;
    }

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<LabeledRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"pumps {name}");
        for (var i = 0; i < count; i++)
        {
            var readings = Readings(random);
            var probability = 1 / (1 + Math.Exp(-_base - Sum(readings)));
            yield return new([.. readings.Select((reading, column) => Math.Round(_middle[column] + _scale[column] * reading, 3))], probability, random.Unit() < probability);
        }
    }

    private static readonly double[] _middle = [61, 4.2, 1.8, 32, 900, 240, 14, 55], _scale = [6.5, 0.9, 0.35, 4.1, 210, 31, 3.2, 12];

    private static double[] Readings(SeededRandom random) => [.. Columns.Select(_ => random.Normal())];

    private double Sum(double[] readings)
    {
        double sum = 0;
        for (var column = 0; column < readings.Length; column++) sum += _weights[column] * readings[column];
        return sum;
    }
}

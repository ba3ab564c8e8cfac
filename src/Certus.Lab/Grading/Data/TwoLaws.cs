using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Two data sets of thirty columns and a number to predict: a weighted sum of many, on few rows; and a few columns that matter together, on many.</summary>
/// <remarks>Weights, the columns that matter and which of the two names has which law are the seed's.</remarks>
internal sealed class TwoLaws
{
    /// <summary>The data sets' names; they say nothing about the laws.</summary>
    public static IReadOnlyList<string> Names { get; } = ["basalt", "orchid"];

    /// <summary>Columns of either, without the label.</summary>
    public const int Columns = 30;

    /// <summary>The standard deviation of what no model can know.</summary>
    public const double Noise = 1;

    private const int Summed = 20;

    private readonly string _additive;
    private readonly double[] _weights = new double[Columns];
    private readonly IReadOnlyList<int> _together;
    private readonly double[] _sizes;

    public TwoLaws(ulong seed)
    {
        var random = new SeededRandom(seed, "two laws");
        _additive = random.Pick(Names);
        foreach (var column in random.Shuffle(Enumerable.Range(0, Columns)).Take(Summed)) _weights[column] = random.Sign() * (0.25 + 0.3 * random.Unit());
        _together = [.. random.Shuffle(Enumerable.Range(0, Columns)).Take(5)];
        _sizes = [.. Enumerable.Range(0, 4).Select(_ => random.Sign() * (0.9 + 0.2 * random.Unit()))];
    }

    /// <summary>Whether a data set is the weighted sum.</summary>
    public bool IsAdditive(string name) => name == _additive;

    /// <summary>Rows to train on: few of the sum, many of the other.</summary>
    public int TrainRows(string name) => IsAdditive(name) ? 500 : 8_000;

    /// <summary>Rows to validate on.</summary>
    public int ValidationRows(string name) => IsAdditive(name) ? 300 : 2_000;

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<NumberRow> Sample(string name, ulong sampleSeed, string sample, int count)
    {
        var random = new SeededRandom(sampleSeed, $"two laws {name} {sample}");
        for (var i = 0; i < count; i++)
        {
            double[] features = [.. Enumerable.Range(0, Columns).Select(_ => Math.Round(random.Normal(), 4))];
            var mean = IsAdditive(name) ? Sum(features) : Together(features);
            yield return new(features, mean, Math.Round(mean + Noise * random.Normal(), 4));
        }
    }

    private double Sum(double[] features)
    {
        double sum = 12;
        for (var column = 0; column < Columns; column++) sum += _weights[column] * features[column];
        return sum;
    }

    /// <summary>Gates that open and close each other: a weighted sum sees only what is left of them on average.</summary>
    private double Together(double[] features)
    {
        double Of(int which) => features[_together[which]];
        return 12
            + _sizes[0] * (Of(0) > 0.3 ? 1.6 * Of(1) : -1.2 * Of(1))
            + _sizes[1] * (Of(2) > -0.2 && Of(3) > -0.2 ? 2.8 : 0)
            + _sizes[2] * 1.6 * Math.Abs(Of(4))
            + _sizes[3] * (Of(0) > 0.3 && Of(4) < 0 ? 2 : 0);
    }
}

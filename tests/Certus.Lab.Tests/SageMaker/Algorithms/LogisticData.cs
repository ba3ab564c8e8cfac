using Certus.Numerics;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

/// <summary>Rows whose label is drawn by a logistic model of known coefficients.</summary>
internal sealed class LogisticData(ulong seed, int features, double strength)
{
    private readonly SeededRandom _random = new(seed, "logistic data");

    public double[] Coefficients { get; } = [.. Enumerable.Range(0, features).Select(i => strength * (i % 2 == 0 ? 1 : -1) / (1 + i % 3))];

    public double Intercept { get; init; } = -0.5;

    public static ulong FreshSeed => (ulong)Random.Shared.NextInt64();

    public double Normal() => NormalQuantile.At(((_random.Next() >> 12) + 0.5) / (1UL << 52));

    public double Chance(double[] row) => 1 / (1 + Math.Exp(-Intercept - row.Zip(Coefficients, (x, w) => x * w).Sum()));

    public List<(double Label, double[] Row)> Rows(int count)
    {
        List<(double, double[])> rows = [];
        for (var i = 0; i < count; i++)
        {
            double[] row = [.. Coefficients.Select(_ => Normal())];
            rows.Add(((_random.Next() >> 11) * (1.0 / (1UL << 53)) < Chance(row) ? 1 : 0, row));
        }
        return rows;
    }
}

using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Card payments, a few of them fraud, drawn from a law whose weights the seed decides.</summary>
/// <remarks>
/// Nothing of it is taken from real payments. Two interactions (a new device abroad; a large amount at a risky merchant, card not present) are
/// part of the law, so that trees see what a weighted sum can't.
/// </remarks>
internal sealed class Payments(ulong seed)
{
    private const double Base = -9.2;

    /// <summary>The columns, without the label.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["amount", "hour", "minutes_since_last", "km_from_home", "merchant_risk", "card_not_present", "new_device", "account_age_days", "payments_24h", "abroad"];

    private readonly double[] _weights = Weights(new SeededRandom(seed, "payments law"));

    private static double[] Weights(SeededRandom random) => [.. Enumerable.Range(0, 8).Select(_ => 1.3 + 0.3 * Unit(random))];

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<LabeledRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"payments {name}");
        for (var i = 0; i < count; i++) yield return Draw(random);
    }

    private LabeledRow Draw(SeededRandom random)
    {
        var amount = Math.Exp(3.2 + 1.1 * Normal(random));
        var hour = random.Below(24);
        var gap = Math.Exp(5 + 1.6 * Normal(random));
        var abroad = Unit(random) < 0.07;
        var distance = abroad ? 300 + 1500 * Unit(random) : Math.Exp(1.6 + 1.1 * Normal(random));
        var risk = Unit(random);
        var absent = Unit(random) < 0.35;
        var device = Unit(random) < 0.09;
        var age = Math.Floor(20 + 3000 * Unit(random));
        var recent = Math.Floor(-3.5 * Math.Log(1 - Unit(random)));
        var logit = Base
            + _weights[0] * 0.75 * (Math.Log(amount) - 3.2)
            + _weights[1] * (hour is >= 1 and <= 5 ? 1.1 : 0)
            + _weights[2] * 2.2 * (risk - 0.5)
            + _weights[3] * (absent ? 0.9 : 0)
            + _weights[4] * 0.16 * Math.Min(recent, 15)
            + _weights[5] * (age < 120 ? 1.3 : 0)
            + _weights[6] * (device && abroad ? 5.5 : device ? 1.2 : abroad ? 0.4 : 0)
            + _weights[7] * (absent && risk > 0.75 && amount > 60 ? 3.4 : 0);
        var probability = 1 / (1 + Math.Exp(-logit));
        return new(
            [Math.Round(amount, 2), hour, Math.Round(gap, 1), Math.Round(distance, 1), Math.Round(risk, 3), absent ? 1 : 0, device ? 1 : 0, age, recent, abroad ? 1 : 0],
            probability, Unit(random) < probability);
    }

    private static double Unit(SeededRandom random) => (random.Next() >> 11) * (1.0 / (1UL << 53));

    private static double Normal(SeededRandom random) => Math.Sqrt(-2 * Math.Log(1 - Unit(random))) * Math.Cos(2 * Math.PI * Unit(random));
}

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

    private static double[] Weights(SeededRandom random) => [.. Enumerable.Range(0, 8).Select(_ => 1.3 + 0.3 * random.Unit())];

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<LabeledRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"payments {name}");
        for (var i = 0; i < count; i++) yield return Draw(random);
    }

    private LabeledRow Draw(SeededRandom random)
    {
        var amount = Math.Exp(3.2 + 1.1 * random.Normal());
        var hour = random.Below(24);
        var gap = Math.Exp(5 + 1.6 * random.Normal());
        var abroad = random.Unit() < 0.07;
        var distance = abroad ? 300 + 1500 * random.Unit() : Math.Exp(1.6 + 1.1 * random.Normal());
        var risk = random.Unit();
        var absent = random.Unit() < 0.35;
        var device = random.Unit() < 0.09;
        var age = Math.Floor(20 + 3000 * random.Unit());
        var recent = Math.Floor(-3.5 * Math.Log(1 - random.Unit()));
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
            probability, random.Unit() < probability);
    }
}

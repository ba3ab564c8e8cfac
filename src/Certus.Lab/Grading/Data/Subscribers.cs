using System.Globalization;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Subscribers, about a quarter of whom leave within the month, drawn from a law whose weights the seed decides.</summary>
/// <remarks>Nothing of it is taken from real ones. Their ids are letters and digits, and no feature.</remarks>
internal sealed class Subscribers(ulong seed)
{
    /// <summary>The columns, without id and label.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["months", "logins_30d", "tickets_90d", "price", "discount", "late_payments", "devices", "hours_30d"];

    private readonly double[] _weights = [.. Weights(new SeededRandom(seed, "subscribers law"))];

    private static IEnumerable<double> Weights(SeededRandom random) => Enumerable.Range(0, 5).Select(_ => 0.8 + 0.5 * random.Unit());

    /// <summary>Rows of a sample; equal names give equal rows.</summary>
    public IEnumerable<LabeledRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"subscribers {name}");
        for (var i = 0; i < count; i++) yield return Draw(random);
    }

    /// <summary>An id for each of so many subscribers, in an order that is not theirs.</summary>
    public static IEnumerable<string> Ids(ulong seed, string name, int count)
    {
        var random = new SeededRandom(seed, $"subscribers ids {name}");
        return random.Shuffle(Enumerable.Range(0, count)).Select(number => string.Create(CultureInfo.InvariantCulture, $"S-{100_000 + number * 7 + random.Below(7)}"));
    }

    private LabeledRow Draw(SeededRandom random)
    {
        var months = 1 + random.Below(60);
        var logins = Math.Floor(-9 * Math.Log(1 - random.Unit()));
        var tickets = Math.Floor(-1.1 * Math.Log(1 - random.Unit()));
        var price = 8 + 4 * random.Below(5);
        var discount = random.Unit() < 0.3 ? 0.1 * random.Between(1, 4) : 0;
        var late = Math.Floor(-0.7 * Math.Log(1 - random.Unit()));
        var devices = random.Between(1, 5);
        var hours = Math.Round(Math.Exp(1.9 + 0.8 * random.Normal()), 1);
        var logit = -2.6
            + _weights[0] * (months < 6 ? 1.2 : months > 36 ? -0.6 : 0)
            + _weights[1] * (logins < 4 ? 1.4 : 0)
            + _weights[2] * 0.7 * Math.Min(tickets, 5)
            + _weights[3] * (price >= 20 && discount == 0 ? 1.2 : 0)
            + _weights[4] * 0.6 * Math.Min(late, 4);
        var probability = 1 / (1 + Math.Exp(-logit));
        return new([months, logins, tickets, price, Math.Round(discount, 1), late, devices, hours], probability, random.Unit() < probability);
    }
}

using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>How hard a machine works, in percent of what it can: quiet at one time and busy at another, and now and then what belongs to the one beside what belongs to the other.</summary>
/// <remarks>
/// Nothing of it is taken from real machines. Levels, spreads, the share of anomalies and their kinds are the seed's. A kind is a regime in which two
/// columns stand as in the other regime, so that no value is unusual by itself; readings on the way from one regime to the other are rare too, and no anomalies.
/// </remarks>
internal sealed class Machines
{
    /// <summary>The columns, without the id.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["cpu", "memory", "disk_reads", "network_in", "network_out", "threads"];

    private const int Kinds = 3, Steps = 24;
    private const double Busy = 0.5, Changing = 0.04, Shared = 0.6, Own = 0.8;

    private readonly double[] _quiet, _busy, _spread;
    private readonly (bool Busy, int[] Columns)[] _kinds;

    public Machines(ulong seed)
    {
        var random = new SeededRandom(seed, "machines law");
        _quiet = [.. Columns.Select(_ => 12 + 14 * random.Unit())];
        _busy = [.. Columns.Select(_ => 64 + 20 * random.Unit())];
        _spread = [.. Columns.Select(_ => 3 + 2 * random.Unit())];
        Rate = 0.007 + 0.008 * random.Unit();
        var order = random.Shuffle(Enumerable.Range(0, Columns.Count));
        _kinds = [.. Enumerable.Range(0, Kinds).Select(kind => (random.Below(2) == 0, (int[])[.. order.Skip(2 * kind).Take(2)]))];
    }

    /// <summary>The share of readings that are anomalies, 0.007 to 0.015.</summary>
    public double Rate { get; }

    /// <summary>Rows of a sample as they come; equal names give equal rows. The label is an anomaly.</summary>
    public IEnumerable<LabeledRow> Sample(ulong sampleSeed, string name, int count)
    {
        var random = new SeededRandom(sampleSeed, $"machines {name}");
        for (var i = 0; i < count; i++) yield return random.Unit() < Rate ? Anomaly(random) : random.Unit() < Changing ? OnTheWay(random) : Steady(random);
    }

    /// <summary>Rows of each sort, as many as are needed to see how often the rare ones are taken for others, and the share of all readings that each stands for; the shares sum to 1.</summary>
    public IReadOnlyList<(LabeledRow Row, double Share)> Sorted(ulong sampleSeed, string name, int steady, int onTheWay, int anomalies)
    {
        var random = new SeededRandom(sampleSeed, $"machines {name}");
        return
        [
            .. Enumerable.Range(0, steady).Select(_ => (Steady(random), (1 - Rate) * (1 - Changing) / steady)),
            .. Enumerable.Range(0, onTheWay).Select(_ => (OnTheWay(random), (1 - Rate) * Changing / onTheWay)),
            .. Enumerable.Range(0, anomalies).Select(_ => (Anomaly(random), Rate / anomalies)),
        ];
    }

    private LabeledRow Anomaly(SeededRandom random) => Draw(random, Level(random.Pick(_kinds)), true);

    private LabeledRow OnTheWay(SeededRandom random) => Draw(random, Level(random.Unit()), false);

    private LabeledRow Steady(SeededRandom random) => Draw(random, Level(random.Unit() < Busy ? 1 : 0), false);

    private LabeledRow Draw(SeededRandom random, double[] level, bool anomaly)
    {
        var shared = random.Normal();
        double[] row = [.. level.Select((middle, column) => Math.Round(Math.Clamp(middle + _spread[column] * (Shared * shared + Own * random.Normal()), 0, 100), 2))];
        return new(row, Probability(row), anomaly);
    }

    private double[] Level(double busy) => [.. _quiet.Zip(_busy, (quiet, full) => quiet + busy * (full - quiet))];

    private double[] Level((bool Busy, int[] Columns) kind) => [.. Columns.Select((_, column) => kind.Busy != kind.Columns.Contains(column) ? _busy[column] : _quiet[column])];

    /// <summary>The chance that a reading is an anomaly, by the densities of the law; readings on the way are summed over as many steps as are finer than their spread.</summary>
    private double Probability(double[] row)
    {
        var anomalies = Rate * _kinds.Average(kind => Density(row, Level(kind)));
        var others = (1 - Rate) * ((1 - Changing) * (Busy * Density(row, _busy) + (1 - Busy) * Density(row, _quiet)) + Changing * Enumerable.Range(0, Steps).Average(step => Density(row, Level((step + 0.5) / Steps))));
        return anomalies + others > 0 ? anomalies / (anomalies + others) : 0;
    }

    /// <summary>The normal density around a level, up to a factor that is the same for all.</summary>
    private double Density(double[] row, double[] level)
    {
        double squares = 0, sum = 0;
        for (var column = 0; column < row.Length; column++)
        {
            var apart = (row[column] - level[column]) / _spread[column];
            squares += apart * apart;
            sum += apart;
        }
        // One shared part and one of each column's own: the inverse of such a matrix is known (Sherman and Morrison, 1950).
        return Math.Exp(-0.5 * (squares - Shared * Shared * sum * sum / (Own * Own + row.Length * Shared * Shared)) / (Own * Own));
    }
}

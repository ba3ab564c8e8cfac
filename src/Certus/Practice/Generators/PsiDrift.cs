using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The population stability index over three bins; the logarithms are given.</summary>
/// <remarks>
/// Σ (live − baseline) × ln(live / baseline). Shares are multiples of 5 %, so each logarithm is a difference of those of 1 to 20, taken from a table of decimals:
/// no floating point enters. The terms are shown with rounded logarithms; draws in which that would change a result are left out.
/// </remarks>
internal sealed class PsiDrift : SingleChoiceGenerator
{
    // Natural logarithms of the primes up to 13.
    private static readonly (int Prime, decimal Log)[] Logs =
    [
        (2, 0.693147180559945309417m), (3, 1.098612288668109691395m), (5, 1.609437912434100374601m), (7, 1.945910149055313305105m), (11, 2.397895272798370544061m),
        (13, 2.564949357461536736054m),
    ];

    private static readonly (string Feature, string[] Bins)[] Stories =
    [
        ("order value", ["below $20", "$20 to $80", "above $80"]),
        ("age of the applicant", ["under 30", "30 to 59", "60 or more"]),
        ("length of the trip", ["short", "medium", "long"]),
        ("blood pressure", ["low", "normal", "high"]),
        ("sessions per week", ["none", "1 to 3", "4 or more"]),
    ];

    public override string Id => "gen-psi";
    public override string Title => "Population stability index over three bins";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/4.4", "MLA-C02/4.1"];
    public override IReadOnlyList<string> Skills => ["drift-statistics", "drift-types"];
    protected override string Area => "deployment-operations";
    protected override double Difficulty => 0.9;
    protected override string Principle => "PSI adds (live − baseline) × ln(live / baseline) over the bins; every term is zero or more, so nothing cancels.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Yurdakul - Statistical Properties of Population Stability Index", "https://scholarworks.wmich.edu/dissertations/3208"),
        new("SciPy - scipy.stats.entropy (relative entropy)", "https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.entropy.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        int[] baseline = Shares(random), live = Shares(random);         // in twentieths
        if (baseline.Concat(live).Any(share => share is < 2 or > 14) || baseline.Zip(live).Sum(bin => Math.Abs(bin.First - bin.Second)) < 4) return null;
        if (baseline.Zip(live).Any(bin => bin.First == bin.Second)) return null;

        var bins = Enumerable.Range(0, 3).Select(i => new Bin(baseline[i] / 20m, live[i] / 20m, Log(live[i]) - Log(baseline[i]))).ToArray();
        var psi = bins.Sum(bin => bin.Term);
        string[] terms = [.. bins.Select(bin => $"({Share(bin.Live)} − {Share(bin.Baseline)}) × {Shown(bin.Log)}")];
        if (Disputed(psi, bins.Sum(bin => (bin.Live - bin.Baseline) * bin.Rounded))) return null;
        var key = new Answer(psi, $"{string.Join(" + ", terms)} = {Fixed(psi, 3)}. A bin that shrank has a negative difference and a negative logarithm, so its term is positive, too.");
        var largest = bins.MaxBy(bin => bin.Term)!;
        Answer? Sum(Func<Bin, decimal> exact, Func<Bin, decimal> rounded, Func<Bin, string> write, string why, string misconception) => Disputed(bins.Sum(exact), bins.Sum(rounded))
            ? null : new(bins.Sum(exact), $"{string.Join(" + ", bins.Select(write))} = {Fixed(bins.Sum(exact), 3)}. {why}", misconception);
        var shifts = string.Join(" + ", bins.Select(bin => Share(Math.Abs(bin.Live - bin.Baseline))));
        var signed = bins.Sum(bin => Math.Sign(bin.Live - bin.Baseline) * bin.Term);
        var wrong = Three(random, key,
        [
            Sum(bin => bin.Live * bin.Log, bin => bin.Live * bin.Rounded, bin => $"{Share(bin.Live)} × {Shown(bin.Log)}", "That is the KL divergence of the live data from the baseline. PSI is the sum of both directions.", "kl-is-psi"),
            Sum(bin => -bin.Baseline * bin.Log, bin => -bin.Baseline * bin.Rounded, bin => $"{Share(bin.Baseline)} × {Shown(-bin.Log)}", "That is the KL divergence in the other direction, of the baseline from the live data. PSI is the sum of both.",
                "kl-is-symmetric"),
            new(bins.Sum(bin => Math.Abs(bin.Live - bin.Baseline)), $"{shifts} = {Fixed(bins.Sum(bin => Math.Abs(bin.Live - bin.Baseline)), 3)}. It adds the absolute shifts without weighting them by their logarithms.", "psi-without-logarithms"),
            Sum(bin => Math.Abs(bin.Log), bin => Math.Abs(bin.Rounded), bin => Fixed(Math.Abs(bin.Log), 4), "It adds the sizes of the logarithms without weighting them by the shifts.", "psi-sums-logarithms"),
            Sum(bin => bin.ChiSquare, bin => bin.ChiSquare, bin => $"({Share(bin.Live)} − {Share(bin.Baseline)}) × ({Share(bin.Live)} − {Share(bin.Baseline)}) / {Share(bin.Baseline)}",
                "That is the chi-square distance of the shares. PSI has the logarithm of the ratio in place of the relative shift.", "psi-is-chi-square"),
            Disputed(largest.Term, (largest.Live - largest.Baseline) * largest.Rounded) ? null : new(largest.Term,
                $"({Share(largest.Live)} − {Share(largest.Baseline)}) × {Shown(largest.Log)} = {Fixed(largest.Term, 3)}. That is the largest term alone; PSI adds all three.", "psi-largest-bin-only"),
            Disputed(signed, bins.Sum(bin => Math.Abs(bin.Live - bin.Baseline) * bin.Rounded)) ? null : new(signed,
                $"{string.Join(" + ", bins.Select(bin => $"{Share(Math.Abs(bin.Live - bin.Baseline))} × {Shown(bin.Log)}"))} = {Fixed(signed, 3)}. It drops the sign of the differences but keeps that of the logarithms, so that bins cancel.",
                "psi-sign-cancels"),
        ]);
        if (wrong.Any(answer => Math.Abs(answer.Value) < 0.004m)) return null;
        var figure = wording is 0 or 2 or 4 ? Picture(Stories[wording].Bins, bins) : null;
        return new(Stem(wording, bins), key, wrong, Places: 3, Gap: Math.Max(0.004m, psi * 0.04m), value => Fixed(value, 3), figure);
    }

    private sealed record Bin(decimal Baseline, decimal Live, decimal Log)
    {
        /// <summary>The logarithm as the stem gives it.</summary>
        public decimal Rounded { get; } = decimal.Round(Log, 4, MidpointRounding.AwayFromZero);

        public decimal Term => (Live - Baseline) * Log;

        public decimal ChiSquare => (Live - Baseline) * (Live - Baseline) / Baseline;
    }

    private static int[] Shares(SeededRandom random)
    {
        var (first, second) = (random.Between(2, 12), random.Between(2, 12));
        return [first, second, 20 - first - second];
    }

    /// <summary>The natural logarithm of a number from 1 to 14.</summary>
    private static decimal Log(int number)
    {
        var log = 0m;
        foreach (var (prime, ofPrime) in Logs)
            for (; number % prime == 0; number /= prime) log += ofPrime;
        return log;
    }

    /// <summary>Whether three decimals depend on how exactly the logarithms were taken.</summary>
    private static bool Disputed(decimal exact, decimal rounded) => Fixed(exact, 3) != Fixed(rounded, 3) || IsNearEdge(rounded, 3);

    private static string Share(decimal share) => Fixed(share, 2);

    /// <summary>A logarithm as a factor; a negative one in parentheses.</summary>
    private static string Shown(decimal log) => log < 0 ? $"({Fixed(log, 4)})" : Fixed(log, 4);

    private static Figure Picture(string[] names, Bin[] bins)
    {
        var drawing = new Drawing(640, 280).Line(40, 208, 600, 208, Drawing.Faint);
        for (var i = 0; i < 3; i++)
        {
            var left = 70 + i * 190;
            Bar(left, bins[i].Baseline, Drawing.Sky);
            Bar(left + 62, bins[i].Live, Drawing.Orange);
            drawing.Text(left + 59, 228, names[i], "middle", Drawing.Soft);
        }
        return drawing.Box(40, 248, 16, 16, Drawing.Sky, Drawing.Soft).Text(64, 261, "baseline (training data)").Box(330, 248, 16, 16, Drawing.Orange, Drawing.Soft).Text(354, 261, "live data").Named("shares.svg");

        void Bar(int x, decimal share, string color)
        {
            var height = (int)(share * 220);
            drawing.Box(x, 208 - height, 56, height, color, Drawing.Soft).Text(x + 28, 200 - height, Share(share), "middle");
        }
    }

    private static string Stem(int wording, Bin[] bins)
    {
        var (feature, names) = Stories[wording];
        var shares = names.Zip(bins, (name, bin) => $"bin \"{name}\": baseline {Share(bin.Baseline)}, live {Share(bin.Live)}");
        var alt = $"Bars for the share of rows per bin. {string.Join("; ", shares)}.";
        var logs = $"""
            | | {string.Join(" | ", names)} |
            |---|---:|---:|---:|
            | ln(live / baseline) | {string.Join(" | ", bins.Select(bin => Fixed(bin.Log, 4)))} |
            """;
        var rows = string.Join('\n', names.Zip(bins, (name, bin) => $"| {name} | {Share(bin.Baseline)} | {Share(bin.Live)} | {Fixed(bin.Log, 4)} |")
            .Prepend("|---|---:|---:|---:|").Prepend("| Bin | Baseline | Live | ln(live / baseline) |"));
        return wording switch
        {
            0 => $"""
                A delivery service watches the inputs of its fraud model for drift. The figure compares the {feature} in the training data with that of the last week. The team computes the population stability index (PSI) from the three bins; the natural logarithms are given below.

                ![{alt}](shares.svg)

                {logs}

                What is the PSI of this feature?
                """,
            1 => $"""
                A lender monitors a scorecard with the population stability index (PSI). For the {feature}, a job has computed the shares of rows per bin and the logarithm of their ratio.

                {rows}

                Which value of the PSI should the monitoring report show?
                """,
            2 => $"""
                A bicycle rental company retrains its demand model when the population stability index (PSI) of a feature is too high. It bins the {feature} and obtains the shares in the figure, as bars for the training data and for the present month. The logarithms are natural ones.

                ![{alt}](shares.svg)

                {logs}

                How large is the PSI?
                """,
            3 => $"""
                A hospital checks whether patients still resemble those for whom a risk model was trained. It compares the {feature} in three bins by the population stability index (PSI), with the training data as the baseline.

                {rows}

                What does the index come to?
                """,
            _ => $"""
                A fitness platform suspects that its churn model sees other users than before. The figure shows the distribution of the {feature} at training time and now. A notebook has already taken the natural logarithms, and the population stability index (PSI) is to be added up by hand.

                ![{alt}](shares.svg)

                {logs}

                Which PSI results?
                """,
        };
    }
}

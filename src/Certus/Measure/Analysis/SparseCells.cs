namespace Certus.Measure.Analysis;

/// <summary>Pearson's chi-square over a table whose thin cells are put together with their neighbors.</summary>
internal static class SparseCells
{
    /// <summary>Sums (O − E)² / E.</summary>
    /// <param name="rows">Observed and expected counts, a row a stratum; they are changed.</param>
    /// <param name="parameters">How many were estimated.</param>
    /// <param name="least">What must be expected in every cell.</param>
    /// <returns>The sum and its degrees of freedom: cells less rows less parameters; nothing where fewer than one row is left.</returns>
    public static (double? Value, int? Freedom) Statistic(List<(double[] Observed, double[] Expected)> rows, int parameters, double least)
    {
        foreach (var row in rows) MergeCells(row.Observed, row.Expected, least);
        MergeRows(rows, least);
        if (rows.Count == 0) return (null, null);
        var (value, cells) = (0.0, 0);
        foreach (var (observed, expected) in rows)
            for (var k = 0; k < expected.Length; k++)
            {
                if (!(expected[k] > 0)) continue;
                cells++;
                value += (observed[k] - expected[k]) * (observed[k] - expected[k]) / expected[k];
            }
        return (value, cells - rows.Count - parameters);
    }

    /// <summary>Within a stratum of more than two categories, the thinnest cell joins the thinner of its neighbors until none is too thin or one is left.</summary>
    private static void MergeCells(double[] observed, double[] expected, double least)
    {
        if (expected.Length < 3) return;
        while (true)
        {
            var thin = -1;
            for (var k = 0; k < expected.Length; k++)
                if (expected[k] > 0 && expected[k] < least && (thin < 0 || expected[k] < expected[thin])) thin = k;
            if (thin < 0) return;
            var (left, right) = (Array.FindLastIndex(expected, Math.Max(0, thin - 1), thin, value => value > 0), Array.FindIndex(expected, thin + 1, value => value > 0));
            if (left < 0 && right < 0) return;
            var into = left < 0 || right >= 0 && expected[right] < expected[left] ? right : left;
            (observed[into], expected[into]) = (observed[into] + observed[thin], expected[into] + expected[thin]);
            (observed[thin], expected[thin]) = (0, 0);
        }
    }

    /// <summary>A stratum with a thin cell joins the neighbor with fewer persons.</summary>
    private static void MergeRows(List<(double[] Observed, double[] Expected)> rows, double least)
    {
        while (rows.FindIndex(row => row.Expected.Any(expected => expected < least && expected != 0) || row.Expected.All(expected => expected == 0)) is >= 0 and var thin)
        {
            if (rows.Count == 1)
            {
                rows.Clear();
                return;
            }
            var into = thin == 0 ? 1 : thin == rows.Count - 1 ? thin - 1 : rows[thin - 1].Observed.Sum() <= rows[thin + 1].Observed.Sum() ? thin - 1 : thin + 1;
            for (var k = 0; k < rows[thin].Observed.Length; k++)
            {
                rows[into].Observed[k] += rows[thin].Observed[k];
                rows[into].Expected[k] += rows[thin].Expected[k];
            }
            rows.RemoveAt(thin);
        }
    }
}

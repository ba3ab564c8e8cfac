using Certus.Measure.Calibration;

namespace Certus.Measure.Analysis;

/// <summary>Tests whether items fit their models.</summary>
/// <remarks>
/// S-X²: Orlando and Thissen (2000), Kang and Chen (2008) for ordered categories, with totals as strata, expected counts by the recursion of Lord and Wingersky, and neighboring strata put together until every
/// expected count is at least 1. Infit and outfit: Wright and Masters (1982), at the expected abilities.
/// </remarks>
public static class FitReport
{
    private const double LeastExpected = 1, LeastVariance = 0.0031622776601683794;

    /// <summary>Tests the items of a calibration on the answers that it was made from.</summary>
    /// <param name="responses">The answers.</param>
    /// <param name="report">What calibration made of them, with <see cref="CalibrationOptions.Scores"/>.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>A line for each item; one that was left out has no figures. S-X² is about persons who answered all items that were calibrated.</returns>
    /// <exception cref="ArgumentException">The report is of other items, or has no scores.</exception>
    public static IReadOnlyList<ItemFit> Of(Responses responses, CalibrationReport report, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(responses);
        ArgumentNullException.ThrowIfNull(report);
        if (!responses.Items.SequenceEqual(report.Items.Select(item => item.Name))) throw new ArgumentException("The report is of other items.", nameof(report));
        if (report.Scores.Count != responses.Persons) throw new ArgumentException("The report has no scores.", nameof(report));
        int[] columns = [.. Enumerable.Range(0, report.Items.Count).Where(i => report.Items[i] is { Model: not null, Answers: > 0 })];
        var tables = columns.ToDictionary(column => column, column => Table(report.Items[column].Model!));
        var population = new double[Grid.Padded];
        var strata = new ScoreStrata(responses, columns, tables);
        if (report.Groups is [var only])
        {
            Grid.LogNormal(only.Mean.Value, only.StandardDeviation.Value, population);
            for (var q = 0; q < Grid.Padded; q++) population[q] = q < Grid.Real ? Math.Exp(population[q]) : 0;
        }
        else
            foreach (var group in report.Groups)
            {
                // Strata mix the groups, so the expectation does too.
                var own = new double[Grid.Padded];
                Grid.LogNormal(group.Mean.Value, group.StandardDeviation.Value, own);
                for (var q = 0; q < Grid.Real; q++) population[q] += Math.Exp(own[q]) * group.Persons / report.Persons;
            }
        List<ItemFit> fits = [];
        for (var column = 0; column < report.Items.Count; column++)
        {
            cancel.ThrowIfCancellationRequested();
            var item = report.Items[column];
            if (!tables.ContainsKey(column))
            {
                fits.Add(new(item.Name, null, null, null, null, null, null, null, null));
                continue;
            }
            var (outfit, outfitZ, infit, infitZ) = Residuals(responses, report, column);
            // Under Rasch the free spread of ability stands for the slope.
            var free = item.IsFixed ? 0 : report.Family switch { ItemFamily.Rasch => 2, ItemFamily.Nominal => 2 * (item.Model!.Categories - 1), _ => item.Parameters.Count };
            var (value, freedom) = strata.Statistic(column, population, free, LeastExpected);
            fits.Add(new(
                item.Name, outfit, outfitZ, infit, infitZ, value, freedom, freedom > 0 && strata.Persons > 1 ? Math.Sqrt(Math.Max(0, (value!.Value - freedom.Value) / (freedom.Value * (strata.Persons - 1.0)))) : null,
                freedom > 0 ? ChiSquare.Above(value!.Value, freedom.Value) : null));
        }
        return fits;
    }

    private static double[] Table(ItemModel model)
    {
        var table = new double[model.Categories * Grid.Padded];
        Span<double> p = stackalloc double[model.Categories];
        for (var q = 0; q < Grid.Real; q++)
        {
            model.Probabilities(Grid.Theta[q], p);
            for (var k = 0; k < p.Length; k++) table[k * Grid.Padded + q] = p[k];
        }
        return table;
    }

    private static (double? Outfit, double? OutfitZ, double? Infit, double? InfitZ) Residuals(Responses responses, CalibrationReport report, int column)
    {
        var model = report.Items[column].Model!;
        Span<double> p = stackalloc double[model.Categories];
        double n = 0, squares = 0, information = 0, standardized = 0, outfitSpread = 0, infitSpread = 0;
        for (var person = 0; person < responses.Persons; person++)
        {
            if (responses.Row(person)[column] is not (>= 0 and var answer)) continue;
            model.Probabilities(report.Scores[person].Theta, p);
            double mean = 0, variance = 0, fourth = 0;
            for (var k = 0; k < p.Length; k++) mean += k * p[k];
            for (var k = 0; k < p.Length; k++)
            {
                var d = (k - mean) * (k - mean);
                variance += d * p[k];
                fourth += d * d * p[k];
            }
            // Far from an item a single surprise would otherwise outweigh everybody else.
            variance = Math.Max(variance, LeastVariance);
            var residual = (answer - mean) * (answer - mean);
            n++;
            squares += residual;
            information += variance;
            standardized += residual / variance;
            outfitSpread += fourth / (variance * variance);
            infitSpread += fourth - variance * variance;
        }
        if (n == 0) return default;
        double outfit = standardized / n, infit = squares / information;
        return (outfit, Deviate(outfit, outfitSpread / (n * n) - 1 / n), infit, Deviate(infit, infitSpread / (information * information)));
    }

    /// <summary>A mean square with a variance as a normal deviate.</summary>
    private static double? Deviate(double meanSquare, double variance)
    {
        if (!(variance > 0)) return null;
        var q = Math.Sqrt(variance);
        return (Math.Cbrt(meanSquare) - 1) * 3 / q + q / 3;
    }
}

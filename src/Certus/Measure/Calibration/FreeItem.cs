namespace Certus.Measure.Calibration;

/// <summary>An item to be estimated: where it starts, and what its parameters mean.</summary>
internal static class FreeItem
{
    private const double Widening = 1.2, StartLogit = -1.1;

    public static Kernel Kernel(ItemFamily family, int categories, CalibrationPrior prior) => family switch
    {
        ItemFamily.Rasch => new LogisticKernel(1, prior with { LogDiscrimination = null, LogitLowerAsymptote = null }),
        ItemFamily.TwoParameter => new LogisticKernel(2, prior with { LogitLowerAsymptote = null }),
        ItemFamily.ThreeParameter => new LogisticKernel(3, prior),
        ItemFamily.Graded => new GradedKernel(categories),
        _ => new SoftmaxKernel(categories, family == ItemFamily.Nominal),
    };

    /// <summary>Where to start.</summary>
    /// <param name="family">The model.</param>
    /// <param name="counts">How many answered each category.</param>
    /// <param name="means">The mean standardized total of those who did.</param>
    /// <param name="prior">What is believed.</param>
    /// <param name="into">The parameters.</param>
    public static void Start(ItemFamily family, ReadOnlySpan<double> counts, ReadOnlySpan<double> means, CalibrationPrior prior, Span<double> into)
    {
        var (categories, total) = (counts.Length, 0.0);
        foreach (var count in counts) total += count;
        switch (family)
        {
            case ItemFamily.Graded:
                into[0] = 1;
                var above = total;
                for (var k = 1; k < categories; k++)
                {
                    above -= counts[k - 1];
                    into[k] = Widening * Math.Log((above + 0.5) / (total - above + 0.5));
                }
                return;
            case ItemFamily.PartialCredit:
                into[0] = 1.0 / (categories - 1);
                for (var k = 1; k < categories; k++) into[k] = Math.Log((counts[k] + 0.5) / (counts[0] + 0.5));
                return;
            case ItemFamily.Nominal:
                for (var k = 1; k < categories; k++) (into[k - 1], into[categories - 2 + k]) = (Math.Clamp(means[k] - means[0], -1.5, 1.5), Math.Log((counts[k] + 0.5) / (counts[0] + 0.5)));
                return;
            default:
                var d = Widening * Math.Log((counts[1] + 0.5) / (counts[0] + 0.5));
                var a = family == ItemFamily.Rasch ? 1 : prior.LogDiscrimination is { } slope ? Math.Exp(slope.Mean) : 1;
                if (counts[0] + counts[1] == 0 && prior.Difficulty is { } difficulty) d = -a * difficulty.Mean;
                if (family == ItemFamily.Rasch) into[0] = d;
                else (into[0], into[1]) = (a, d);
                if (family == ItemFamily.ThreeParameter) into[2] = prior.LogitLowerAsymptote?.Mean ?? StartLogit;
                return;
        }
    }

    /// <summary>The parameters as item files have them, and their derivatives by those that were estimated (a row each).</summary>
    public static (string[] Names, double[] Values, double[][] Jacobian) Reported(ItemFamily family, int categories, ReadOnlySpan<double> beta)
    {
        var n = beta.Length;
        double[] Row(params ReadOnlySpan<(int At, double Value)> entries)
        {
            var row = new double[n];
            foreach (var (at, value) in entries) row[at] += value;
            return row;
        }

        switch (family)
        {
            case ItemFamily.Rasch: return (["a", "b"], [1, -beta[0]], [Row(), Row((0, -1))]);
            case ItemFamily.TwoParameter or ItemFamily.ThreeParameter:
            {
                var (a, d) = (beta[0], beta[1]);
                double[] slope = Row((0, 1)), difficulty = Row((0, d / (a * a)), (1, -1 / a));
                if (family == ItemFamily.TwoParameter) return (["a", "b"], [a, -d / a], [slope, difficulty]);
                var c = Numerics.Sigmoid.At(beta[2]);
                return (["a", "b", "g"], [a, -d / a, c], [slope, difficulty, Row((2, c * (1 - c)))]);
            }
            case ItemFamily.Nominal:
            {
                string[] names = [.. Enumerable.Range(0, categories).Select(k => $"ak{k}"), .. Enumerable.Range(0, categories).Select(k => $"d{k}")];
                double[] values = [0, .. beta[..(categories - 1)], 0, .. beta[(categories - 1)..]];
                double[][] jacobian = [.. Enumerable.Range(0, 2 * categories).Select(k => k % categories == 0 ? Row() : Row((k < categories ? k - 1 : k - 2, 1)))];
                return (names, values, jacobian);
            }
            default:
            {
                var a = beta[0];
                List<string> names = ["a"];
                List<double> values = [a];
                List<double[]> jacobian = [Row((0, 1))];
                for (var k = 1; k < categories; k++)
                {
                    var previous = family == ItemFamily.PartialCredit && k > 1 ? beta[k - 1] : 0;
                    var step = beta[k] - previous;
                    names.Add($"b{k}");
                    values.Add(-step / a);
                    jacobian.Add(family == ItemFamily.PartialCredit && k > 1 ? Row((0, step / (a * a)), (k, -1 / a), (k - 1, 1 / a)) : Row((0, step / (a * a)), (k, -1 / a)));
                }
                return ([.. names], [.. values], [.. jacobian]);
            }
        }
    }

    /// <summary>The item as others can use it; null where the numbers make none.</summary>
    public static ItemModel? Model(ItemFamily family, int categories, double[] values) => family switch
    {
        ItemFamily.Rasch or ItemFamily.TwoParameter or ItemFamily.ThreeParameter =>
            new ItemParameters(values[0], values[1], values.Length > 2 ? values[2] : 0) is { Fault: null } parameters ? new ItemModel.Logistic(parameters) : null,
        ItemFamily.Graded => ItemModel.Graded.FaultOf(values[0], values[1..]) is null ? new ItemModel.Graded(values[0], values[1..]) : null,
        ItemFamily.PartialCredit => ItemModel.PartialCredit.FaultOf(values[0], values[1..]) is null ? new ItemModel.PartialCredit(values[0], values[1..]) : null,
        _ => ItemModel.Nominal.FaultOf(values[..categories], values[categories..]) is null ? new ItemModel.Nominal(values[..categories], values[categories..]) : null,
    };
}

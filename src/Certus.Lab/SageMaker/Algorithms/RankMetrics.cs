namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>How well scores put positive rows before negative ones.</summary>
internal static class RankMetrics
{
    /// <summary>The area under the ROC curve: the chance that a positive row's score is above a negative one's, ties counted half.</summary>
    /// <param name="labels">0 to 1; between them a row counts in part.</param>
    /// <param name="weights">Empty where all weigh the same.</param>
    /// <returns>NaN where there is only one class.</returns>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        var (keys, order) = Sorted(scores);
        double positives = 0, negatives = 0, area = 0;
        for (var i = 0; i < keys.Length;)
        {
            double tiedPositives = 0, tiedNegatives = 0;
            var key = keys[i];
            for (; i < keys.Length && keys[i] == key; i++)
            {
                var row = order[i];
                var weight = weights.Length == 0 ? 1.0 : weights[row];
                tiedPositives += labels[row] * weight;
                tiedNegatives += (1 - labels[row]) * weight;
            }
            area += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return positives > 0 && negatives > 0 ? area / (positives * negatives) : double.NaN;
    }

    /// <summary>The area under the precision-recall curve, interpolated as Davis and Goadrich (2006) do.</summary>
    /// <returns>NaN where there is only one class.</returns>
    public static double PrecisionRecallAuc(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        var (keys, order) = Sorted(scores);
        double total = 0, all = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.Length == 0 ? 1.0 : weights[row];
            total += labels[row] * weight;
            all += weight;
        }
        if (total <= 0 || total >= all) return double.NaN;
        double truePositives = 0, falsePositives = 0, area = 0;
        for (var i = keys.Length - 1; i >= 0;)
        {
            double tied = 0, tiedNegatives = 0;
            var key = keys[i];
            for (; i >= 0 && keys[i] == key; i--)
            {
                var row = order[i];
                var weight = weights.Length == 0 ? 1.0 : weights[row];
                tied += labels[row] * weight;
                tiedNegatives += (1 - labels[row]) * weight;
            }
            if (tied > 0)
            {
                // Between two thresholds false positives grow in a line with true ones.
                var slope = tiedNegatives / tied;
                var constant = falsePositives - slope * truePositives;
                var (from, to) = (truePositives, truePositives + tied);
                area += Math.Abs(constant) < 1e-12 ? (to - from) / (1 + slope)
                    : ((to - from) - constant / (1 + slope) * Math.Log(((1 + slope) * to + constant) / ((1 + slope) * from + constant))) / (1 + slope);
            }
            truePositives += tied;
            falsePositives += tiedNegatives;
        }
        return area / total;
    }

    private static (float[] Keys, int[] Order) Sorted(ReadOnlySpan<float> scores)
    {
        var keys = scores.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        return (keys, order);
    }
}

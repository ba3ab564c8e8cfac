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

    /// <summary>Scores in rising order, with the rows they are of.</summary>
    /// <remarks>By digits of eleven bits: a job of 100 rounds sorts 200,000 scores a hundred times.</remarks>
    private static (float[] Keys, int[] Order) Sorted(ReadOnlySpan<float> scores)
    {
        const int Digits = 1 << 11;
        var (keys, order) = (new uint[scores.Length], new int[scores.Length]);
        var (otherKeys, otherOrder) = (new uint[scores.Length], new int[scores.Length]);
        var counts = new int[3 * Digits];
        for (var row = 0; row < scores.Length; row++)
        {
            // Minus zero is zero; negative numbers come before positive ones, the larger in size first.
            var bits = BitConverter.SingleToUInt32Bits(scores[row] == 0 ? 0 : scores[row]);
            var key = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
            (keys[row], order[row]) = (key, row);
            counts[key & (Digits - 1)]++;
            counts[Digits + (key >> 11 & (Digits - 1))]++;
            counts[2 * Digits + (key >> 22)]++;
        }
        for (var pass = 0; pass < 3; pass++)
        {
            var digits = counts.AsSpan(pass * Digits, Digits);
            var before = 0;
            foreach (ref var count in digits) (count, before) = (before, before + count);
            for (var i = 0; i < keys.Length; i++)
            {
                var place = digits[(int)(keys[i] >> (11 * pass) & (Digits - 1))]++;
                (otherKeys[place], otherOrder[place]) = (keys[i], order[i]);
            }
            (keys, otherKeys, order, otherOrder) = (otherKeys, keys, otherOrder, order);
        }
        var sorted = new float[keys.Length];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = scores[order[i]];
        return (sorted, order);
    }
}

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Where scores are cut into 0 and 1, chosen on data by a criterion.</summary>
/// <param name="Threshold">Scores above it are 1.</param>
/// <param name="Value">What the criterion comes to there.</param>
/// <param name="IsReached">Whether the target of precision or recall is met anywhere.</param>
internal readonly record struct BinaryThreshold(double Threshold, double Value, bool IsReached)
{
    /// <summary>The best cut of all there are.</summary>
    /// <param name="criterion">accuracy, f_beta, precision_at_target_recall or recall_at_target_precision.</param>
    /// <param name="beta">Of f_beta.</param>
    /// <param name="target">Of precision or recall, 0 to 1.</param>
    /// <param name="neutral">The cut where the data do not matter: among equals the nearest to it is taken.</param>
    /// <remarks>A cut lies in the middle between two scores. Where no cut meets the target, the nearest to it does.</remarks>
    public static BinaryThreshold Choose(double[] scores, float[] labels, string criterion, double beta, double target, double neutral)
    {
        var keys = scores.ToArray();
        var sorted = labels.ToArray();
        Array.Sort(keys, sorted);
        var positives = labels.Count(label => label > 0.5f);
        var best = new BinaryThreshold(neutral, double.NegativeInfinity, false);
        var bestTie = double.NegativeInfinity;
        var (truePositives, predicted) = (0, 0);
        for (var i = keys.Length; i >= 0; i--)
        {
            if (i < keys.Length)
            {
                predicted++;
                if (sorted[i] > 0.5f) truePositives++;
            }
            if (i > 0 && i < keys.Length && keys[i - 1] == keys[i]) continue;
            var cut = i == keys.Length ? (keys[^1] < neutral ? neutral : Math.BitIncrement(keys[^1]))
                : i == 0 ? (keys[0] > neutral ? neutral : Math.BitDecrement(keys[0]))
                : keys[i - 1] + (keys[i] - keys[i - 1]) / 2;
            // Two scores that are neighbors have no middle: the lower one is 0.
            if (i > 0 && i < keys.Length && cut >= keys[i]) cut = keys[i - 1];
            if (i > 0 && i < keys.Length && keys[i - 1] < neutral && keys[i] > neutral) cut = neutral;
            var precision = predicted == 0 ? 0 : (double)truePositives / predicted;
            var recall = positives == 0 ? 0 : (double)truePositives / positives;
            var (value, tie, reached) = criterion switch
            {
                "f_beta" => (FScore(precision, recall, beta), -Math.Abs(cut - neutral), true),
                "precision_at_target_recall" => recall >= target ? (precision, recall, true) : (recall, precision, false),
                "recall_at_target_precision" => precision >= target && predicted > 0 ? (recall, precision, true) : (precision, recall, false),
                _ => ((double)(labels.Length - predicted - positives + 2 * truePositives) / labels.Length, -Math.Abs(cut - neutral), true),
            };
            if ((reached, value, tie).CompareTo((best.IsReached, best.Value, bestTie)) > 0) (best, bestTie) = (new(cut, value, reached), tie);
        }
        return best;
    }

    /// <summary>The weighted harmonic mean of precision and recall; 0 where both are.</summary>
    public static double FScore(double precision, double recall, double beta) =>
        precision + recall == 0 ? 0 : (1 + beta * beta) * precision * recall / (beta * beta * precision + recall);
}

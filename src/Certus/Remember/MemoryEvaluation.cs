namespace Certus.Remember;

/// <summary>How well a memory model predicts reviews.</summary>
/// <param name="Items">Items predicted.</param>
/// <param name="LogLoss">The mean log loss, in nats.</param>
/// <param name="RmseBins">The root mean squared difference between predicted and happened over bins of items alike in interval, repetitions and lapses.</param>
/// <param name="Auc">The chance that a recalled item was given the higher prediction than a forgotten one; 0.5 where only one kind occurs.</param>
/// <remarks>As the public benchmark of spaced repetition algorithms defines them: bins by 3.62-fold intervals, 1.89-fold repetitions and 1.73-fold lapses.</remarks>
public sealed record MemoryEvaluation(int Items, double LogLoss, double RmseBins, double Auc)
{
    internal const double Least = 1e-5;

    /// <summary>Evaluates a model.</summary>
    /// <param name="history">The reviews; the state is followed from each card's first.</param>
    /// <param name="model">The model.</param>
    /// <param name="items">The items that count, by their number in time.</param>
    /// <exception cref="ArgumentException">No item counts.</exception>
    public static MemoryEvaluation Of(ReviewHistory history, IMemoryModel model, Range? items = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(model);
        var (offset, length) = (items ?? Range.All).GetOffsetAndLength(history.ItemCount);
        if (length == 0) throw new ArgumentException("There is no review on a later day to predict.", nameof(items));
        var predictions = new (double Chance, bool Recalled)[length];
        Dictionary<(double, double, double), (double Predicted, double Recalled, int Count)> bins = [];
        double loss = 0;
        for (var card = 0; card < history.Cards; card++)
        {
            var from = history.CardStarts[card];
            var state = model.First(history.Grades[from]);
            var lapses = history.Grades[from] == Grade.Again ? 1 : 0;
            for (var at = from + 1; at < history.CardStarts[card + 1]; at++)
            {
                var (grade, days, item) = (history.Grades[at], history.ElapsedDays[at], history.Items[at] - offset);
                if (item >= 0 && item < length)
                {
                    var (chance, recalled) = (Math.Clamp(model.Retrievability(state, days), Least, 1 - Least), grade != Grade.Again);
                    predictions[item] = (chance, recalled);
                    loss -= Math.Log(recalled ? chance : 1 - chance);
                    var bin = (Bin(days, 2.48, 3.62, 2), Bin(at - from + 1, 1.99, 1.89, 0), lapses == 0 ? 0 : Bin(lapses, 1.65, 1.73, 0));
                    var sums = bins.GetValueOrDefault(bin);
                    bins[bin] = (sums.Predicted + chance, sums.Recalled + (recalled ? 1 : 0), sums.Count + 1);
                }
                state = model.Next(state, grade, days);
                if (grade == Grade.Again) lapses++;
            }
        }
        var squares = bins.Values.Sum(bin => (bin.Predicted - bin.Recalled) * (bin.Predicted - bin.Recalled) / bin.Count);
        return new(length, loss / length, Math.Sqrt(squares / length), AreaUnderCurve(predictions));
    }

    private static double Bin(double value, double scale, double step, int digits) => Math.Round(scale * Math.Pow(step, Math.Floor(Math.Log(value) / Math.Log(step))), digits);

    /// <summary>By the sum of ranks (Mann and Whitney 1947), ties sharing theirs.</summary>
    private static double AreaUnderCurve((double Chance, bool Recalled)[] predictions)
    {
        Array.Sort(predictions, (one, other) => one.Chance.CompareTo(other.Chance));
        double ranks = 0;
        long recalled = 0;
        for (var i = 0; i < predictions.Length;)
        {
            var end = i;
            while (end < predictions.Length && predictions[end].Chance == predictions[i].Chance) end++;
            for (var rank = (i + 1 + end) / 2.0; i < end; i++)
                if (predictions[i].Recalled) (ranks, recalled) = (ranks + rank, recalled + 1);
        }
        var forgotten = predictions.Length - recalled;
        return recalled == 0 || forgotten == 0 ? 0.5 : (ranks - recalled * (recalled + 1) / 2.0) / ((double)recalled * forgotten);
    }
}

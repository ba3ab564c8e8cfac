namespace Certus.Remember;

/// <summary>Says whether a learner's items bear out leaving the default parameters, by what fits to earlier items foretold of the items after them.</summary>
/// <remarks>
/// A fit to the reviews of a few weeks may foretell later ones worse than the defaults: what it takes for the learner is luck in part, and later intervals are longer than those it has seen. Each block of items is foretold by a
/// fit to those before it alone (Dawid 1984, prequential); it is borne out where the mean gain over the defaults is more than one standard error (as in the rule of Breiman et al. 1984).
/// </remarks>
internal sealed class FitGuard
{
    /// <summary>Items beyond which nothing is guarded: a fit to more is expected to lose less than 0.0005 even where the defaults are true.</summary>
    public const int MostItems = 20_000;

    /// <summary>What a fit that is not borne out may lose of the items' log likelihood on its way back to the defaults, in nats: what a likelihood ratio test of one parameter at 5 % does not see (half of 3.84).</summary>
    public const double MostLost = 1.92;

    /// <summary>The strongest pull to the defaults that is tried; beyond it are the defaults themselves.</summary>
    public const double MostPrior = 64;

    private readonly List<(int From, int To, Fsrs6Parameters Fitted)> _blocks = [];

    /// <summary>Where the items are cut: each block is foretold by a fit to all before it.</summary>
    public static IReadOnlyList<double> Cuts { get; } = [0.4, 0.6, 0.8, 1];

    /// <summary>Adds a block of items.</summary>
    /// <param name="from">The first item of the block.</param>
    /// <param name="to">The item after its last, where the next block begins.</param>
    /// <param name="fitted">Parameters fitted to earlier items alone.</param>
    public void Add(int from, int to, Fsrs6Parameters fitted) => _blocks.Add((from, to, fitted));

    /// <summary>Whether the fits foretold better than the defaults, by more than one standard error of the mean gain.</summary>
    /// <param name="history">The reviews.</param>
    /// <param name="options">How the fits were made.</param>
    /// <param name="cancel">Breaks off.</param>
    public bool BornOut(ReviewHistory history, FitOptions options, CancellationToken cancel)
    {
        if (_blocks.Count == 0) return false;
        var (start, end) = (_blocks[0].From, _blocks[^1].To);
        if (end - start < 2) return false;
        var (usual, losses) = (new double[end - start], new double[end - start]);
        Parallel.For(-1, _blocks.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = options.MostThreads }, block =>
        {
            if (block < 0) Foretell(history, start, end, new(Fsrs6Parameters.Default, options.ShortTerm), usual);
            else Foretell(history, _blocks[block].From, _blocks[block].To, new(_blocks[block].Fitted, options.ShortTerm), losses.AsSpan(_blocks[block].From - start));
        });
        double sum = 0, squares = 0;
        for (var item = 0; item < losses.Length; item++)
        {
            var gain = usual[item] - losses[item];
            (sum, squares) = (sum + gain, squares + gain * gain);
        }
        var mean = sum / losses.Length;
        return mean > Math.Sqrt(Math.Max(0, squares / losses.Length - mean * mean) / (losses.Length - 1));
    }

    /// <summary>The log loss of each item of a range.</summary>
    private static void Foretell(ReviewHistory history, int from, int to, Fsrs6 model, Span<double> losses)
    {
        for (var card = 0; card < history.Cards; card++)
        {
            var first = history.CardStarts[card];
            var state = model.First(history.Grades[first]);
            for (var at = first + 1; at < history.CardStarts[card + 1]; at++)
            {
                var (grade, days, item) = (history.Grades[at], history.ElapsedDays[at], history.Items[at]);
                if (item >= to) break;
                if (item >= from)
                {
                    var chance = Math.Clamp(model.Retrievability(state, days), MemoryEvaluation.Least, 1 - MemoryEvaluation.Least);
                    losses[item - from] = -Math.Log(grade != Grade.Again ? chance : 1 - chance);
                }
                state = model.Next(state, grade, days);
            }
        }
    }
}

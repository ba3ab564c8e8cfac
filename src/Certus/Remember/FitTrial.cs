namespace Certus.Remember;

/// <summary>A fit that had to prove itself first: on the latest reviews, which it had not seen, it foretells better than the usual parameters or it is not taken.</summary>
/// <param name="Fit">The fit to all reviews; null where it is not taken.</param>
/// <param name="HeldOut">The reviews it was judged on: the latest fifth of those with something to predict.</param>
/// <param name="LogLoss">The mean log loss on them of parameters fitted to the earlier ones, in nats.</param>
/// <param name="UsualLogLoss">That of the default parameters.</param>
/// <remarks>
/// Judged against the defaults and not against an earlier fit: that has seen part of what is held out now, and would be hard to beat for that reason alone.
/// </remarks>
public sealed record FitTrial(FsrsFit? Fit, int HeldOut, double LogLoss, double UsualLogLoss)
{
    private const int HeldOutOf = 5;

    /// <summary>Fits, judges and, where it is better, fits to all.</summary>
    /// <param name="history">The reviews; at least two of them with something to predict.</param>
    /// <param name="options">How; <see cref="FitOptions.Items"/> is chosen here.</param>
    /// <param name="progress">Told how far it is, from 0 to 1.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static FitTrial Of(ReviewHistory history, FitOptions? options = null, Action<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.ItemCount < 2) throw new ArgumentException("There are too few reviews on later days to hold some out.", nameof(history));
        options ??= new();
        var held = Math.Max(1, history.ItemCount / HeldOutOf);
        Action<int> Told(double from) => step => progress?.Invoke(from + Math.Min(0.5, step / (2.0 * options.MostSteps)));
        var early = FsrsOptimizer.Fit(history, options with { Items = ..^held }, Told(0), cancel);
        var (loss, usual) = (LossOf(early.Parameters), LossOf(Fsrs6Parameters.Default));
        return new(loss < usual ? FsrsOptimizer.Fit(history, options with { Items = Range.All }, Told(0.5), cancel) : null, held, loss, usual);

        double LossOf(Fsrs6Parameters parameters) => MemoryEvaluation.Of(history, new Fsrs6(parameters, options.ShortTerm), ^held..).LogLoss;
    }
}

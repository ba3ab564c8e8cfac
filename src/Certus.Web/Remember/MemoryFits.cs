using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;

namespace Certus.Web.Remember;

/// <summary>Fits the memory model to the learner's own reviews in the background, one fit at a time.</summary>
/// <param name="log">The reviews.</param>
/// <param name="preferences">Where the fit is kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="lifetime">A fit under way ends with the program.</param>
public sealed class MemoryFits(MemoryLog log, Preferences preferences, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Reviews from which on a fit says something.</summary>
    public const int FewestReviews = 50;

    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private double _progress;

    /// <summary>How far the fit under way is, from 0 to 1; null where none is.</summary>
    public double? Progress
    {
        get { lock (_gate) return _running is null ? null : _progress; }
    }

    /// <summary>Begins a fit, unless one is under way or there are too few reviews.</summary>
    /// <returns>The fit; it is done when it is kept. Null where none was begun.</returns>
    public async Task<Task?> BeginAsync(CancellationToken cancel)
    {
        var cards = await log.ReadAsync(Learner.Local, cancel);
        var settings = await RememberSettings.KeptAsync(preferences, cancel);
        var reviews = Reviews(cards);
        var history = ReviewHistory.Of(reviews, new(clock.LocalTimeZone, settings.DayStartsAt));
        if (reviews.Count < FewestReviews || history.ItemCount == 0) return null;      // first reviews alone foretell nothing
        CancellationTokenSource source;
        lock (_gate)
        {
            if (_running is not null) return null;
            (_running, _progress) = (source = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping), 0);
        }
        return Task.Run(() => RunAsync(history, source), CancellationToken.None);
    }

    /// <summary>Stops the fit under way; the parameters stay as they were.</summary>
    public void Cancel()
    {
        lock (_gate) _running?.Cancel();
    }

    /// <summary>All reviews that count, with a number for each card.</summary>
    public static IReadOnlyList<ReviewEvent> Reviews(LearnerCards cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        List<ReviewEvent> reviews = [];
        var number = 0L;
        foreach (var (_, card) in cards.Cards.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            // What came with a schedule but without its reviews does not begin here; what was begun anew is another card to memory.
            var begins = true;
            number++;
            foreach (var happened in card.Events)
                switch (happened)
                {
                    case MemoryEvent.Placed { Schedule.Memory: null }: (begins, number) = (true, number + 1); break;
                    case MemoryEvent.Placed: begins = false; break;
                    case MemoryEvent.Reviewed review when begins: reviews.Add(new(number, review.At, review.Grade)); break;
                }
        }
        return reviews;
    }

    private async Task RunAsync(ReviewHistory history, CancellationTokenSource source)
    {
        try
        {
            var options = new FitOptions();
            var fit = FsrsOptimizer.Fit(history, options, step => { lock (_gate) _progress = Math.Min(1, (double)step / options.MostSteps); }, source.Token);
            await new FittedModel([.. fit.Parameters.Values], history.Count, clock.GetUtcNow(), fit.LogLoss, fit.DefaultLogLoss).KeepAsync(preferences, source.Token);
        }
        catch (OperationCanceledException)
        {
            // the learner, or the end of the program: nothing was kept
        }
        finally
        {
            lock (_gate) _running = null;
            source.Dispose();
        }
    }
}

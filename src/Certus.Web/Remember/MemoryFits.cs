using System.Globalization;
using System.Threading.Channels;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;

namespace Certus.Web.Remember;

/// <summary>Fits the memory model to the learner's own reviews in the background, one fit at a time: on request, and by itself once enough reviews have come in.</summary>
/// <param name="log">The reviews.</param>
/// <param name="preferences">Where the fit is kept.</param>
/// <param name="clock">The clock.</param>
/// <param name="told">Where it is said that one could not be made.</param>
/// <remarks>A fit runs on one thread of low priority, so that pages go first; the end of the program breaks it off, and then nothing is kept.</remarks>
public sealed partial class MemoryFits(MemoryLog log, Preferences preferences, TimeProvider clock, ILogger<MemoryFits> told) : BackgroundService
{
    /// <summary>Reviews from which on a fit says something.</summary>
    public const int FewestReviews = 50;

    private const string DeclinedName = "memory-fit-declined";

    private readonly Channel<bool> _graded = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private CancellationToken _stopping;
    private double _progress;
    private Task _fit = Task.CompletedTask;

    /// <summary>How far the fit under way is, from 0 to 1; null where none is.</summary>
    public double? Progress
    {
        get { lock (_gate) return _running is null ? null : _progress; }
    }

    /// <summary>Says that reviews have come in; costs the caller nothing.</summary>
    public void Consider() => _graded.Writer.TryWrite(true);

    /// <summary>Begins a fit, unless one is under way or there are too few reviews.</summary>
    /// <returns>The fit; it is done when it is kept. Null where none was begun.</returns>
    public async Task<Task?> BeginAsync(CancellationToken cancel) => Begin(await HistoryAsync(cancel));

    /// <summary>Begins a fit if enough has come in since the last one and the learner has not turned it off.</summary>
    /// <returns>As <see cref="BeginAsync"/>.</returns>
    public async Task<Task?> BeginIfDueAsync(CancellationToken cancel)
    {
        var (now, last) = (clock.GetUtcNow(), await LastFit.FindAsync(preferences, cancel));
        if (last?.HasRested(now) == false || now - await DeclinedAsync(cancel) < TimeSpan.FromDays(1) || !(await RememberSettings.KeptAsync(preferences, cancel)).FitsByItself) return null;
        var history = await HistoryAsync(cancel);
        if (last is not null && history.Count < FewestReviews) await LastFit.ForgetAsync(preferences, cancel);
        return LastFit.IsDue(last, history.Count, now) ? Begin(history) : null;
    }

    /// <summary>Stops the fit under way; the parameters stay as they were, and for a day none begins by itself.</summary>
    public async Task CancelAsync(CancellationToken cancel)
    {
        lock (_gate) _running?.Cancel();
        await preferences.SetAsync(Learner.Local, DeclinedName, clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture), cancel);
    }

    /// <summary>After an import was undone: a fit to reviews that count no more is undone with them, and another one may begin.</summary>
    public async Task ReconsiderAsync(CancellationToken cancel)
    {
        Task fit;
        lock (_gate)
        {
            _running?.Cancel();
            fit = _fit;
        }
        await fit.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);      // it may be keeping what it found
        if (await LastFit.FindAsync(preferences, cancel) is { } last && (await HistoryAsync(cancel)).Count < last.Reviews) await LastFit.ForgetAsync(preferences, cancel);
        Consider();
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

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        Consider();                                                     // cards may have come in while the program was not running
        try
        {
            await foreach (var _ in _graded.Reader.ReadAllAsync(stoppingToken))
                try
                {
                    if (await BeginIfDueAsync(stoppingToken) is { } fit) await fit;
                }
                catch (StoreException)
                {
                    // the data file is locked, full or damaged, which pages say; the next review asks again
                }
                catch (Exception broken) when (broken is not OperationCanceledException)
                {
                    CouldNotFit(told, broken);          // a fit is a comfort: without one the usual parameters serve, and the program goes on
                }
        }
        catch (OperationCanceledException)
        {
            // the end of the program
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _fit.WaitAsync(cancellationToken);                        // one begun on request, too, is broken off before the data file closes
    }

    [LoggerMessage(LogLevel.Error, "The memory model could not be fitted.")]
    private static partial void CouldNotFit(ILogger told, Exception broken);

    private async Task<DateTimeOffset?> DeclinedAsync(CancellationToken cancel) =>
        (await preferences.AllAsync(Learner.Local, cancel)).TryGetValue(DeclinedName, out var ticks) && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
            ? new(at, TimeSpan.Zero) : null;

    private async Task<ReviewHistory> HistoryAsync(CancellationToken cancel)
    {
        var settings = await RememberSettings.KeptAsync(preferences, cancel);
        return ReviewHistory.Of(Reviews(await log.ReadAsync(Learner.Local, cancel)), new(clock.LocalTimeZone, settings.DayStartsAt));
    }

    private Task? Begin(ReviewHistory history)
    {
        if (history.Count < FewestReviews || history.ItemCount < 2) return null;      // first reviews alone foretell nothing
        lock (_gate)
        {
            if (_running is not null) return null;
            var source = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
            (_running, _progress) = (source, 0);
            return _fit = RunAsync(history, source);
        }
    }

    private async Task RunAsync(ReviewHistory history, CancellationTokenSource source)
    {
        try
        {
            var (trial, now) = (await OnOwnThreadAsync(() => FitTrial.Of(history, new() { MostThreads = 1 }, progress => { lock (_gate) _progress = progress; }, source.Token)), clock.GetUtcNow());
            var taken = trial.Fit is { } fit ? new FittedModel([.. fit.Parameters.Values], history.Count, now, fit.LogLoss, fit.DefaultLogLoss) : null;
            await new LastFit(now, history.Count, taken is not null, trial.HeldOut, trial.LogLoss, trial.UsualLogLoss).KeepAsync(preferences, taken, source.Token);
        }
        catch (Exception broken) when (broken is OperationCanceledException or StoreException)
        {
            // the learner, the end of the program, or a data file that is locked or full, which pages say: nothing was kept
        }
        finally
        {
            lock (_gate) _running = null;
            source.Dispose();
        }
    }

    private static Task<T> OnOwnThreadAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try { done.SetResult(work()); }
            catch (Exception failed) when (failed is OperationCanceledException) { done.SetCanceled(); }
            catch (Exception failed) { done.SetException(failed); }
        }) { IsBackground = true, Name = "memory fit", Priority = ThreadPriority.BelowNormal }.Start();
        return done.Task;
    }
}

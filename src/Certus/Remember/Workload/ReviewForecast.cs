using Certus.Remember.ExamDate;

namespace Certus.Remember.Workload;

/// <summary>What the days ahead are expected to hold when every card is reviewed on the day it falls due.</summary>
/// <remarks>
/// An expectation, not a drawing: each card's future is followed as shares on a <see cref="MemoryGrid"/>, through all four grades of every review. Without spread, steps of minutes or limits of time; what is overdue counts for
/// the first day.
/// </remarks>
public sealed class ReviewForecast
{
    private readonly IMemoryModel _model;
    private readonly ReviewHabits _habits;
    private readonly MemoryGrid _grid;
    private readonly int[] _interval = new int[MemoryGrid.Nodes], _next = new int[MemoryGrid.Nodes * MemoryGrid.Corners];
    private readonly double[] _share = new double[MemoryGrid.Nodes * MemoryGrid.Corners], _seconds = new double[MemoryGrid.Nodes];

    /// <summary>Prepares for a retention.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="retention">The chance of recall at which a card falls due, above 0 and below 1.</param>
    /// <param name="habits">How long reviews take and how they are graded; the defaults where null.</param>
    public ReviewForecast(IMemoryModel model, double retention, ReviewHabits? habits = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _habits) = (model, habits ?? new());
        _grid = new(model, _habits, 1);
        for (var node = 0; node < MemoryGrid.Nodes; node++)
        {
            var memory = MemoryGrid.At(node);
            _interval[node] = (int)Math.Clamp(Math.Round(model.Interval(memory, retention), MidpointRounding.AwayFromZero), 1, Fsrs6.LongestStability);
            _seconds[node] = _grid.Review(memory, _interval[node], _next.AsSpan(node * MemoryGrid.Corners, MemoryGrid.Corners), _share.AsSpan(node * MemoryGrid.Corners, MemoryGrid.Corners));
        }
    }

    /// <summary>Looks ahead.</summary>
    /// <param name="cards">The cards met so far.</param>
    /// <param name="today">The first day.</param>
    /// <param name="days">How many days, from 1.</param>
    /// <param name="newPerDay">New cards on each day, 0 or more.</param>
    /// <param name="newInAll">How many new cards there are.</param>
    public IReadOnlyList<DayLoad> Ahead(IReadOnlyList<KnownCard> cards, DateOnly today, int days, double newPerDay = 0, double newInAll = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var left = new double[days, MemoryGrid.Nodes];                              // what the reviews of a day leave, by node
        var (reviews, news, seconds, memorized) = (new double[days], new double[days], new double[days], new double[days]);
        var (next, share) = (new int[MemoryGrid.Corners], new double[MemoryGrid.Corners]);
        foreach (var card in cards)
        {
            var (last, due) = (card.LastReview.DayNumber - today.DayNumber, Math.Max(0, card.Due.DayNumber - today.DayNumber));
            for (var day = 0; day < Math.Min(days, due); day++) memorized[day] += _model.Retrievability(card.Memory, day - last);
            if (due >= days) continue;
            reviews[due]++;
            seconds[due] += _grid.Review(card.Memory, due - last, next, share);
            for (var corner = 0; corner < next.Length; corner++) left[due, next[corner]] += share[corner];
        }
        var firstSeconds = _grid.First(next, share);
        var recall = new double[MemoryGrid.Nodes][];
        for (var day = 0; day < days; day++)
        {
            var met = Math.Min(newPerDay, newInAll);
            newInAll -= met;
            (news[day], seconds[day]) = (met, seconds[day] + met * firstSeconds);
            for (var corner = 0; corner < next.Length; corner++) left[day, next[corner]] += met * share[corner];
            for (var node = 0; node < MemoryGrid.Nodes; node++)
            {
                var mass = left[day, node];
                if (mass <= 0) continue;
                var due = day + _interval[node];
                recall[node] ??= [.. Enumerable.Range(0, Math.Min(days, _interval[node])).Select(passed => _model.Retrievability(MemoryGrid.At(node), passed))];
                for (var then = day; then < Math.Min(days, due); then++) memorized[then] += mass * recall[node][then - day];
                if (due >= days) continue;
                reviews[due] += mass;
                seconds[due] += mass * _seconds[node];
                for (var corner = node * MemoryGrid.Corners; corner < (node + 1) * MemoryGrid.Corners; corner++) left[due, _next[corner]] += mass * _share[corner];
            }
        }
        return [.. Enumerable.Range(0, days).Select(day => new DayLoad(reviews[day], news[day], seconds[day], memorized[day]))];
    }
}

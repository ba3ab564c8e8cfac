using System.Runtime.Intrinsics;

namespace Certus.Remember.ExamDate;

/// <summary>Says which cards to work on so that as much as possible of the exam's weight is recalled on its day.</summary>
/// <remarks>
/// Time is the scarce thing: each day's seconds get a price, found so that the reviews which are worth their price fill the days about evenly with the time there is (Lagrangian relaxation; every card then decides for
/// itself, see <see cref="ExamValue"/>). On a day, cards are worked on in the order of what a review now gains over the best that could be done with the card later, per second: a card that tomorrow suits better
/// waits, gaps shrink toward the exam, and new cards stop when there is no longer time to make them last. Formulas and limits: docs/models/exam-date.md.
/// </remarks>
public sealed class ExamSchedule
{
    private const int FirstRounds = 30, FurtherRounds = 4;
    private const double LeastPrice = 1e-9, FirstStep = 0.7, LeastStep = 0.08, StepDecay = 0.93, LeastBlur = 0.2;

    private readonly IMemoryModel _model;
    private readonly ExamAim _aim;
    private readonly DateOnly _from;
    private readonly int _days;
    private readonly double[] _weights, _seconds, _prices;
    private readonly MemoryGrid _grid;
    private readonly ExamValue _value;

    private ExamSchedule(IMemoryModel model, ExamAim aim, DateOnly from, double[] weights, ExamSchedule? before)
    {
        (_model, _aim, _from, _weights) = (model, aim, from, weights);
        _days = aim.Exam.DayNumber - from.DayNumber;
        _seconds = [.. Enumerable.Range(0, _days).Select(day => aim.Time.SecondsOn(from.AddDays(day)))];
        _grid = before?._grid ?? new(model, aim.Habits, _days);
        _value = new(_grid, model, _days);
        _prices = new double[_days];
        for (var day = 0; day < _days; day++) _prices[day] = _seconds[day] <= 0 ? double.PositiveInfinity : before?._prices[day + from.DayNumber - before._from.DayNumber] ?? 0;
    }

    /// <summary>The price of a second by day from the first on, in exam weight; infinite where there is no time.</summary>
    public IReadOnlyList<double> Prices => _prices;

    /// <summary>Finds the prices.</summary>
    /// <param name="model">The memory model.</param>
    /// <param name="aim">What is aimed at.</param>
    /// <param name="cards">All cards, new ones in the order in which they should come.</param>
    /// <param name="today">The first day of work; before the exam.</param>
    /// <param name="before">What was found on an earlier day for the same aim, to start from; null where there is none.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exam is not after today.</exception>
    /// <exception cref="ArgumentException">A card has no weight above 0, or a memory without a day or the other way round.</exception>
    public static ExamSchedule Find(IMemoryModel model, ExamAim aim, IReadOnlyList<ExamCard> cards, DateOnly today, ExamSchedule? before = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(aim);
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(today, aim.Exam);
        foreach (var card in cards)
            if (!(card.Weight > 0 && double.IsFinite(card.Weight)) || card.Memory is null != card.LastReview is null) throw new ArgumentException($"Card {card.Card} has no weight, or a memory without a day.", nameof(cards));
        var schedule = new ExamSchedule(model, aim, today, Levels(cards), before);
        schedule.FindPrices(cards, before is null ? FirstRounds : FurtherRounds, before is null, cancel);
        return schedule;
    }

    /// <summary>The cards worth working on on a day, the one that gains most per second first; how far they are worked through is for time to say. On the last days those that the final pass has not reached yet are among them all.</summary>
    /// <param name="cards">All cards as they are on that day.</param>
    /// <param name="day">Between the day of the finding and the exam.</param>
    public IReadOnlyList<PlannedReview> Queue(IReadOnlyList<ExamCard> cards, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentOutOfRangeException.ThrowIfLessThan(day, _from);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(day, _aim.Exam);
        var at = day.DayNumber - _from.DayNumber;
        var pass = FinalPass.Start(_aim, cards.Count(card => card.Memory is not null)) is { } start && start <= day ? start : default(DateOnly?);
        List<PlannedReview> queue = [];
        List<(PlannedReview Review, double Recalled)> owed = [];
        Span<int> next = stackalloc int[MemoryGrid.Corners];
        Span<double> share = stackalloc double[MemoryGrid.Corners];
        var (first, firstSeconds) = (FirstGain(at, next, share, out var seconds), seconds);
        foreach (var card in cards)
        {
            if (card.Memory is not { } memory)
            {
                if (OfWeight(first, card.Weight) is > 0 and var worth) queue.Add(new(card.Card, true, card.Weight * worth, firstSeconds, 0));
                continue;
            }
            if (card.LastReview >= day) continue;
            var last = card.LastReview!.Value.DayNumber - _from.DayNumber;
            var spent = _grid.Review(memory, at - last, next, share);
            var gain = OfWeight(_value.After(at, next, share) - Later(memory, last, at, next, share), card.Weight);
            var review = new PlannedReview(card.Card, false, card.Weight * gain, spent, _model.Retrievability(memory, at - last));
            if (gain > 0) queue.Add(review);
            if (card.LastReview < pass) owed.Add((review, _model.Retrievability(memory, _days - last)));
        }
        PlannedReview[] byGain = [.. queue.OrderByDescending(review => review.Gain / review.Seconds)];      // cards alike keep their order
        return pass is null ? byGain : FinalPass.Order(_aim, day, byGain, [.. owed.OrderBy(card => card.Recalled).Select(card => card.Review)]);
    }

    /// <summary>The best that can be done with a card after a day.</summary>
    private Vector256<double> Later(MemoryState memory, int last, int day, Span<int> next, Span<double> share)
    {
        var best = Vector256.Create(_model.Retrievability(memory, _days - last));
        foreach (var gap in _grid.Gaps)
        {
            var then = day + gap;
            if (then >= _days) break;
            if (double.IsInfinity(_prices[then])) continue;
            var seconds = _grid.Review(memory, then - last, next, share);
            best = Vector256.Max(best, _value.After(then, next, share) - _value.Price(then) * seconds);
        }
        return best;
    }

    /// <summary>What meeting a new card on a day gains over meeting it later or never.</summary>
    private Vector256<double> FirstGain(int day, Span<int> next, Span<double> share, out double seconds)
    {
        seconds = _grid.First(next, share);
        var best = Vector256<double>.Zero;
        for (var then = day + 1; then < _days; then++)
            if (!double.IsInfinity(_prices[then])) best = Vector256.Max(best, _value.After(then, next, share) - _value.Price(then) * seconds);
        return _value.After(day, next, share) - best;
    }

    private void FindPrices(IReadOnlyList<ExamCard> cards, int rounds, bool fresh, CancellationToken cancel)
    {
        var demand = new ExamDemand(_grid, _model, _value, cards, _weights, _from, _days);
        var time = _seconds.Sum();
        if (time <= 0 || cards.Count == 0)
        {
            _value.Solve(_prices, _weights);
            return;
        }
        // The price is a smooth curve over the days left: a line between knots, on a logarithmic scale, or reviews would leap between neighboring days and the price after them.
        var knots = Knots(_days);
        var levels = knots.Select(knot => Math.Log(fresh ? 0.5 * cards.Sum(card => card.Weight) / time : LevelAt(knot))).ToArray();
        var (wanted, settled) = (new double[_days], new double[knots.Length]);
        var settling = fresh ? rounds / 3 : rounds;
        for (var round = 0; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            SetPrices(knots, levels);
            _value.Solve(_prices, _weights);
            demand.Load(wanted, fresh ? Math.Max(LeastBlur, Math.Pow(StepDecay, round)) : LeastBlur);
            var most = fresh ? Math.Max(LeastStep, FirstStep * Math.Pow(StepDecay, round)) : LeastStep;
            for (var knot = 0; knot < knots.Length; knot++)
            {
                double asked = 0, there = 0;
                for (var day = 0; day < _days; day++)
                {
                    var near = Nearness(knots, knot, _days - day);
                    (asked, there) = (asked + near * wanted[day], there + near * _seconds[day]);
                }
                if (there > 0) levels[knot] = Math.Max(Math.Log(LeastPrice), levels[knot] + Math.Clamp(0.5 * Math.Log(Math.Max(asked, 1e-3 * there) / there), -most, most));
                settled[knot] += levels[knot] / settling * (round >= rounds - settling ? 1 : 0);
            }
        }
        SetPrices(knots, settled);
        _value.Solve(_prices, _weights);
    }

    private double LevelAt(int left)
    {
        for (var near = 0; near < _days; near++)
            foreach (var day in new[] { _days - left - near, _days - left + near })
                if (day >= 0 && day < _days && double.IsFinite(_prices[day])) return _prices[day];
        return LeastPrice;
    }

    private void SetPrices(int[] knots, double[] levels)
    {
        for (var day = 0; day < _days; day++)
        {
            if (_seconds[day] <= 0) continue;
            double level = 0;
            for (var knot = 0; knot < knots.Length; knot++) level += Nearness(knots, knot, _days - day) * levels[knot];
            _prices[day] = Math.Exp(level);
        }
    }

    /// <summary>Numbers of days left, each about half as much again as the one before.</summary>
    private static int[] Knots(int days)
    {
        List<int> knots = [];
        for (var left = 1; left < days; left += (left + 1) / 2) knots.Add(left);
        return [.. knots, days];
    }

    /// <summary>How much a knot says about a number of days left: 1 at it, falling to 0 at its neighbors.</summary>
    private static double Nearness(int[] knots, int knot, int left)
    {
        if (left == knots[knot]) return 1;
        if (left < knots[knot]) return knot > 0 && left > knots[knot - 1] ? (double)(left - knots[knot - 1]) / (knots[knot] - knots[knot - 1]) : 0;
        return knot + 1 < knots.Length && left < knots[knot + 1] ? (double)(knots[knot + 1] - left) / (knots[knot + 1] - knots[knot]) : 0;
    }

    private double OfWeight(Vector256<double> lanes, double weight)
    {
        if (_weights[^1] <= _weights[0]) return lanes[0];
        var place = Math.Clamp(Math.Log(weight / _weights[0]) / Math.Log(_weights[^1] / _weights[0]), 0, 1) * (ExamValue.Lanes - 1);
        var low = Math.Min((int)place, ExamValue.Lanes - 2);
        return lanes[low] + (place - low) * (lanes[low + 1] - lanes[low]);
    }

    /// <summary>Four weights from the least to the greatest, in even ratios.</summary>
    private static double[] Levels(IReadOnlyList<ExamCard> cards)
    {
        var (least, most) = cards.Count == 0 ? (1, 1) : (cards.Min(card => card.Weight), cards.Max(card => card.Weight));
        return [.. Enumerable.Range(0, ExamValue.Lanes).Select(lane => least * Math.Pow(most / least, lane / (ExamValue.Lanes - 1.0)))];
    }
}

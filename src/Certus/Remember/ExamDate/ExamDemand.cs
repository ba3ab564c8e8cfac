using Certus.Numerics;

namespace Certus.Remember.ExamDate;

/// <summary>How many seconds the cards would ask for on each day if every one of them did what is best for it at the prices there are.</summary>
/// <remarks>
/// Played through with a sample of the cards and drawn grades, from one seed, so that the same cards and prices ask for the same. Choices are blurred a little (Gumbel noise): where days are as good as one
/// another, the demand spreads over them rather than leaping from one to the next.
/// </remarks>
internal sealed class ExamDemand
{
    private const ulong Seed = 20;
    private const int Sample = 300, Plays = 600;
    private const double Noise = 0.01, FirstNoise = 0.1, ReviewNoise = 0.04;

    private readonly MemoryGrid _grid;
    private readonly ExamValue _value;
    private readonly int _days, _repeats;
    private readonly List<Track> _tracks = [];
    private readonly int[] _firstNext = new int[MemoryGrid.Corners];
    private readonly double[] _firstShare = new double[MemoryGrid.Corners];
    private double _blur = 1;
    private readonly double _firstSeconds;
    private readonly double[] _meanPrice = new double[ExamValue.Lanes];

    /// <summary>A card of the sample: for each day on which it could be reviewed next, where that leads.</summary>
    private sealed record Track(int Lane, double Counts, double Never, int[] Days, int[] Next, double[] Share, double[] Seconds);

    public ExamDemand(
        MemoryGrid grid, IMemoryModel model, ExamValue value, IReadOnlyList<ExamCard> cards, double[] weights, DateOnly from, int days)
    {
        (_grid, _value, _days) = (grid, value, days);
        _firstSeconds = grid.First(_firstNext, _firstShare);
        var ordered = cards.OrderBy(card => card.Memory is null).ThenBy(card => card.Memory?.Stability ?? card.Weight).ThenBy(card => card.Card).ToArray();
        var count = Math.Min(Sample, ordered.Length);
        for (var i = 0; i < count; i++)
        {
            var card = ordered[(int)((i + 0.5) * ordered.Length / count)];
            var lane = Enumerable.Range(0, weights.Length).MinBy(lane => Math.Abs(Math.Log(weights[lane] / card.Weight)));
            _tracks.Add(card.Memory is { } memory ? Known(memory, card.LastReview!.Value.DayNumber - from.DayNumber, lane, (double)ordered.Length / count, model) : new(lane, (double)ordered.Length / count, 0, [], [], [], []));
        }
        _repeats = count == 0 ? 1 : Math.Max(1, Plays / count);
    }

    /// <summary>Adds up the demand.</summary>
    /// <param name="seconds">By day; overwritten.</param>
    /// <param name="blur">How much choices are blurred, 0 to 1.</param>
    public void Load(double[] seconds, double blur)
    {
        Array.Clear(seconds);
        _blur = blur;
        for (var lane = 0; lane < _meanPrice.Length; lane++) _meanPrice[lane] = Enumerable.Range(0, _days).Select(day => _value.Price(day, lane)).Where(double.IsFinite).DefaultIfEmpty().Average();
        var random = new SeededRandom(Seed, "exam demand");
        foreach (var track in _tracks)
            for (var repeat = 0; repeat < _repeats; repeat++) Follow(track, seconds, random);
    }

    private Track Known(MemoryState memory, int last, int lane, double counts, IMemoryModel model)
    {
        int[] days = [.. Enumerable.Range(0, 1).Concat(_grid.Gaps).Where(day => day < _days && day > last)];
        var (next, share, seconds) = (new int[days.Length * MemoryGrid.Corners], new double[days.Length * MemoryGrid.Corners], new double[days.Length]);
        for (var i = 0; i < days.Length; i++)
            seconds[i] = _grid.Review(memory, days[i] - last, next.AsSpan(i * MemoryGrid.Corners, MemoryGrid.Corners), share.AsSpan(i * MemoryGrid.Corners, MemoryGrid.Corners));
        return new(lane, counts, model.Retrievability(memory, _days - last), days, next, share, seconds);
    }

    private void Follow(Track track, double[] load, SeededRandom random)
    {
        var (lane, counts) = (track.Lane, track.Counts / _repeats);
        int node, day;
        // New cards are as good as one another and want the same day, so their choice stays blurred; that there are many days to choose from must not make them likelier to come at all.
        var first = Noise + FirstNoise * _firstSeconds * _meanPrice[lane];
        var noise = _blur * (Noise + ReviewNoise * _firstSeconds * _meanPrice[lane]);
        if (track.Days.Length == 0 && track.Never == 0)
        {
            (day, var best) = (-1, first * (Gumbel(random) + Math.Log(_days)));
            for (var then = 0; then < _days; then++)
            {
                if (double.IsInfinity(_value.Price(then, lane))) continue;
                var worth = _value.After(then, _firstNext, _firstShare)[lane] - _value.Price(then, lane) * _firstSeconds + first * Gumbel(random);
                if (worth > best) (day, best) = (then, worth);
            }
            if (day < 0) return;
            load[day] += counts * _firstSeconds;
            node = Draw(_firstNext, _firstShare, random);
        }
        else
        {
            var (pick, best) = (-1, track.Never + noise * Gumbel(random));
            for (var i = 0; i < track.Days.Length; i++)
            {
                var then = track.Days[i];
                if (double.IsInfinity(_value.Price(then, lane))) continue;
                var worth = _value.After(then, track.Next.AsSpan(i * MemoryGrid.Corners, MemoryGrid.Corners), track.Share.AsSpan(i * MemoryGrid.Corners, MemoryGrid.Corners))[lane]
                    - _value.Price(then, lane) * track.Seconds[i] + noise * Gumbel(random);
                if (worth > best) (pick, best) = (i, worth);
            }
            if (pick < 0) return;
            day = track.Days[pick];
            load[day] += counts * track.Seconds[pick];
            node = Draw(track.Next.AsSpan(pick * MemoryGrid.Corners, MemoryGrid.Corners), track.Share.AsSpan(pick * MemoryGrid.Corners, MemoryGrid.Corners), random);
        }
        while (true)
        {
            var (pick, best) = (-1, _value.Never(day, node) + noise * Gumbel(random));
            for (var gap = 0; gap < _grid.Gaps.Length && day + _grid.Gaps[gap] < _days; gap++)
            {
                var then = day + _grid.Gaps[gap];
                if (double.IsInfinity(_value.Price(then, lane))) continue;
                var at = node * _grid.Gaps.Length + gap;
                var worth = Worth(then, at, lane) + noise * Gumbel(random);
                if (worth > best) (pick, best) = (gap, worth);
            }
            if (pick < 0) return;
            day += _grid.Gaps[pick];
            var review = node * _grid.Gaps.Length + pick;
            load[day] += counts * _grid.Seconds[review];
            node = Draw(_grid.Next.AsSpan(review * MemoryGrid.Corners, MemoryGrid.Corners), _grid.Share.AsSpan(review * MemoryGrid.Corners, MemoryGrid.Corners), random);
        }
    }

    private double Worth(int day, int review, int lane)
    {
        double worth = 0;
        for (var corner = review * MemoryGrid.Corners; corner < (review + 1) * MemoryGrid.Corners; corner++) worth += _grid.Share[corner] * _value.At(day, _grid.Next[corner], lane);
        return worth - _value.Price(day, lane) * _grid.Seconds[review];
    }

    private static double Gumbel(SeededRandom random) => -Math.Log(-Math.Log(Uniform(random)));

    private static double Uniform(SeededRandom random) => ((random.Next() >> 12) + 0.5) / (1UL << 52);

    private static int Draw(ReadOnlySpan<int> next, ReadOnlySpan<double> share, SeededRandom random)
    {
        var luck = Uniform(random);
        for (var corner = 0; corner < next.Length - 1; corner++)
            if ((luck -= share[corner]) < 0) return next[corner];
        return next[^1];
    }
}

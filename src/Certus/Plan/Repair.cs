namespace Certus.Plan;

/// <summary>Gives what was missed the practice and the free minutes of the days ahead; everything else stays where it can.</summary>
internal sealed class Repair
{
    private const int LeastSitting = 15, MostRounds = 3, MostTried = 60;
    private readonly int[] _free, _used, _reserved;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _before;
    private readonly Dictionary<string, HashSet<string>> _after = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Day, string Title)> _done = new(StringComparer.Ordinal);

    /// <param name="free">Minutes for work by day, without reviews and mocks.</param>
    /// <param name="before">What each work needs, by key.</param>
    public Repair(IReadOnlyList<int> free, IReadOnlyDictionary<string, IReadOnlyList<string>> before)
    {
        (_free, _before) = ([.. free], before);
        (_used, _reserved) = (new int[free.Count], new int[free.Count]);
    }

    /// <summary>A sitting and where it went.</summary>
    /// <param name="Of">What it is or is a part of.</param>
    /// <param name="Day">The day's place; -1 where there is none.</param>
    /// <param name="Minutes">Its minutes.</param>
    /// <param name="Behind">What it had to wait for, where that moved it.</param>
    /// <param name="Gives">Whether it gives its place to something else than what it needs.</param>
    internal readonly record struct Placed(Remaining Of, int Day, int Minutes, string? Behind, bool Gives);

    /// <summary>Places everything; where much would move in a chain, something else gives its place where that moves less.</summary>
    public IReadOnlyList<Placed> Run(IReadOnlyList<Remaining> work)
    {
        HashSet<string> giving = new(StringComparer.Ordinal);
        var best = Try(work, giving);
        var cost = Cost(work, best);
        var missed = work.Count(sitting => sitting.Missed);
        for (var round = 0; round < MostRounds && (cost.Lacking > 0 || cost.Moved > missed); round++)
        {
            // Whoever gives its place lies before the end of the chain.
            var end = cost.Lacking > 0 ? _free.Length : best.Where(placed => !placed.Of.Missed && Moves(placed)).Select(placed => placed.Of.Day).DefaultIfEmpty(-1).Max();
            string? giver = null;
            foreach (var candidate in work.Where(sitting => !sitting.Missed && sitting.Day <= end && !giving.Contains(sitting.Session.Id)).Take(MostTried).ToList())
            {
                var tried = Try(work, [.. giving, candidate.Session.Id]);
                var other = Cost(work, tried);
                if (other.CompareTo(cost) < 0) (best, cost, giver) = (tried, other, candidate.Session.Id);
            }
            if (giver is null) break;
            giving.Add(giver);
        }
        return best;
    }

    private static bool Moves(Placed placed) => placed.Day != placed.Of.Day || placed.Minutes != placed.Of.Minutes;

    /// <summary>Minutes without a place, sessions that move, and pieces of them: the fewer the better, in this order.</summary>
    private static (int Lacking, int Moved, int Pieces) Cost(IReadOnlyList<Remaining> work, List<Placed> placed) =>
        (placed.Where(piece => piece.Day < 0).Sum(piece => piece.Minutes), work.Count - placed.Count(piece => !Moves(piece)), placed.Count);

    private List<Placed> Try(IReadOnlyList<Remaining> work, HashSet<string> giving)
    {
        var days = _free.Length;
        Array.Clear(_used);
        Array.Clear(_reserved);
        _done.Clear();
        bool Keeps(Remaining sitting) => sitting.Day >= 0 && !giving.Contains(sitting.Session.Id);
        foreach (var sitting in work) if (Keeps(sitting)) _reserved[sitting.Day] += sitting.Minutes;
        List<Placed> placed = [];
        for (var i = 0; i < work.Count; i++)
        {
            var sitting = work[i];
            if (Keeps(sitting)) _reserved[sitting.Day] -= sitting.Minutes;
            var (ready, behind) = Ready(sitting.Key);
            if (sitting.Day >= ready && _free[sitting.Day] - _used[sitting.Day] - (Keeps(sitting) ? 0 : _reserved[sitting.Day]) >= sitting.Minutes)
            {
                Put(sitting, sitting.Day, sitting.Minutes, null);
                continue;
            }
            var waits = sitting.Day >= 0 && ready > sitting.Day ? behind : null;
            // Its place may be one of something that has to come after it anyway.
            var yielding = new int[days];
            var after = AfterOf(sitting.Key);
            for (var j = i + 1; j < work.Count; j++) if (Keeps(work[j]) && after.Contains(work[j].Key)) yielding[work[j].Day] += work[j].Minutes;
            var left = sitting.Minutes;
            for (var day = Math.Max(ready, 0); day < days && left > 0; day++)
            {
                var room = _free[day] - _used[day] - _reserved[day] + yielding[day];
                if (room < Math.Min(LeastSitting, left)) continue;
                var take = Math.Min(room, left);
                if (left - take is > 0 and < LeastSitting / 3) take = Math.Max(Math.Min(take, LeastSitting), left - LeastSitting);
                Put(sitting, day, take, waits);
                left -= take;
            }
            if (left > 0) placed.Add(new(sitting, -1, left, waits, giving.Contains(sitting.Session.Id)));
        }
        return placed;

        void Put(Remaining sitting, int day, int minutes, string? waits)
        {
            placed.Add(new(sitting, day, minutes, waits, giving.Contains(sitting.Session.Id)));
            _used[day] += minutes;
            var earlier = _done.TryGetValue(sitting.Key, out var found) ? found.Day : -1;
            if (day >= earlier) _done[sitting.Key] = (day, sitting.Session.Title);
        }
    }

    /// <summary>The first day on which everything before it is done, and what is last of that. Sittings of one work may change their order: minutes of a skill are minutes of it.</summary>
    private (int Day, string? Behind) Ready(string key)
    {
        (int Day, string? Behind) ready = (0, null);
        foreach (var needed in _before.GetValueOrDefault(key) ?? [])
            if (_done.TryGetValue(needed, out var done) && done.Day > ready.Day) ready = (done.Day, done.Title);
        return ready;
    }

    /// <summary>Everything that needs a work, directly or not.</summary>
    private HashSet<string> AfterOf(string key)
    {
        if (_after.TryGetValue(key, out var known)) return known;
        HashSet<string> after = new(StringComparer.Ordinal);
        Queue<string> open = new([key]);
        while (open.TryDequeue(out var next))
            foreach (var (later, needs) in _before) if (needs.Contains(next) && after.Add(later)) open.Enqueue(later);
        return _after[key] = after;
    }
}

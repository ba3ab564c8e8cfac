namespace Certus.Plan;

/// <summary>Work, practice and rest on the days that reviews and mocks leave.</summary>
internal sealed class Layout
{
    /// <summary>The least share of learning time that is practice.</summary>
    public const double LeastPractice = 0.05;

    /// <summary>While learning, practice stays below this share of it, and what remains is rest.</summary>
    private const double MostPracticeWhileLearning = 0.5;

    /// <summary>Over all, practice stays below this share of what is learned.</summary>
    private const double MostPractice = 0.8;

    /// <summary>What comes after its time takes at most this share of a day, where that is enough.</summary>
    private const double MostLateLearning = 0.8;

    /// <summary>Nobody begins a drill for fewer minutes; what is left of a day below it is free.</summary>
    public const int LeastDrill = 5;

    private const int PracticeLump = 15, RestLump = 30, Crumb = 10, LeastCrumb = 5;

    private readonly IReadOnlyList<int> _free;
    private readonly double _leastPractice;

    private Layout(IReadOnlyList<int> free, double leastPractice)
    {
        (_free, _leastPractice) = (free, leastPractice);
        (Practice, Rest) = (new int[free.Count], new int[free.Count]);
    }

    /// <summary>Work by day, in the order to do it.</summary>
    public List<Piece> Pieces { get; } = [];

    /// <summary>Minutes of practice by day.</summary>
    public int[] Practice { get; }

    /// <summary>Minutes left free on purpose, by day.</summary>
    public int[] Rest { get; }

    /// <summary>Minutes of work that found no place.</summary>
    public int Lacking { get; private set; }

    /// <summary>Minutes that no block had room for and that were put into the time of tests, where there was any.</summary>
    public int Late { get; private set; }

    /// <summary>The last day of each block, by its number.</summary>
    public Dictionary<int, int> BlockEnds { get; } = [];

    /// <summary>One without anything.</summary>
    public static Layout None(StudyDays days) => new(new int[days.Count], 0);

    /// <summary>Lays out everything.</summary>
    /// <param name="days">The days.</param>
    /// <param name="free">What reviews and mocks leave of each.</param>
    /// <param name="works">The work in order.</param>
    /// <param name="blocks">Blocks with their share of the time, which sum to 1; empty for all work in one go.</param>
    /// <param name="sixteenths">How much of the time is for learning.</param>
    /// <param name="overflow">Until when what the blocks have no room for may go on.</param>
    /// <param name="leastPractice">The least share of practice in that time.</param>
    public static Layout Of(
        StudyDays days, IReadOnlyList<int> free, IReadOnlyList<Work> works, IReadOnlyList<(int Number, double Share)> blocks, double sixteenths, double overflow, double leastPractice)
    {
        var layout = new Layout(free, leastPractice);
        var (end, late) = (days.After(sixteenths), days.After(overflow));
        List<Work> waiting = [];
        if (blocks.Count == 0) waiting = layout.Stretch(0, end, works, spill: false, null);
        else
        {
            var from = 0;
            double shares = 0;
            for (var i = 0; i < blocks.Count; i++)
            {
                shares += blocks[i].Share;
                var to = i == blocks.Count - 1 ? end : Math.Clamp(days.After(sixteenths * shares), from, end);
                if (i == 0 && to == 1 && days.Passed(0) * StudyDays.Parts >= sixteenths * shares) to = 0;     // After is at least 1
                waiting = layout.Stretch(from, to, [.. waiting, .. works.Where(work => work.Block == blocks[i].Number)], spill: true, null);
                from = to;
            }
            layout.Late = waiting.Sum(work => work.Minutes);
            // What no block holds belongs to the time of tests.
            var numbers = blocks.Select(block => block.Number).ToHashSet();
            waiting.AddRange(works.Where(work => !numbers.Contains(work.Block)));
        }
        // The rest of the days is for practice; what the blocks had no room for goes first in it.
        var learned = works.Sum(work => work.Minutes);
        double budget = Math.Max(0, MostPractice * learned - layout.Practice.Sum());
        double open = 0;
        for (var day = end; day < days.Count; day++) open += free[day];
        var share = open <= 0 ? 0 : Math.Min(1, budget / open);
        late = waiting.Count == 0 ? end : layout.Until(end, late, waiting.Sum(work => work.Minutes));
        if (late > end) waiting = layout.Stretch(end, late, waiting, spill: false, share);
        layout.Lacking = waiting.Sum(work => work.Minutes);
        layout.Stretch(late, days.Count, [], spill: false, share);
        return layout;
    }

    /// <summary>Fills some days and returns what had no room: whole works where they may be spilled, otherwise what remains of them.</summary>
    private List<Work> Stretch(int from, int to, IReadOnlyList<Work> works, bool spill, double? practiceShare)
    {
        double free = 0;
        for (var day = from; day < to; day++) free += _free[day];
        List<Work> queue = [.. works], spilled = [];
        if (spill)
            for (double load = queue.Sum(work => work.Minutes), room = free * (1 - _leastPractice); load > room && queue.Count > 0;)
            {
                var leaving = FirstToLeave(queue);
                load -= leaving.Minutes;
                queue.Remove(leaving);
                spilled.Add(leaving);
            }
        double needed = queue.Sum(work => work.Minutes);
        var learn = free <= 0 ? 0 : Math.Min(1 - _leastPractice, needed / free);
        var practice = Math.Min(1 - learn, practiceShare ?? Math.Max(_leastPractice, MostPracticeWhileLearning * learn));
        var rest = Math.Max(0, 1 - learn - practice);
        double seen = 0, practiced = 0, rested = 0, ahead = free;
        for (var day = from; day < to; day++)
        {
            var minutes = _free[day];
            if (minutes == 0) continue;
            seen += minutes;
            ahead -= minutes;
            var p = Lump(practice * seen - practiced, PracticeLump, minutes);
            var r = Lump(rest * seen - rested, RestLump, minutes - p);
            var l = minutes - p - r;
            while (l > 0 && queue.Count > 0)
            {
                var work = queue[0];
                var take = Math.Min(l, work.Minutes);
                // No sitting of two minutes on another day.
                if (work.Minutes - take is > 0 and < LeastCrumb && take > Crumb) take = work.Minutes - LeastCrumb;
                // Five minutes of something new are no session, unless the days need them.
                if (take < work.Minutes && take < (needed <= ahead * (1 - _leastPractice) ? Crumb : LeastCrumb)) break;
                Pieces.Add(new(work, day, take));
                if (take == work.Minutes)
                {
                    queue.RemoveAt(0);
                    if (work.IsSkill) BlockEnds[work.Home] = day;
                }
                else queue[0] = work with { Minutes = work.Minutes - take };
                (l, needed) = (l - take, needed - take);
            }
            // Crumbs and what is left once everything is learned.
            var (toPractice, toRest) = rest > 0 && practiced + p >= practice * seen ? (0, l) : (l, 0);
            if (p + toPractice < LeastDrill) (p, toPractice, toRest) = (0, 0, toRest + p + toPractice);
            Practice[day] = p + toPractice;
            Rest[day] = r + toRest;
            practiced += Practice[day];
            rested += Rest[day];
        }
        spilled.AddRange(queue);
        return [.. spilled.OrderBy(work => IndexIn(works, work))];
    }

    /// <summary>The day after which so many minutes are learned when most of each is for them; at the latest a given one.</summary>
    private int Until(int from, int to, double needed)
    {
        double free = 0;
        for (var day = from; day < to; day++)
            if ((free += _free[day]) * MostLateLearning >= needed) return day + 1;
        return to;
    }

    private static int IndexIn(IReadOnlyList<Work> works, Work work)
    {
        for (var i = 0; i < works.Count; i++) if (works[i].Key == work.Key) return i;
        return works.Count;
    }

    /// <summary>What has nothing after it here: an extra first, then something done by hand, then the last in order; of equals what counts least for its minutes.</summary>
    private static Work FirstToLeave(List<Work> queue)
    {
        var needed = queue.SelectMany(work => work.Before).ToHashSet(StringComparer.Ordinal);
        Work? first = null;
        foreach (var work in queue)
            if (!needed.Contains(work.Key) && (first is null || work.SpillRank < first.SpillRank || (work.SpillRank == first.SpillRank && (work.SpillRank == 2 || work.Density <= first.Density)))) first = work;
        return first!;      // without cycles something is always last
    }

    /// <summary>What is owed, in fives, once that is enough for a sitting.</summary>
    private static int Lump(double owed, int least, int room)
    {
        if (room <= 0 || owed + 1e-9 < Math.Min(least, room)) return 0;
        var minutes = (int)Math.Min(room, owed + 1e-9);
        return minutes < 5 ? minutes : minutes / 5 * 5;
    }
}

namespace Certus.Plan;

/// <summary>A plan before it is put into words.</summary>
/// <param name="Days">The days.</param>
/// <param name="Works">What was to be placed.</param>
/// <param name="Layout">Where it went.</param>
/// <param name="Reviews">Minutes of reviews by day.</param>
/// <param name="Mocks">Where the mocks went.</param>
/// <param name="LackingMinutes">Minutes that lack for everything to fit; 0 where it fits.</param>
internal sealed record Draft(StudyDays Days, IReadOnlyList<Work> Works, Layout Layout, int[] Reviews, IReadOnlyList<MockPart> Mocks, double LackingMinutes)
{
    /// <summary>Nothing new is learned after so many sixteenths of the time.</summary>
    private const double Learning = 13, LatestLearning = 15;

    /// <summary>Where not everything fits, mocks take at most this share of the time.</summary>
    private const double MostMocks = 0.3;

    public bool Fits => LackingMinutes <= 0;

    /// <summary>Tries to place everything; what is returned may not fit.</summary>
    /// <param name="request">What it is made from.</param>
    /// <param name="days">The days.</param>
    /// <param name="works">The work in order.</param>
    /// <param name="kept">Mocks that have their days already; null where they don't.</param>
    public static Draft Of(PlanRequest request, StudyDays days, IReadOnlyList<Work> works, IReadOnlyList<MockPart>? kept = null)
    {
        var wanted = ReviewDays.Place(request.ReviewMinutes, days.Minutes);
        var mocks = kept ?? MockDays.Place(days, request.Mocks, request.MockMinutes, wanted);
        var (reviews, free) = Free(request, days, mocks ?? []);
        double needed = works.Sum(work => work.Minutes), unplaced = mocks is null ? request.Mocks * request.MockMinutes : 0;
        var room = (1 - Layout.LeastPractice) * FreeUntil(days, free, LatestLearning);
        var lacking = Math.Max(needed + unplaced - room, mocks is null ? 1 : 0);
        Draft Fitting(Layout layout) => new(days, works, layout, reviews, mocks!, 0);
        if (lacking <= 0)
        {
            foreach (var blend in new[] { 0, 0.5, 1 })
            {
                var blocks = Blocks(request, works, blend);
                var shaped = Layout.Of(days, free, works, blocks, Learning, LatestLearning, Layout.LeastPractice);
                if (shaped.Late > 0 && Layout.Of(days, free, Forward.Pull(days, free, works, blocks, Learning, shaped.Late), blocks, Learning, LatestLearning, Layout.LeastPractice) is var pulled && pulled.Lacking <= shaped.Lacking) shaped = pulled;
                if (shaped.Lacking == 0) return Fitting(shaped);
            }
            foreach (var end in new[] { Learning, Learning + 1, LatestLearning })
                if (Layout.Of(days, free, works, [], end, end, Layout.LeastPractice) is { Lacking: 0 } packed) return Fitting(packed);
        }
        // By how much is asked for often, and where it is plain from the sums no layout is needed.
        if (lacking > 0) return new(days, works, Layout.None(days), reviews, mocks ?? [], Math.Max(lacking, 1));
        var tried = Layout.Of(days, free, works, [], LatestLearning, LatestLearning, Layout.LeastPractice);
        return new(days, works, tried, reviews, mocks ?? [], Math.Max(tried.Lacking, 1));
    }

    /// <summary>What counts most, where not everything fits: no practice is held back while learning, and there are as many mocks as the time bears.</summary>
    public static Draft Most(PlanRequest request, StudyDays days, double lackingMinutes, IReadOnlyList<MockPart>? kept = null)
    {
        var wanted = ReviewDays.Place(request.ReviewMinutes, days.Minutes);
        var mocks = kept;
        for (var count = request.Mocks; mocks is null; count--)
            if (count == 0) mocks = [];
            else if (count * request.MockMinutes <= MostMocks * days.Total) mocks = MockDays.Place(days, count, request.MockMinutes, wanted);
        var (reviews, free) = Free(request, days, mocks);
        var budget = FreeUntil(days, free, LatestLearning);
        while (true)
        {
            var most = Scope.Keep(request, budget);
            var layout = Layout.Of(days, free, most, [], LatestLearning, LatestLearning, 0);
            if (layout.Lacking == 0 || budget <= 0) return new(days, most, layout, reviews, mocks, lackingMinutes);
            budget = Math.Min(budget, most.Sum(work => work.Minutes)) - Math.Max(1, layout.Lacking);
        }
    }

    private static (int[] Reviews, int[] Free) Free(PlanRequest request, StudyDays days, IReadOnlyList<MockPart> mocks)
    {
        int[] room = [.. days.Minutes];
        foreach (var part in mocks) room[part.Day] -= part.Minutes;
        var reviews = ReviewDays.Place(request.ReviewMinutes, room);
        return (reviews, [.. room.Select((minutes, day) => minutes - reviews[day])]);
    }

    private static double FreeUntil(StudyDays days, int[] free, double sixteenths)
    {
        double sum = 0;
        for (var day = 0; day < days.After(sixteenths); day++) sum += free[day];
        return sum;
    }

    /// <summary>The blocks that have work, with their share of the time: between that of their weight and that of their work.</summary>
    private static List<(int Number, double Share)> Blocks(PlanRequest request, IReadOnlyList<Work> works, double blend)
    {
        var load = works.GroupBy(work => work.Block).ToDictionary(group => group.Key, group => (double)group.Sum(work => work.Minutes));
        var blocks = request.Syllabus.Blocks.Where(block => !block.Final && load.ContainsKey(block.Number)).ToList();
        var (weights, loads) = (blocks.Sum(block => block.Weight), blocks.Sum(block => load[block.Number]));
        return [.. blocks.Select(block => (block.Number, (1 - blend) * block.Weight / weights + blend * load[block.Number] / loads))];
    }
}

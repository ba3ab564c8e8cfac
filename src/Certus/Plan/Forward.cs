namespace Certus.Plan;

/// <summary>Gives extras of full blocks a place in earlier ones that have room, where what they need comes before.</summary>
internal static class Forward
{
    /// <summary>The work with some of it in earlier blocks, spread evenly among what belongs there.</summary>
    /// <param name="days">The days.</param>
    /// <param name="free">What reviews and mocks leave of each.</param>
    /// <param name="works">The work in order.</param>
    /// <param name="blocks">Blocks with their share of the time.</param>
    /// <param name="sixteenths">How much of the time is for the blocks.</param>
    /// <param name="wanted">Minutes to move.</param>
    public static IReadOnlyList<Work> Pull(StudyDays days, IReadOnlyList<int> free, IReadOnlyList<Work> works, IReadOnlyList<(int Number, double Share)> blocks, double sixteenths, int wanted)
    {
        var placed = works.ToDictionary(work => work.Key, work => work.Block, StringComparer.Ordinal);
        double shares = 0;
        var from = 0;
        foreach (var (number, share) in blocks)
        {
            var to = Math.Max(from, days.After(sixteenths * (shares += share)));
            double room = 0;
            for (var day = from; day < to; day++) room += free[day] * (1 - Layout.LeastPractice);
            room -= works.Where(work => placed[work.Key] == number).Sum(work => work.Minutes);
            foreach (var work in works)
            {
                if (wanted <= 0) break;
                if (!work.Extra || placed[work.Key] <= number || work.Minutes > room || !work.Before.All(before => placed[before] <= number)) continue;
                placed[work.Key] = number;
                room -= work.Minutes;
                wanted -= work.Minutes;
            }
            from = to;
        }
        List<Work> ordered = [];
        foreach (var block in works.Select(work => placed[work.Key]).Distinct().Order())
        {
            List<Work> own = [.. works.Where(work => work.Block == block && placed[work.Key] == block)];
            List<Work> guests = [.. works.Where(work => work.Block > block && placed[work.Key] == block)];
            var all = own.Count;
            for (var i = 0; i < guests.Count; i++)
            {
                var place = Math.Min(own.Count, (i + 1) * all / (guests.Count + 1) + i);
                var needed = own.FindLastIndex(work => guests[i].Before.Contains(work.Key)) + 1;
                own.Insert(Math.Max(place, needed), guests[i] with { Block = block, Home = guests[i].Block });
            }
            ordered.AddRange(own);
        }
        return ordered;
    }
}

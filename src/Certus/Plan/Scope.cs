namespace Certus.Plan;

/// <summary>What to keep where not everything fits: as much of the exam as the minutes buy, prerequisites included.</summary>
internal static class Scope
{
    /// <summary>The work to keep, in its order; a skill whose lab goes needs its minutes back.</summary>
    public static IReadOnlyList<Work> Keep(PlanRequest request, double budget)
    {
        while (true)
        {
            var kept = Keep(WorkList.Of(request), budget);
            var labs = kept.Select(work => work.Lab).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (request.Labs.All(lab => labs.Contains(lab.Id))) return kept;
            request = request with { Labs = [.. request.Labs.Where(lab => labs.Contains(lab.Id))] };
        }
    }

    /// <summary>The work to keep, in its order.</summary>
    /// <param name="works">All work, each thing after what it needs.</param>
    /// <param name="budget">Minutes to spend.</param>
    /// <remarks>
    /// Choosing under prerequisites is a knapsack with precedence, which is NP-hard; two greedy ways are gone and the better one taken: leaves that count least for their minutes are dropped until the rest
    /// fits (good where little lacks), and what counts most for its minutes and those of everything it still needs is added while it fits (good where little fits).
    /// </remarks>
    public static IReadOnlyList<Work> Keep(IReadOnlyList<Work> works, double budget)
    {
        if (works.Sum(work => work.Minutes) <= budget) return works;
        var (dropped, added) = (Drop(works, budget), Add(works, budget));
        return dropped.Sum(work => work.Worth) >= added.Sum(work => work.Worth) ? dropped : added;
    }

    private static List<Work> Drop(IReadOnlyList<Work> works, double budget)
    {
        var places = Places(works);
        var (dependents, dropped) = (new int[works.Count], new bool[works.Count]);
        foreach (var before in works.SelectMany(work => work.Before)) if (places.TryGetValue(before, out var place)) dependents[place]++;
        double load = works.Sum(work => work.Minutes);
        while (load > budget)
        {
            var least = -1;
            for (var i = 0; i < works.Count; i++) if (!dropped[i] && dependents[i] == 0 && (least < 0 || works[i].Density < works[least].Density)) least = i;
            if (least < 0) break;
            dropped[least] = true;
            load -= works[least].Minutes;
            foreach (var before in works[least].Before) if (places.TryGetValue(before, out var place)) dependents[place]--;
        }
        return [.. works.Where((_, place) => !dropped[place])];
    }

    private static List<Work> Add(IReadOnlyList<Work> works, double budget)
    {
        var places = Places(works);
        // What each work and all that it needs would still cost and bring, kept up to date as works are taken.
        var (closures, users) = (new List<int>[works.Count], new List<int>[works.Count]);
        var (minutes, worth, taken) = (new double[works.Count], new double[works.Count], new bool[works.Count]);
        for (var i = 0; i < works.Count; i++) users[i] = [];
        for (var i = 0; i < works.Count; i++)
        {
            closures[i] = Closure(i);
            foreach (var needed in closures[i])
            {
                users[needed].Add(i);
                minutes[i] += works[needed].Minutes;
                worth[i] += works[needed].Worth;
            }
        }
        var left = budget;
        while (true)
        {
            var (best, density) = (-1, 0.0);
            for (var i = 0; i < works.Count; i++)
                if (!taken[i] && minutes[i] <= left && worth[i] / minutes[i] > density) (best, density) = (i, worth[i] / minutes[i]);
            if (best < 0) return [.. works.Where((_, place) => taken[place])];
            left -= minutes[best];
            foreach (var needed in closures[best])
            {
                if (taken[needed]) continue;
                taken[needed] = true;
                foreach (var user in users[needed]) (minutes[user], worth[user]) = (minutes[user] - works[needed].Minutes, worth[user] - works[needed].Worth);
            }
        }

        List<int> Closure(int place)
        {
            HashSet<int> all = [place];
            Stack<int> open = new([place]);
            while (open.TryPop(out var next))
                foreach (var before in works[next].Before) if (places.TryGetValue(before, out var needed) && all.Add(needed)) open.Push(needed);
            return [.. all.Order()];
        }
    }

    private static Dictionary<string, int> Places(IReadOnlyList<Work> works) => works.Select((work, place) => (work.Key, place)).ToDictionary(entry => entry.Key, entry => entry.place, StringComparer.Ordinal);
}

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
        List<Work> kept = [.. works];
        var dependents = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var before in works.SelectMany(work => work.Before)) dependents[before] = dependents.GetValueOrDefault(before) + 1;
        double load = works.Sum(work => work.Minutes);
        while (load > budget && kept.Where(work => dependents.GetValueOrDefault(work.Key) == 0).MinBy(work => work.Density) is { } least)
        {
            kept.Remove(least);
            load -= least.Minutes;
            foreach (var before in least.Before) dependents[before]--;
        }
        return kept;
    }

    private static List<Work> Add(IReadOnlyList<Work> works, double budget)
    {
        var byKey = works.ToDictionary(work => work.Key, StringComparer.Ordinal);
        var closures = works.ToDictionary(work => work.Key, work => Closure(work), StringComparer.Ordinal);
        HashSet<string> taken = new(StringComparer.Ordinal);
        var left = budget;
        while (true)
        {
            (double Density, string? Key, double Minutes) best = (0, null, 0);
            foreach (var work in works)
            {
                if (taken.Contains(work.Key)) continue;
                double minutes = 0, worth = 0;
                foreach (var key in closures[work.Key])
                    if (!taken.Contains(key)) (minutes, worth) = (minutes + byKey[key].Minutes, worth + byKey[key].Worth);
                if (minutes <= left && worth / minutes > best.Density) best = (worth / minutes, work.Key, minutes);
            }
            if (best.Key is null) return [.. works.Where(work => taken.Contains(work.Key))];
            taken.UnionWith(closures[best.Key]);
            left -= best.Minutes;
        }

        HashSet<string> Closure(Work work)
        {
            HashSet<string> all = new(StringComparer.Ordinal) { work.Key };
            Stack<string> open = new(work.Before);
            while (open.TryPop(out var key))
                if (byKey.TryGetValue(key, out var needed) && all.Add(key))
                    foreach (var before in needed.Before) open.Push(before);
            return all;
        }
    }
}

using System.Globalization;

namespace Certus.Plan;

/// <summary>What can be given up where not everything fits, and what each way is worth.</summary>
internal static class WaysOut
{
    private const double MostFactor = 8, FactorStep = 0.05;

    public static IReadOnlyList<PlanOption> Of(PlanRequest request, PassForecast forecast, IReadOnlyList<Work> works, Draft asIs, PassChance chance)
    {
        List<PlanOption> options = [];
        var last = request.LastExamDay ?? request.Start.AddDays(Planner.MostDays);
        if (Earliest(request, works, request.ExamDay.AddDays(1), day => day <= last) is { } later)
        {
            var moved = request with { ExamDay = later };
            var draft = Draft.Of(moved, new(moved.Start, later, moved.Time), works);
            var weeks = (later.DayNumber - request.ExamDay.DayNumber) / 7.0;
            options.Add(new(PlanChange.LaterDate, string.Create(CultureInfo.InvariantCulture, $"Sit it on {PlanText.Date(later)}, {weeks:0.#} weeks later: everything fits."), later, null, [], ChanceOf(moved, forecast, draft)));
        }
        if (Factor(request, works) is var (factor, more))
        {
            var hours = more.Days.Total / 60 / Math.Max(1, more.Days.Count) * 7;
            options.Add(new(PlanChange.MoreHours, string.Create(CultureInfo.InvariantCulture, $"Study {factor:0.##} times as long, {hours:0.#} hours a week on average: everything fits."), null, factor, [], ChanceOf(request, forecast, more)));
        }
        if (Smaller(request, works, asIs) is { } smaller)
        {
            var left = LeftOut(works, smaller.Works);
            var least = left.Any(work => work.IsSkill) ? $", what counts least for its minutes ({Lost(left)})" : "";
            options.Add(new(PlanChange.SmallerScope, $"Leave out {string.Join(" and ", Counts(left))}{least}: the rest fits with practice and all mocks.", null, null, Ids(left), ChanceOf(request, forecast, smaller)));
        }
        options.Add(new(PlanChange.AsIs, $"Keep the date and the hours: {Missing(request, works, asIs)}, and practice is short.", null, null, Ids(LeftOut(works, asIs.Works)), chance));
        return options;
    }

    public static PassChance ChanceOf(PlanRequest request, PassForecast forecast, Draft draft)
    {
        var placed = draft.Layout.Pieces.Where(piece => piece.Work.IsSkill).GroupBy(piece => piece.Work.Key).ToDictionary(group => group.Key, group => group.Sum(piece => piece.Minutes), StringComparer.Ordinal);
        double coverage = 0, learned = 0;
        foreach (var work in draft.Works.Where(work => work.IsSkill))
            if (placed.TryGetValue(work.Key, out var minutes)) (coverage, learned) = (coverage + work.Worth * Math.Min(1, (double)minutes / work.Minutes), learned + minutes);
        var practiced = draft.Layout.Practice.Sum() + draft.Mocks.Sum(part => part.Minutes);
        // Somebody measured has what they know in their ability already.
        return forecast.At(request.Ability, coverage + (request.Ability.Measured ? 0 : request.Syllabus.KnownWorth), learned <= 0 ? 1 : practiced / (PassForecast.FullPractice * learned));
    }

    /// <summary>The earliest day from one on that is allowed and on which everything fits.</summary>
    public static DateOnly? Earliest(PlanRequest request, IReadOnlyList<Work> works, DateOnly from, Func<DateOnly, bool> allowed)
    {
        var (first, last) = (from.DayNumber - request.Start.DayNumber, Planner.MostDays);
        if (first > last) return null;
        // Doubling, then halving: with more days more fits, but for some days of a week where mocks change their places; those are found by going on from a week earlier.
        var (bad, good) = (first - 1, first);
        while (!Fits(good))
        {
            if (good == last) return null;
            (bad, good) = (good, Math.Min(last, good + Math.Max(1, good - first + 1)));
        }
        while (good - bad > 1)
        {
            var middle = (good + bad) / 2;
            if (Fits(middle)) good = middle; else bad = middle;
        }
        for (var day = Math.Max(first, good - 7); day <= last; day++)
            if (allowed(request.Start.AddDays(day)) && Fits(day)) return request.Start.AddDays(day);
        return null;

        bool Fits(int days) => days >= 1 && Draft.Of(request with { ExamDay = request.Start.AddDays(days) }, new(request.Start, request.Start.AddDays(days), request.Time), works).Fits;
    }

    private static (double Factor, Draft Draft)? Factor(PlanRequest request, IReadOnlyList<Work> works)
    {
        Draft Try(int steps) => Draft.Of(request, new(request.Start, request.ExamDay, request.Time, 1 + steps * FactorStep), works);
        var (bad, good) = (0, (int)Math.Round((MostFactor - 1) / FactorStep));
        if (!Try(good).Fits) return null;
        while (good - bad > 1)
        {
            var middle = (good + bad) / 2;
            if (Try(middle).Fits) good = middle; else bad = middle;
        }
        return (Math.Round(1 + good * FactorStep, 2), Try(good));
    }

    private static Draft? Smaller(PlanRequest request, IReadOnlyList<Work> works, Draft asIs)
    {
        var budget = works.Sum(work => work.Minutes) - asIs.LackingMinutes;
        for (var round = 0; round < 20 && budget > 0; round++)
        {
            var kept = Scope.Keep(request, budget);
            if (kept.Count == 0) return null;
            var draft = Draft.Of(request, asIs.Days, kept);
            if (draft.Fits) return draft;
            budget = Math.Min(budget, kept.Sum(work => work.Minutes)) - Math.Max(5, draft.LackingMinutes);
        }
        return null;
    }

    private static List<Work> LeftOut(IReadOnlyList<Work> works, IReadOnlyList<Work> kept)
    {
        var keys = kept.Select(work => work.Key).ToHashSet(StringComparer.Ordinal);
        return [.. works.Where(work => !keys.Contains(work.Key))];
    }

    private static IReadOnlyList<string> Ids(IReadOnlyList<Work> left) => [.. left.Select(work => work.IsSkill ? work.Skills[0] : work.Key)];

    private static string Lost(IReadOnlyList<Work> left) => $"{PlanText.Share(left.Where(work => work.IsSkill).Sum(work => work.Worth))} of the exam";

    private static string Missing(PlanRequest request, IReadOnlyList<Work> works, Draft asIs)
    {
        var left = LeftOut(works, asIs.Works);
        List<string> parts = [.. Counts(left), .. Count(request.Mocks - asIs.Mocks.Select(part => part.Mock).Distinct().Count(), "mock exam", "mock exams")];
        if (parts.Count == 0) return "everything is studied";
        if (left.Any(work => work.IsSkill)) parts[0] = $"{parts[0]} ({Lost(left)})";
        var list = parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
        return $"{list} {(parts.Count == 1 && parts[0].StartsWith("one ", StringComparison.Ordinal) ? "finds" : "find")} no place";
    }

    /// <summary>How many skills, and how much of what is done by hand; what there is none of is left out.</summary>
    private static IEnumerable<string> Counts(IReadOnlyList<Work> left) =>
        Count(left.Count(work => work.IsSkill), "skill", "skills").Concat(Count(left.Count(work => !work.IsSkill), "lab or step of a project", "labs or steps of projects"));

    private static IEnumerable<string> Count(int count, string one, string many) => count <= 0 ? [] : [count == 1 ? $"one {one}" : string.Create(CultureInfo.InvariantCulture, $"{count} {many}")];
}

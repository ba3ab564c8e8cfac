using System.Globalization;

namespace Certus.Plan;

/// <summary>A re-plan where the free minutes don't bear what was missed: all that is left is laid out again around the mocks, and where even that doesn't fit, what counts most is kept.</summary>
/// <param name="current">The plan as it stands.</param>
/// <param name="request">What it was made from.</param>
/// <param name="days">The days from today, with the minutes that what is behind of them leaves.</param>
/// <param name="past">What is behind.</param>
/// <param name="spent">Ids of sessions that time was spent on; nothing else takes their names.</param>
/// <param name="work">What is left.</param>
/// <param name="tests">Mocks with their days.</param>
/// <param name="testsToo">Whether a mock found no place, so that those are placed anew as well.</param>
internal sealed class Anew(
    StudyPlan current, PlanRequest request, StudyDays days, IReadOnlyList<PlanSession> past, IReadOnlyCollection<string> spent, IReadOnlyList<Remaining> work, IReadOnlyList<(PlanSession Session, int Day, int Minutes)> tests, bool testsToo)
{
    private const int LeastRest = 5;

    public PlanRevision Make()
    {
        var left = Left();
        var works = WorkList.Of(left);
        var kept = testsToo ? null : Kept();
        var draft = Draft.Of(left, days, works, kept);
        var forecast = new PassForecast(request.Form);
        if (!draft.Fits) draft = Draft.Most(left, days, draft.LackingMinutes, kept);
        var before = past.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab or Purpose.Mock).Select(session => session.Id).Concat(spent.Where(id => id.Contains(':', StringComparison.Ordinal)))
            .GroupBy(Remaining.KeyOf).ToDictionary(group => group.Key, group => group.Max(Remaining.SittingOf), StringComparer.Ordinal);
        var open = OpenMocks();
        var mocks = kept ?? [.. draft.Mocks.Select(part => part with { Mock = open[part.Mock - 1] }).Select(part => part with { Part = part.Part + before.GetValueOrDefault(Invariant($"mock:{part.Mock}")) })];
        var (sessions, milestones) = SessionBook.Write(left, days, draft.Layout, draft.Reviews, mocks, before, topics =>
        {
            foreach (var session in past.Where(session => session.Purpose == Purpose.Learn)) topics.Studied(session.Skills[0], session.Day);
        });
        var done = past.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<PlanSession> all = [.. past.Concat(sessions.Where(session => !done.Contains(session.Id))).OrderBy(session => session.Day)];
        var chance = WaysOut.ChanceOf(left, forecast, draft);
        // Mocks that the plan had no place for already lack as well.
        var missing = kept is null ? 0 : Math.Max(0, request.Mocks - all.Where(session => session.Purpose == Purpose.Mock).Select(session => Remaining.KeyOf(session.Id)).Distinct().Count());
        if (missing > 0) (left, draft) = (left with { Mocks = left.Mocks + missing }, draft with { LackingMinutes = draft.LackingMinutes + missing * request.MockMinutes });
        var named = milestones.Select(milestone => milestone.Id).ToHashSet(StringComparer.Ordinal);
        var plan = current with
        {
            Fits = draft.Fits, ShortfallHours = Math.Round(draft.LackingMinutes / 60, 2), Sessions = all, Chance = chance, Notes = PlanNotes.Of(left, draft),
            Milestones = [.. current.Milestones.Where(milestone => !named.Contains(milestone.Id)).Select(milestone => Held(milestone, all)).OfType<PlanMilestone>().Concat(milestones).OrderBy(milestone => milestone.Day)],
            Options = draft.Fits ? [] : WaysOut.Of(left, forecast, works, draft, chance),
        };
        return new(plan, Moves(sessions, draft.Fits));
    }

    /// <summary>A request for what is left, from today.</summary>
    private PlanRequest Left()
    {
        var minutes = work.GroupBy(sitting => sitting.Key).ToDictionary(group => group.Key, group => group.Sum(sitting => sitting.Minutes), StringComparer.Ordinal);
        // What the plan had no place for is left as well: all of it, or the rest of what was begun.
        var had = past.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).GroupBy(session => Remaining.KeyOf(session.Id)).ToDictionary(group => group.Key, group => group.Sum(session => session.Minutes), StringComparer.Ordinal);
        foreach (var dropped in WorkList.Of(request).Where(work => !minutes.ContainsKey(work.Key)))
            if (!had.TryGetValue(dropped.Key, out var done)) minutes[dropped.Key] = dropped.Minutes;
            else if (!current.Fits && dropped.Minutes - done >= LeastRest) minutes[dropped.Key] = dropped.Minutes - done;
        var open = request.Syllabus.Skills.Where(skill => minutes.ContainsKey(WorkList.LearnKey(skill.Id))).ToList();
        var behind = current.Sessions.Where(session => session.Purpose == Purpose.Learn).GroupBy(session => session.Skills[0]).ToDictionary(group => group.Key, group => group.Sum(session => session.Minutes), StringComparer.Ordinal);
        var skills = open.Select(skill => skill with { Minutes = minutes[WorkList.LearnKey(skill.Id)], Worth = skill.Worth * Math.Min(1, minutes[WorkList.LearnKey(skill.Id)] / (double)Math.Max(1, behind.GetValueOrDefault(skill.Id))) }).ToList();
        var learned = request.Syllabus.Skills.Where(skill => behind.ContainsKey(skill.Id)).Sum(skill => skill.Worth) - skills.Where(skill => behind.ContainsKey(skill.Id)).Sum(skill => skill.Worth);
        return request with
        {
            Start = days.Start, WithoutLabMinutes = true,
            Syllabus = request.Syllabus with { Skills = skills, KnownWorth = request.Syllabus.KnownWorth + Math.Max(0, learned) },
            Labs = [.. request.Labs.Where(lab => minutes.ContainsKey($"lab:{lab.Id}")).Select(lab => lab with { Minutes = minutes[$"lab:{lab.Id}"] })],
            Projects =
            [
                .. request.Projects.Select(project => project with { Steps = [.. project.Steps.Where(step => minutes.ContainsKey($"project:{project.Id}:{step.Id}")).Select(step => step with { Minutes = minutes[$"project:{project.Id}:{step.Id}"] })] })
                    .Where(project => project.Steps.Count > 0),
            ],
            ReviewMinutes = [.. request.ReviewMinutes.Skip(Math.Max(0, days.Start.DayNumber - request.Start.DayNumber))],
            Mocks = testsToo ? OpenMocks().Count : tests.Select(test => Remaining.KeyOf(test.Session.Id)).Distinct().Count(),
        };
    }

    /// <summary>The numbers of the mocks that are still to be written, those that had no place among them.</summary>
    private List<int> OpenMocks()
    {
        int Number(PlanSession session) => int.Parse(session.Id.Split(':')[1], CultureInfo.InvariantCulture);
        var written = current.Sessions.Where(session => session.Purpose == Purpose.Mock).ToList();
        var behind = past.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        return [.. written.Where(session => !behind.Contains(session.Id)).Select(Number).Concat(Enumerable.Range(1, request.Mocks).Except(written.Select(Number))).Distinct().Order()];
    }

    /// <summary>A milestone of the plan before, on the day on which what there is of it ends; null where there is nothing of it any more.</summary>
    private PlanMilestone? Held(PlanMilestone milestone, IReadOnlyList<PlanSession> sessions)
    {
        var (kind, number) = (milestone.Id.Split(':')[0], milestone.Id[(milestone.Id.IndexOf(':') + 1)..]);
        if (kind is not ("block" or "mock")) return milestone;
        var block = request.Syllabus.Skills.Where(skill => Invariant($"{skill.Block}") == number).Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        var of = sessions.Where(session => kind == "mock" ? session.Purpose == Purpose.Mock && Remaining.KeyOf(session.Id) == milestone.Id : session.Purpose == Purpose.Learn && block.Contains(session.Skills[0])).ToList();
        return of.Count == 0 ? null : milestone with { Day = of.Max(session => session.Day) };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private List<MockPart> Kept() =>
    [
        .. from test in tests
           let mock = Remaining.KeyOf(test.Session.Id)
           let parts = Math.Max(tests.Where(other => Remaining.KeyOf(other.Session.Id) == mock).Max(other => Remaining.SittingOf(other.Session.Id)), past.Count(session => session.Purpose == Purpose.Mock && Remaining.KeyOf(session.Id) == mock) + 1)
           orderby test.Day
           select new MockPart(int.Parse(test.Session.Id.Split(':')[1], CultureInfo.InvariantCulture), Remaining.SittingOf(test.Session.Id), parts, test.Day, test.Minutes),
    ];

    private List<PlanMove> Moves(IReadOnlyList<PlanSession> sessions, bool fits)
    {
        var why = fits ? "Moved because the free minutes were too few for what was missed, so that the rest is laid out anew." : "Moved because what is left no longer fits; what counts most comes first.";
        var now = sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab or Purpose.Mock).ToLookup(session => Remaining.KeyOf(session.Id), StringComparer.Ordinal);
        var was = current.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab or Purpose.Mock && past.All(other => other.Id != session.Id)).ToLookup(session => Remaining.KeyOf(session.Id), StringComparer.Ordinal);
        List<PlanMove> moves = [];
        foreach (var key in was.Select(group => group.Key).Union(now.Select(group => group.Key)))
        {
            var (old, fresh) = (was[key].ToList(), now[key].ToList());
            for (var i = 0; i < Math.Max(old.Count, fresh.Count); i++)
                if (i >= fresh.Count) { if (fresh.Count == 0) moves.Add(new(old[i].Id, old[i].Title, old[i].Day, null, old[i].Minutes, "Gone because what is left no longer fits, and other things count more for their minutes.")); }
                else if (i >= old.Count) moves.Add(new(fresh[i].Id, fresh[i].Title, null, fresh[i].Day, fresh[i].Minutes, why));
                else if (old[i].Day != fresh[i].Day) moves.Add(new(fresh[i].Id, fresh[i].Title, old[i].Day, fresh[i].Day, fresh[i].Minutes, why));
        }
        return [.. moves.OrderBy(move => move.To ?? DateOnly.MaxValue)];
    }
}

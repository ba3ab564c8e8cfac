using System.Globalization;

namespace Certus.Plan;

/// <summary>A re-plan where the free minutes don't bear what was missed: all that is left is laid out again around the mocks, and where even that doesn't fit, what counts most is kept.</summary>
/// <param name="current">The plan as it stands.</param>
/// <param name="request">What it was made from.</param>
/// <param name="days">The days from today.</param>
/// <param name="past">What is behind.</param>
/// <param name="work">What is left.</param>
/// <param name="tests">Mocks with their days.</param>
/// <param name="testsToo">Whether a mock found no place, so that those are placed anew as well.</param>
internal sealed class Anew(
    StudyPlan current, PlanRequest request, StudyDays days, IReadOnlyList<PlanSession> past, IReadOnlyList<Remaining> work, IReadOnlyList<(PlanSession Session, int Day, int Minutes)> tests, bool testsToo)
{
    public PlanRevision Make()
    {
        var left = Left();
        var works = WorkList.Of(left);
        var kept = testsToo ? null : Kept();
        var draft = Draft.Of(left, days, works, kept);
        var forecast = new PassForecast(request.Form);
        if (!draft.Fits) draft = Draft.Most(left, days, draft.LackingMinutes, kept);
        var before = past.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).GroupBy(session => Remaining.KeyOf(session.Id)).ToDictionary(group => group.Key, group => group.Max(session => Remaining.SittingOf(session.Id)), StringComparer.Ordinal);
        var mocks = kept ?? [.. draft.Mocks.Select(part => part with { Mock = part.Mock + Math.Max(0, request.Mocks - left.Mocks) })
            .Select(part => part with { Part = part.Part + past.Where(session => Remaining.KeyOf(session.Id) == Invariant($"mock:{part.Mock}")).Select(session => Remaining.SittingOf(session.Id)).DefaultIfEmpty(0).Max() })];
        var (sessions, milestones) = SessionBook.Write(left, days, draft.Layout, draft.Reviews, mocks, before, topics =>
        {
            foreach (var session in past.Where(session => session.Purpose == Purpose.Learn)) topics.Studied(session.Skills[0], session.Day);
        });
        var done = past.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<PlanSession> all = [.. past.Concat(sessions.Where(session => !done.Contains(session.Id))).OrderBy(session => session.Day)];
        var chance = WaysOut.ChanceOf(left, forecast, draft);
        var named = milestones.Select(milestone => milestone.Id).ToHashSet(StringComparer.Ordinal);
        var plan = current with
        {
            Fits = draft.Fits, ShortfallHours = Math.Round(draft.LackingMinutes / 60, 2), Sessions = all, Chance = chance, Notes = PlanNotes.Of(left, draft),
            Milestones = [.. current.Milestones.Where(milestone => !named.Contains(milestone.Id)).Concat(milestones).OrderBy(milestone => milestone.Day)],
            Options = draft.Fits ? [] : WaysOut.Of(left, forecast, works, draft, chance),
        };
        return new(plan, Moves(sessions, draft.Fits));
    }

    /// <summary>A request for what is left, from today.</summary>
    private PlanRequest Left()
    {
        var minutes = work.GroupBy(sitting => sitting.Key).ToDictionary(group => group.Key, group => group.Sum(sitting => sitting.Minutes), StringComparer.Ordinal);
        var open = request.Syllabus.Skills.Where(skill => minutes.ContainsKey(WorkList.LearnKey(skill.Id))).ToList();
        var behind = current.Sessions.Where(session => session.Purpose == Purpose.Learn).GroupBy(session => session.Skills[0]).ToDictionary(group => group.Key, group => group.Sum(session => session.Minutes), StringComparer.Ordinal);
        var skills = open.Select(skill => skill with { Minutes = minutes[WorkList.LearnKey(skill.Id)], Worth = skill.Worth * Math.Min(1, minutes[WorkList.LearnKey(skill.Id)] / (double)Math.Max(1, behind.GetValueOrDefault(skill.Id))) }).ToList();
        var learned = request.Syllabus.Skills.Where(skill => behind.ContainsKey(skill.Id)).Sum(skill => skill.Worth) - skills.Sum(skill => skill.Worth);
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
            Mocks = tests.Select(test => Remaining.KeyOf(test.Session.Id)).Concat(testsToo ? current.Sessions.Where(session => session.Purpose == Purpose.Mock && past.All(other => other.Id != session.Id)).Select(session => Remaining.KeyOf(session.Id)) : []).Distinct().Count(),
        };
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

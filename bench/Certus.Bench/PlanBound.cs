using Certus.Plan;
using Google.OrTools.Sat;

namespace Certus.Bench;

/// <summary>How many sessions have to move after a missed day, whatever way one goes about it.</summary>
/// <remarks>
/// A session stays or doesn't; one that doesn't is minutes that may go anywhere, in as many pieces as one likes, but before what stays and needs it, and after what stays and it needs. No day over its minutes, reviews first, mocks where they are;
/// all practice may go. Two that both move may even swap against their order, so that what is proved here is at most what any re-plan has to move.
/// </remarks>
internal static class PlanBound
{
    /// <returns>What must move at least, as proved within the effort, and the best that was found for this relaxation.</returns>
    public static (int Proved, int Found) Of(StudyPlan plan, PlanRequest request, DateOnly missed, double effort)
    {
        var today = missed.AddDays(1);
        var days = new StudyDays(today, request.ExamDay, request.Time);
        int[] free = [.. days.Minutes];
        foreach (var mock in plan.Sessions.Where(session => session.Purpose == Purpose.Mock && session.Day >= today)) free[mock.Day.DayNumber - today.DayNumber] -= mock.Minutes;
        var reviews = ReviewDays.Place([.. request.ReviewMinutes.Skip(today.DayNumber - request.Start.DayNumber)], free);
        for (var day = 0; day < days.Count; day++) free[day] -= reviews[day];
        var work = plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab && session.Day >= missed).ToList();
        var needs = Needs(request);
        var model = new CpModel();
        var stays = work.Select(session => session.Day == missed ? null : model.NewBoolVar("")).ToArray();
        var pieces = work.Select(session => free.Select(room => room == 0 ? null : model.NewIntVar(0, Math.Min(room, session.Minutes), "")).ToArray()).ToArray();
        LinearExpr Moved(int session, Func<int, bool> on) => LinearExpr.Sum(pieces[session].Where((piece, day) => piece is not null && on(day)).Select(piece => (LinearExpr)piece!).Append(LinearExpr.Constant(0)));
        LinearExpr Gone(int session) => stays[session] is { } stay ? 1 - stay : LinearExpr.Constant(1);
        for (var i = 0; i < work.Count; i++)
        {
            model.Add(Moved(i, _ => true) == work[i].Minutes * Gone(i));
            for (var j = 0; j < work.Count; j++)
            {
                if (!needs[Remaining.KeyOf(work[i].Id)].Contains(Remaining.KeyOf(work[j].Id))) continue;
                var (ofLater, ofEarlier) = (work[i].Day.DayNumber - today.DayNumber, work[j].Day.DayNumber - today.DayNumber);
                if (stays[i] is not null) model.Add(Moved(j, day => day > ofLater) <= work[j].Minutes * Gone(i));
                if (stays[j] is not null) model.Add(Moved(i, day => day < ofEarlier) <= work[i].Minutes * Gone(j));
            }
        }
        for (var day = 0; day < free.Length; day++)
        {
            if (free[day] == 0) continue;
            var here = Enumerable.Range(0, work.Count).Where(i => stays[i] is not null && work[i].Day == today.AddDays(day)).ToList();
            model.Add(LinearExpr.Sum(pieces.Select(of => (LinearExpr)of[day]!)) + LinearExpr.Sum(here.Select(i => work[i].Minutes * (LinearExpr)stays[i]!).Append(LinearExpr.Constant(0))) <= free[day]);
        }
        model.Minimize(LinearExpr.Sum(Enumerable.Range(0, work.Count).Select(Gone)));
        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1, random_seed:1, max_deterministic_time:{effort}") };
        var status = solver.Solve(model);
        return ((int)Math.Ceiling(solver.BestObjectiveBound - 1e-6), status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? (int)Math.Round(solver.ObjectiveValue) : -1);
    }

    /// <summary>All that each work needs, directly or not.</summary>
    private static Dictionary<string, HashSet<string>> Needs(PlanRequest request)
    {
        Dictionary<string, HashSet<string>> needs = new(StringComparer.Ordinal);
        foreach (var work in WorkList.Of(request))       // each after what it needs
            needs[work.Key] = [.. work.Before, .. work.Before.SelectMany(before => needs.GetValueOrDefault(before) ?? [])];
        return needs;
    }
}

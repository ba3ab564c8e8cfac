using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Web.Layout;

namespace Certus.Web.Plan;

/// <summary>How far a plan is: what is left, the chance to pass, hours, days studied.</summary>
public static class ProgressRoom
{
    /// <summary>A week's hours.</summary>
    /// <param name="Monday">Its first day.</param>
    /// <param name="Planned">Hours of sessions, rest left out: of days that have passed by the plan that stood on each.</param>
    /// <param name="Spent">Hours spent.</param>
    public sealed record Week(DateOnly Monday, double Planned, double Spent);

    /// <summary>What the page shows.</summary>
    /// <param name="State">The plan.</param>
    /// <param name="Burn">What is left.</param>
    /// <param name="Weeks">The weeks from the first with a session or a minute to the last.</param>
    /// <param name="Studied">Those of the planned days with a minute of study.</param>
    /// <param name="PlannedDays">Days before today that the plan had something for; today too, once something was done.</param>
    /// <param name="Row">The last of them in a row with study on each.</param>
    public sealed record Model(PlanState State, BurnDown Burn, IReadOnlyList<Week> Weeks, int Studied, int PlannedDays, int Row);

    /// <summary>Maps <c>/plan/progress</c>.</summary>
    public static void MapPlanProgress(this IEndpointRouteBuilder routes) => routes.MapPage("/plan/progress", async (HttpContext context, PlanDesk desk, CancellationToken cancel) =>
    {
        var state = await desk.ReadAsync(cancel);
        if (state.Plan is null) { context.Response.Redirect("/plan"); return; }
        await Show.Page<ProgressPage>(Of(state, await desk.PlansAsync(BurnDown.Versions(state.Diary, state.Today), cancel))).ExecuteAsync(context);
    });

    /// <summary>Computes it.</summary>
    /// <param name="state">A state with a plan.</param>
    /// <param name="plans">The plans of <see cref="BurnDown.Versions"/>.</param>
    public static Model Of(PlanState state, IReadOnlyDictionary<string, StudyPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(state);
        var plan = state.Plan!;
        var spent = state.Diary.MinutesByDay;
        var ahead = plan.Sessions.Where(session => session.Purpose != Purpose.Rest && session.Day >= state.Today).GroupBy(session => session.Day).ToDictionary(day => day.Key, day => day.Sum(session => session.Minutes));
        var minutes = BurnDown.PlannedDays(state.Diary, plans, state.Today).Concat(ahead).ToDictionary();
        List<DateOnly> days = [.. minutes.Keys, .. spent.Keys];
        List<Week> weeks = [];
        if (days.Count > 0)
            for (var monday = Monday(days.Min()); monday <= days.Max(); monday = monday.AddDays(7))
                weeks.Add(new(monday, minutes.Where(day => Monday(day.Key) == monday).Sum(day => day.Value) / 60.0, spent.Where(day => Monday(day.Key) == monday).Sum(day => day.Value) / 60.0));
        var planned = minutes.Keys.Where(day => day < state.Today || (day == state.Today && spent.ContainsKey(day))).OrderDescending().ToList();
        return new(
            state, BurnDown.Of(state.Diary, plans, state.Today), weeks, planned.Count(spent.ContainsKey), planned.Count, planned.TakeWhile(spent.ContainsKey).Count());
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}

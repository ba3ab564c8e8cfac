using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Remember;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;
using Certus.Web.Practice;
using Certus.Web.Safety;

namespace Certus.Web.Plan;

/// <summary>The room that says what to do on which day until the exam.</summary>
public static class PlanRoom
{
    /// <summary>What today's page shows.</summary>
    /// <param name="State">The plan.</param>
    /// <param name="Exam">The exam; null where the catalog has it no more.</param>
    /// <param name="Status">Whether it can be sat on its day.</param>
    /// <param name="Register">The catalog.</param>
    public sealed record TodayModel(PlanState State, Certification? Exam, ExamStatus? Status, Register Register);

    /// <summary>What the page of a new plan shows.</summary>
    /// <param name="Form">The form.</param>
    /// <param name="Exams">The exams to choose from, with whether each can be sat today.</param>
    /// <param name="Projects">The projects to choose from: id and title.</param>
    /// <param name="HasProfile">Whether a profile of Decide is kept.</param>
    /// <param name="Replaces">Whether a plan stands that the new one takes the place of.</param>
    /// <param name="Refused">Why there is no plan although no field is wrong.</param>
    public sealed record NewModel(PlanForm Form, IReadOnlyList<(Certification Exam, ExamStatus Status)> Exams, IReadOnlyList<(string Id, string Title)> Projects, bool HasProfile, bool Replaces, string? Refused);

    /// <summary>What a week's page shows.</summary>
    /// <param name="State">The plan.</param>
    /// <param name="Monday">The first day of the week.</param>
    /// <param name="Weeks">Mondays of the weeks to show: one, or all of the plan.</param>
    /// <param name="All">Whether all of them are shown.</param>
    public sealed record WeekModel(PlanState State, DateOnly Monday, IReadOnlyList<DateOnly> Weeks, bool All = false);

    /// <summary>Maps <c>/plan</c>, <c>/plan/new</c>, <c>/plan/week</c> and what their forms do.</summary>
    public static void MapPlan(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plan", async (HttpContext context, PlanDesk desk, Library library, CancellationToken cancel) =>
        {
            var state = HttpMethods.IsHead(context.Request.Method) ? await desk.ReadAsync(cancel) : await desk.CatchUpAsync(cancel);
            var exam = state.Plan is { } plan ? library.Register.ByCode.GetValueOrDefault(plan.Exam) : null;
            return Show.Page<TodayPage>(new TodayModel(state, exam, exam?.Lifecycle.On(state.Plan!.ExamDay), library.Register));
        });

        routes.MapPage("/plan/new", async (string? exam, PlanDesk desk, PlanRequests requests, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            var wish = state.Diary.Made?.Wish is { } kept
                ? kept with { ExamDay = kept.ExamDay > state.Today ? kept.ExamDay : null, LeftOut = [] }
                : new PlanWish(requests.Exams() is [var usual, ..] ? usual.Code : "", null, PlanWish.UsualMinutes, [], PlanDesk.NameOf(clock.LocalTimeZone)) { KnownByProfile = await requests.HasProfileAsync(cancel) };
            wish = wish with { Projects = await ChosenProjects.FindAsync(preferences, cancel) };
            if (requests.Exams().FirstOrDefault(known => known.Code.Equals(exam, StringComparison.OrdinalIgnoreCase)) is { } asked) wish = wish with { Exam = asked.Code };
            return Show.Page<NewPlanPage>(await NewAsync(PlanForm.Of(wish), state, requests, null, cancel));
        });

        routes.MapPost("/plan/new", async (HttpContext context, PlanDesk desk, PlanRequests requests, Library library, Preferences preferences, TimeProvider clock, CancellationToken cancel) =>
        {
            var sent = await SentForm.ReadAsync(context.Request, cancel);
            var known = requests.Projects().Select(project => project.Id).ToHashSet(StringComparer.Ordinal);
            var projects = sent["project"].OfType<string>().Where(known.Contains).Distinct(StringComparer.Ordinal).ToList();
            var dayStarts = (await RememberSettings.KeptAsync(preferences, cancel)).DayStartsAt;
            var (form, wish) = PlanForm.Read(name => sent[name].ToString().Trim(), projects, requests.Exams(), library.Register, zone => new LearnerDays(zone, dayStarts).Of(clock.GetUtcNow()));
            string? refused = null;
            if (wish is not null)
            {
                (var made, refused) = await desk.MakeAsync(wish, PracticeStart.SittingOf(sent["id"]), cancel);
                if (made is not null && refused is null)
                {
                    await ChosenProjects.KeepAsync(preferences, projects, cancel);
                    context.Response.Redirect("/plan");
                    return;
                }
            }
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await Show.Page<NewPlanPage>(await NewAsync(form, await desk.ReadAsync(cancel), requests, refused, cancel)).ExecuteAsync(context);
        });

        routes.MapPage("/plan/week", async (string? from, HttpContext context, PlanDesk desk, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            if (state.Plan is not { } plan) { context.Response.Redirect("/plan"); return; }
            var day = state.Today < plan.Start ? plan.Start : state.Today > plan.ExamDay ? plan.ExamDay : state.Today;
            if (!string.IsNullOrEmpty(from) && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            {
                await Failure.Answer(context, StatusCodes.Status400BadRequest, $"'{(from.Length > 40 ? from[..40] + "…" : from)}' is no date; write it as {PlanWords.Iso(state.Today)}.");
                return;
            }
            if (day < plan.Start || day > plan.ExamDay) day = day < plan.Start ? plan.Start : plan.ExamDay;
            await Show.Page<WeekPage>(new WeekModel(state, MondayOf(day), [MondayOf(day)])).ExecuteAsync(context);
        });

        routes.MapPage("/plan/print", async (HttpContext context, PlanDesk desk, CancellationToken cancel) =>
        {
            var state = await desk.ReadAsync(cancel);
            if (state.Plan is not { } plan) { context.Response.Redirect("/plan"); return; }
            List<DateOnly> weeks = [];
            for (var monday = MondayOf(plan.Start); monday <= plan.ExamDay; monday = monday.AddDays(7)) weeks.Add(monday);
            await Show.Page<WeekPage>(new WeekModel(state, weeks[0], weeks, All: true)).ExecuteAsync(context);
        });

        routes.MapPost("/plan/act", ActAsync);
    }

    private static async Task ActAsync(HttpContext context, PlanDesk desk, Library library, CancellationToken cancel)
    {
        var form = await SentForm.ReadAsync(context.Request, cancel);
        var state = await desk.ReadAsync(cancel);
        var (id, act, back) = (PracticeStart.SittingOf(form["id"]), form["act"].ToString(), BackOf(form["back"].ToString()));
        if (act == "undo")
        {
            // A second press while the first is under way names the same act, and must not undo another one.
            // A revision that stands can be undone after later acts too: its page offers that all day.
            if (Guid.TryParse(form["of"], out var of) && (state.Diary.Last?.Id == of ? state.Diary.LastAct : state.Diary.Standing is PlanEvent.Revised revised && revised.Id == of ? [revised] : null) is { } taken)
                await desk.AppendAsync([.. taken.Select((happened, place) => new PlanEvent.Undone(place == 0 ? id : PlanEvent.Beside(id), state.Now, happened.Id))], cancel);
            context.Response.Redirect(back);
            return;
        }
        if (state.Plan is not { } plan) { await Failure.Answer(context, StatusCodes.Status409Conflict, "There is no plan any more.", link: ("/plan/new", "Make one")); return; }
        switch (act)
        {
            case "end": await desk.AppendAsync([.. state.Stopped(id), new PlanEvent.Ended(id, state.Now)], cancel); break;
            case "revise": await desk.ReviseAsync(state, "You asked for it.", id, cancel); break;
            case "choose":
                if (plan.Options.FirstOrDefault(option => option.Change.ToString() == form["option"]) is not { } chosen) { await Failure.Answer(context, StatusCodes.Status409Conflict, "The plan has changed since, so nothing was chosen.", link: ("/plan", "Look at the plan as it is now")); return; }
                if (chosen.Exam is { } later && library.Register.ByCode.TryGetValue(plan.Exam, out var exam) && PlanRefusal.Unbookable(library.Register, exam, later) is var (sentence, _)) { await Failure.Answer(context, StatusCodes.Status409Conflict, sentence, link: ("/plan/new", "Plan another day")); return; }
                var (_, refused) = await desk.MakeAsync(Chosen(state.Diary.Made!.Wish, plan, chosen), id, cancel);
                if (refused is not null) { await Failure.Answer(context, StatusCodes.Status409Conflict, refused, link: ("/plan", "Back to the plan")); return; }
                break;
            case "finish" or "skip" or "start" or "pause" or "stop" or "drop":
                var name = form["session"].ToString();
                var isTimed = state.Diary.Timer?.Session == name;
                if ((isTimed && act != "start" ? state.Timed : state.Find(name)) is not { } session) { await Failure.Answer(context, StatusCodes.Status409Conflict, "That session is no longer in the plan.", link: ("/plan", "Look at the plan as it is now")); return; }
                // Practice and reviews belong to their day and never move: who says afterward that they did them did them then.
                var on = !isTimed && session.Day < state.Today && session.Purpose is Purpose.Practice or Purpose.Review ? session.Day : state.Today;
                await desk.AppendAsync(act switch
                {
                    // What ran on the timer by then is what it took.
                    "finish" when state.Find(name) is not null => [.. isTimed ? state.Stopped(id) : [], new PlanEvent.Finished(id, state.Now, on, name, session.Minutes, session.Purpose, session.Title)],
                    "skip" => [new PlanEvent.Skipped(id, state.Now, state.Today, name, session.Title)],
                    "start" => [.. isTimed ? [] : state.Stopped(id), new PlanEvent.TimerStarted(id, state.Now, state.Today, name)],
                    "pause" => [new PlanEvent.TimerPaused(id, state.Now, state.Today, name)],
                    "drop" => [new PlanEvent.Logged(id, state.Now, state.Today, name, 0, session.Title)],
                    _ => [new PlanEvent.Logged(id, state.Now, state.Today, name, state.Ran ?? 0, session.Title)],
                }, cancel);
                if (act == "start" && PlanWords.Link(session, plan.Exam) is ['/', ..] there && form["go"] == "true") back = there;
                break;
            default: await Failure.Answer(context, StatusCodes.Status400BadRequest, $"Nothing that can be done with a plan is called '{(act.Length > 40 ? act[..40] + "…" : act)}'."); return;
        }
        context.Response.Redirect(back);
    }

    /// <summary>The wish that a way out amounts to.</summary>
    internal static PlanWish Chosen(PlanWish wish, StudyPlan plan, PlanOption option) => option.Change switch
    {
        PlanChange.LaterDate => wish with { ExamDay = option.Exam },
        PlanChange.MoreHours => wish with { ExamDay = plan.ExamDay, Minutes = [.. wish.Minutes.Select(minutes => Math.Min(PlanWish.MostMinutes, (int)Math.Ceiling(minutes * option.HoursFactor!.Value)))] },
        PlanChange.SmallerScope => wish with { ExamDay = plan.ExamDay, LeftOut = [.. wish.LeftOut.Concat(option.LeftOut).Distinct(StringComparer.Ordinal)] },
        _ => wish with { ExamDay = plan.ExamDay, AsIs = true },
    };

    internal static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static string BackOf(string back) => back is "/plan" or "/plan/progress" or "/plan/settings" or "/" || (back.StartsWith("/plan/week", StringComparison.Ordinal) && back.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '?' or '=' or '-')) ? back : "/plan";

    private static async Task<NewModel> NewAsync(PlanForm form, PlanState state, PlanRequests requests, string? refused, CancellationToken cancel) =>
        new(form, [.. requests.Exams().Select(exam => (exam, exam.Lifecycle.On(state.Today)))], requests.Projects(), await requests.HasProfileAsync(cancel), state.Plan is not null, refused);
}

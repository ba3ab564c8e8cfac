using System.Net;
using AngleSharp.Dom;
using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

/// <summary>The room Plan. It is noon of Monday, 23 November 2026, in UTC.</summary>
public sealed class PlanPagesTests : OnOwnSite
{
    private static readonly (string, string)[] Enough = [("exam", "MLA-C02"), ("day", "2027-04-30"), ("minutes-0", "180"), ("minutes-1", "60"), ("minutes-2", "60"), ("minutes-3", "60"), ("minutes-4", "60"), ("minutes-6", "180"), ("zone", "UTC")];

    private static (string, string)[] With(params (string Name, string Value)[] changed) => [.. Enough.Where(field => changed.All(change => change.Name != field.Item1)), .. changed];

    private async Task MakeAsync(params (string, string)[] changed) => Assert.Equal("/plan", (await _browser.PostAsync("/plan/new", With(changed))).RedirectsTo());

    private async Task<(PlanDiary Diary, StudyPlan Plan)> StandingAsync()
    {
        var diary = await _site.Of<PlanLog>().ReadAsync(Learner.Local, Site.Cancel);
        return (diary, await _site.Of<PlanLog>().PlanAsync(diary.Standing!.Version, Site.Cancel));
    }

    private async Task<Answer> TodayAsync() => (await _browser.GetAsync("/plan")).Ok();

    /// <summary>Presses a button as it stands on a page, with the fields beside it.</summary>
    private async Task<Answer> PressAsync(Answer page, string button)
    {
        var pressed = page.One(button);
        var fields = pressed.Closest("form")!.QuerySelectorAll("input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!));
        return await _browser.PostAsync(pressed.Closest("form")!.GetAttribute("action")!, [.. fields, (pressed.GetAttribute("name")!, pressed.GetAttribute("value")!)]);
    }

    private static IEnumerable<(string, DateOnly)> MocksOf(StudyPlan plan) => plan.Sessions.Where(session => session.Purpose == Purpose.Mock).Select(session => (session.Id, session.Day));

    [Fact]
    public async Task Without_a_plan_every_page_of_the_room_leads_to_making_one()
    {
        Assert.NotNull((await TodayAsync()).Page.QuerySelector("main a[href='/plan/new']"));
        Assert.NotNull((await _browser.GetAsync("/")).Ok().Page.QuerySelector("main a[href='/plan']"));
        foreach (var page in new[] { "/plan/week", "/plan/print", "/plan/progress" }) Assert.Equal("/plan", (await _browser.GetAsync(page)).RedirectsTo());
        Assert.Equal("There is no plan yet.", (await _browser.GetAsync("/plan/calendar.ics")).Refused(HttpStatusCode.NotFound));
        Assert.Equal("There is no plan any more.", (await _browser.PostAsync("/plan/act", ("act", "finish"), ("session", "x"))).Refused(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_plan_says_what_comes_next_and_why_and_what_is_done_is_marked_and_undone_again()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var first = plan.Sessions.First(session => session.Day == plan.Start && session.Purpose != Purpose.Rest);

        var page = await TodayAsync();
        Assert.Equal(first.Title, page.Words("#next"));
        Assert.Contains(first.Reason, page.Words("section[aria-labelledby=next]"), StringComparison.Ordinal);
        Assert.Contains(first.Title, (await _browser.GetAsync("/")).Ok().Words("section[aria-labelledby=next]"), StringComparison.Ordinal);
        Assert.Equal("/plan", (await PressAsync(page, "section[aria-labelledby=next] button[value=finish]")).RedirectsTo());

        var done = await TodayAsync();
        Assert.Equal([first.Id], (await StandingAsync()).Diary.Finished);
        Assert.Single(done.Page.QuerySelectorAll(".session[data-done]"));
        Assert.NotEqual(first.Title, done.Page.QuerySelector("#next")?.TextContent);
        await PressAsync(done, "button[value=undo]");

        Assert.Empty((await StandingAsync()).Diary.Finished);
        Assert.Equal(first.Title, (await TodayAsync()).Words("#next"));
    }

    [Fact]
    public async Task After_missed_days_the_rest_is_planned_anew_mocks_stay_the_change_is_told_and_one_press_takes_it_back()
    {
        await MakeAsync();
        var (before, old) = await StandingAsync();
        _site.Clock.Pass(TimeSpan.FromDays(6));

        var told = await TodayAsync();

        var (diary, plan) = await StandingAsync();
        var revised = Assert.IsType<PlanEvent.Revised>(diary.Standing);
        Assert.Equal(MocksOf(old), MocksOf(plan));
        Assert.NotEmpty(MocksOf(plan));
        Assert.NotEmpty(revised.Moves);
        Assert.Contains("days were missed", told.Words("section[aria-labelledby=changed]"), StringComparison.Ordinal);
        Assert.Contains(revised.Moves[0].Why, told.Words("section[aria-labelledby=changed]"), StringComparison.Ordinal);
        var minutes = new Dictionary<DayOfWeek, int> { [DayOfWeek.Sunday] = 180, [DayOfWeek.Monday] = 60, [DayOfWeek.Tuesday] = 60, [DayOfWeek.Wednesday] = 60, [DayOfWeek.Thursday] = 60, [DayOfWeek.Friday] = 0, [DayOfWeek.Saturday] = 180 };
        Assert.All(plan.Sessions.Where(session => session.Day >= new DateOnly(2026, 11, 29)).GroupBy(session => session.Day), day => Assert.True(day.Sum(session => session.Minutes) <= minutes[day.Key.DayOfWeek]));

        await TodayAsync();
        Assert.Equal(revised.Id, (await StandingAsync()).Diary.Standing!.Id);     // once a day
        var days = old.Sessions.Where(session => session.Purpose != Purpose.Rest && session.Day < new DateOnly(2026, 11, 29)).Select(session => session.Day).Distinct().Count();
        Assert.Contains($"You studied on 0 of {days} planned days.", (await _browser.GetAsync("/plan/progress")).Ok().Words("section[aria-labelledby=hours]"), StringComparison.Ordinal);
        await PressAsync(await TodayAsync(), "section[aria-labelledby=next] button[value=finish]");       // what was done since stays done
        Assert.Equal("/plan", (await PressAsync(await TodayAsync(), "section[aria-labelledby=changed] button")).RedirectsTo());
        var back = await TodayAsync();
        Assert.Single((await StandingAsync()).Diary.Finished);
        Assert.Equal(before.Standing!.Version, (await StandingAsync()).Diary.Standing!.Version);
        Assert.Null(back.Page.QuerySelector("#changed"));
    }

    [Fact]
    public async Task What_was_measured_since_is_taken_in_and_told()
    {
        await MakeAsync();
        var (_, guessed) = await StandingAsync();
        Assert.NotNull((await TodayAsync()).Page.QuerySelector("main a[href='/practice/diagnostic/MLA-C02']"));
        _site.Clock.Pass(TimeSpan.FromMinutes(1));
        await _site.SitAsync(_browser, 3);

        Assert.Contains("new answers tell more of where you stand.", (await TodayAsync()).Words("section[aria-labelledby=changed]"), StringComparison.Ordinal);

        var (diary, measured) = await StandingAsync();
        Assert.True(measured.Chance.High - measured.Chance.Low < guessed.Chance.High - guessed.Chance.Low);
        await TodayAsync();
        Assert.Equal(diary.Log.Count, (await StandingAsync()).Diary.Log.Count);
    }

    [Fact]
    public async Task Practice_that_is_said_to_be_done_a_day_later_was_done_on_its_day()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var practice = plan.Sessions.First(session => session.Purpose == Purpose.Practice);
        _site.Clock.Pass(TimeSpan.FromDays(practice.Day.DayNumber - plan.Start.DayNumber + 1));
        await TodayAsync();

        await _browser.PostAsync("/plan/act", ("act", "finish"), ("session", practice.Id));

        Assert.Equal(practice.Day, (await StandingAsync()).Diary.FinishedOn[practice.Id]);
    }

    [Fact]
    public async Task A_lab_that_was_passed_and_a_milestone_that_was_marked_are_done_in_the_plan_and_stay_undone_where_that_is_undone()
    {
        await MakeAsync(("project", "calls-under-capacity"));
        var (_, plan) = await StandingAsync();
        var step = plan.Sessions.First(session => session.Project is not null).Id.Split(':');
        var lab = plan.Sessions.First(session => session.Lab is not null).Lab!;
        _site.Clock.Pass(TimeSpan.FromMinutes(5));
        var now = _site.Clock.GetUtcNow();
        await _site.Of<LabGrades>().AppendAsync(Learner.Local, new(Guid.NewGuid(), lab, 1, null, now, now, [new("all", 100, 1, "")]), Site.Cancel);
        await _browser.PostAsync($"/projects/{step[1]}/milestones/{step[2]}", ("done", "yes"));
        string[] byHand = [.. plan.Sessions.Where(session => session.Lab == lab || session.Id.StartsWith($"project:{step[1]}:{step[2]}:", StringComparison.Ordinal)).Select(session => session.Id).Order(StringComparer.Ordinal)];

        var page = await TodayAsync();

        Assert.Equal(byHand, (await StandingAsync()).Diary.Finished.Order(StringComparer.Ordinal));
        await PressAsync(page, "button[value=undo]");
        await TodayAsync();
        Assert.Equal(byHand.Length - 1, (await StandingAsync()).Diary.Finished.Count);

        await MakeAsync(("project", "calls-under-capacity"), ("day", "2027-05-02"));
        Assert.DoesNotContain((await StandingAsync()).Plan.Sessions, session => byHand.Contains(session.Id));
    }

    [Fact]
    public async Task The_timer_runs_on_over_pages_is_paused_and_its_minutes_are_logged_without_scripts()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var session = plan.Sessions.First(session => session.Day == plan.Start && session.Purpose != Purpose.Rest).Id;
        Task<Answer> ActAsync(string act) => _browser.PostAsync("/plan/act", ("act", act), ("session", session));

        await ActAsync("start");
        _site.Clock.Pass(TimeSpan.FromMinutes(20));
        var timed = await TodayAsync();
        Assert.Equal("20:00", timed.Words("[data-timer]"));
        Assert.NotEmpty(timed.Page.QuerySelectorAll("section[aria-labelledby=timer] a[href]"));      // and leads to what is timed
        await ActAsync("pause");
        _site.Clock.Pass(TimeSpan.FromMinutes(60));
        Assert.Equal("20:00", (await TodayAsync()).Words("[data-timer]"));
        await ActAsync("start");
        _site.Clock.Pass(TimeSpan.FromMinutes(5));
        await ActAsync("stop");

        var (diary, _) = await StandingAsync();
        Assert.Equal(25, diary.Minutes[session]);
        Assert.Null((await TodayAsync()).Page.QuerySelector("[data-timer]"));
        Assert.Contains("0.4 h spent so far", (await _browser.GetAsync("/plan/progress")).Ok().Words("section[aria-labelledby=hours]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_says_by_how_many_hours_and_each_way_out_is_one_press_that_can_be_undone()
    {
        await MakeAsync(("day", "2027-01-31"));
        var (before, plan) = await StandingAsync();
        Assert.False(plan.Fits);

        var page = await TodayAsync();
        Assert.Contains($"{Math.Round(plan.ShortfallHours, 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} h more than there are", page.Words("section[aria-labelledby=short]"), StringComparison.Ordinal);
        Assert.Equal(plan.Options.Count, page.Page.QuerySelectorAll("section[aria-labelledby=short] button[value=choose]").Length);
        await PressAsync(page, "article:has(input[value=LaterDate]) button");

        var (later, chosen) = await StandingAsync();
        Assert.True(chosen.Fits);
        Assert.Equal(plan.Options.Single(option => option.Change == PlanChange.LaterDate).Exam, chosen.ExamDay);
        await PressAsync(await TodayAsync(), "button[value=undo]");
        Assert.Equal(before.Standing!.Version, (await StandingAsync()).Diary.Standing!.Version);
        Assert.Equal(2, later.Log.Count);
    }

    [Fact]
    public async Task A_smaller_scope_that_is_chosen_fits_labs_and_projects_among_what_is_left_out()
    {
        await MakeAsync(("day", "2027-02-14"), ("project", "complaint-triage"), ("project", "grid-demand-forecast"), ("project", "compressor-alerts"));
        var (_, plan) = await StandingAsync();
        var smaller = plan.Options.Single(option => option.Change == PlanChange.SmallerScope);
        Assert.Contains(smaller.LeftOut, left => left.StartsWith("project:", StringComparison.Ordinal));

        await PressAsync(await TodayAsync(), "article:has(input[value=SmallerScope]) button");

        var (_, chosen) = await StandingAsync();
        Assert.True(chosen.Fits);
        Assert.DoesNotContain(chosen.Sessions, session => smaller.LeftOut.Contains(session.Id[..session.Id.LastIndexOf(':')]));
    }

    [Fact]
    public async Task A_new_plan_for_the_exam_asks_no_second_time_for_minutes_that_were_spent_on_a_session_under_way()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var begun = plan.Sessions.First(session => session.Purpose == Purpose.Learn && session.Minutes >= 30);
        int Of(StudyPlan which) => which.Sessions.Where(session => session.Purpose == Purpose.Learn && session.Skills[0] == begun.Skills[0]).Sum(session => session.Minutes);
        await _browser.PostAsync("/plan/act", ("act", "start"), ("session", begun.Id));
        _site.Clock.Pass(TimeSpan.FromMinutes(20));
        await _browser.PostAsync("/plan/act", ("act", "stop"), ("session", begun.Id));

        await MakeAsync();

        Assert.Equal(Of(plan) - 20, Of((await StandingAsync()).Plan));
    }

    [Fact]
    public async Task One_session_marked_in_many_pages_at_once_is_done_once_with_its_minutes_and_one_press_takes_that_back()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var session = plan.Sessions.First(session => session.Purpose == Purpose.Learn).Id;
        await _browser.PostAsync("/plan/act", ("act", "start"), ("session", session));
        _site.Clock.Pass(TimeSpan.FromMinutes(12));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _browser.PostAsync("/plan/act", ("act", "finish"), ("session", session))));

        Assert.Equal(12, (await StandingAsync()).Diary.MinutesByDay.Values.Sum());
        await PressAsync(await TodayAsync(), "button[value=undo]");
        var (diary, _) = await StandingAsync();
        Assert.Empty(diary.Finished);
        Assert.Equal((session, 0), (diary.Timer!.Session, diary.Minutes.Count));     // it runs on, as if nothing had been pressed
    }

    [Fact]
    public async Task What_ran_on_a_timer_is_logged_where_another_session_a_new_plan_or_the_end_stops_it()
    {
        await MakeAsync();
        var (_, plan) = await StandingAsync();
        var (one, other) = (plan.Sessions.First(session => session.Purpose == Purpose.Learn), plan.Sessions.Last(session => session.Purpose == Purpose.Learn));
        async Task<int> SpentAsync() => (await _site.Of<PlanLog>().ReadAsync(Learner.Local, Site.Cancel)).MinutesByDay.Values.Sum();
        await _browser.PostAsync("/plan/act", ("act", "start"), ("session", one.Id));
        _site.Clock.Pass(TimeSpan.FromMinutes(15));
        await _browser.PostAsync("/plan/act", ("act", "start"), ("session", other.Id));
        Assert.Equal(15, await SpentAsync());
        Assert.Equal(other.Id, (await StandingAsync()).Diary.Timer!.Session);

        _site.Clock.Pass(TimeSpan.FromMinutes(10));
        await MakeAsync();
        Assert.Equal(25, await SpentAsync());
        Assert.Null((await StandingAsync()).Diary.Timer);
        await PressAsync(await TodayAsync(), "button[value=undo]");
        Assert.Equal((15, other.Id), (await SpentAsync(), (await StandingAsync()).Diary.Timer!.Session));

        await _browser.PostAsync("/plan/act", ("act", "end"));
        Assert.Equal(25, await SpentAsync());
    }

    [Fact]
    public async Task A_timer_on_what_an_undone_revision_had_can_still_be_stopped()
    {
        await MakeAsync();
        _site.Clock.Pass(TimeSpan.FromDays(3));
        await TodayAsync();
        var (before, plan) = await StandingAsync();
        Assert.IsType<PlanEvent.Revised>(before.Standing);
        var first = await _site.Of<PlanLog>().PlanAsync(before.Made!.Version, Site.Cancel);
        var fresh = plan.Sessions.First(session => session.Purpose != Purpose.Rest && first.Sessions.All(other => other.Id != session.Id));
        await _browser.PostAsync("/plan/act", ("act", "start"), ("session", fresh.Id));
        await _browser.PostAsync("/plan/act", ("act", "undo"), ("of", before.Last!.Id.ToString()));
        _site.Clock.Pass(TimeSpan.FromMinutes(7));

        var page = await TodayAsync();
        Assert.Equal("7:00", page.Words("[data-timer]"));
        await PressAsync(page, "section[aria-labelledby=timer] button[value=stop]");

        Assert.Equal(7, (await StandingAsync()).Diary.MinutesByDay.Values.Sum());
        Assert.Null((await StandingAsync()).Diary.Timer);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-11-24T01:30")]        // a day ahead of Pago Pago, and the night still belongs to the day before
    [InlineData("Pacific/Pago_Pago", "2026-11-24T01:30")]
    [InlineData("America/New_York", "2026-10-31T23:59")]          // clocks go back in the night
    [InlineData("America/New_York", "2027-03-14T01:59")]          // and forward
    [InlineData("Africa/Cairo", "2027-04-29T23:30")]              // midnight itself is skipped
    [InlineData("America/Santiago", "2027-04-03T23:30")]          // the hour before midnight comes twice
    public async Task A_plan_is_made_by_the_learners_own_day_and_lives_through_the_night(string zoneId, string local)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var at = DateTime.ParseExact(local, "yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture);
        _site.Clock.Pass(new DateTimeOffset(at, zone.GetUtcOffset(at)) - _site.Clock.GetUtcNow());
        var today = DateOnly.FromDateTime(at.AddHours(-4));
        (string, string)[] On(int days) => With(("zone", zoneId), ("minutes-5", "60"), ("day", today.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("is today", (await _browser.PostAsync("/plan/new", On(0))).Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal("/plan", (await _browser.PostAsync("/plan/new", On(1))).RedirectsTo());
        Assert.Equal("/plan", (await _browser.PostAsync("/plan/new", On(20))).RedirectsTo());
        Assert.Equal(today, (await StandingAsync()).Plan.Start);

        var seen = today;
        for (var hour = 0; hour < 30; hour++)
        {
            _site.Clock.Pass(TimeSpan.FromHours(1));
            (await _browser.GetAsync("/plan")).Ok();
            var now = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_site.Clock.GetUtcNow(), zone).DateTime.AddHours(-4));
            Assert.True(now == seen || now == seen.AddDays(1));
            seen = now;
        }
        Assert.Equal(seen, (await StandingAsync()).Diary.Standing!.Day);
        Assert.Contains("BEGIN:VEVENT", (await _browser.GetAsync("/plan/calendar.ics")).Ok().Text, StringComparison.Ordinal);
        (await _browser.GetAsync("/plan/progress")).Ok();
    }

    [Fact]
    public async Task A_calendar_that_only_imports_is_told_of_all_that_no_plan_has_any_more_and_ending_the_plan_cancels_the_rest()
    {
        await MakeAsync(("day", "2027-01-31"));
        var was = Uids((await _browser.GetAsync("/plan/calendar.ics")).Ok());
        await MakeAsync();
        var now = (await _browser.GetAsync("/plan/calendar.ics")).Ok();
        Assert.Subset(Uids(now), was);
        Assert.Equal(was.Count(id => !Ids(StandingAsync().Result.Plan).Contains(id.Split('/', '@')[1])), Canceled(now));
        Assert.NotEqual(0, Canceled(now));

        await _browser.PostAsync("/plan/settings", ("act", "renew"));
        var address = new Uri((await _browser.GetAsync("/plan/settings")).Ok().Value("#calendar-address")!).AbsolutePath;
        await _browser.PostAsync("/plan/act", ("act", "end"));
        var ended = (await _browser.GetAsync(address)).Ok();
        Assert.Equal(Uids(now), Uids(ended));
        Assert.Equal(Uids(ended).Count, Canceled(ended));

        static HashSet<string> Ids(StudyPlan plan) => [.. plan.Sessions.Select(session => session.Id), .. plan.Milestones.Select(milestone => milestone.Id)];
        static IEnumerable<string> Lines(Answer calendar) => calendar.Text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        static HashSet<string> Uids(Answer calendar) => [.. Lines(calendar).Where(line => line.StartsWith("UID:", StringComparison.Ordinal))];
        static int Canceled(Answer calendar) => Lines(calendar).Count(line => line == "STATUS:CANCELLED");
    }

    public static readonly TheoryData<string, string, string> Wrong = new()
    {
        { "day", "2026-11-01", "2026-11-01 has passed; the first day that can be planned for is 2026-11-24." },
        { "day", "2026-11-23", "2026-11-23 is today; the first day that can be planned for is 2026-11-24." },
        { "day", "soon", "'soon' is no date such as 2027-02-21; left empty, the earliest day is found." },
        { "exam", "MLS-C01", "MLS-C01 can't be sat on 2027-04-30: its last exam day was 2026-03-31." },
        { "exam", "NIL", "No exam that can be planned is called 'NIL'; choose one of the list." },
        { "minutes-0", "many", "Minutes are whole numbers from 0 to 720 for each day." },
        { "off", "2026-11-01 to 2027-05-10", "Every day until 2027-04-30 is without time; the first day with some is 2027-05-11." },
        { "zone", "Europe/Berln", "No time zone is called 'Europe/Berln'; the nearest is Europe/Berlin." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_planned_is_refused_in_one_sentence_with_what_can(string field, string value, string sentence)
    {
        var rows = _site.Rows();

        var refused = (await _browser.PostAsync("/plan/new", With((field, value)))).Refused(HttpStatusCode.BadRequest);

        Assert.StartsWith($"No plan was made. {sentence}", refused, StringComparison.Ordinal);
        Assert.Equal(rows, _site.Rows());
    }

    [Fact]
    public async Task A_week_without_a_minute_and_a_retired_exam_are_refused_with_what_works()
    {
        var none = (await _browser.PostAsync("/plan/new", ("exam", "MLA-C02"), ("zone", "UTC"))).Refused(HttpStatusCode.BadRequest);
        Assert.Equal("No plan was made. A week without a minute holds no plan; even two evenings of 30 minutes do.", none);

        var retired = await _browser.PostAsync("/plan/new", With(("exam", "MLS-C01"), ("day", "")));
        Assert.Contains("MLA-C02, AWS Certified Machine Learning Engineer - Associate, can be sat then.", retired.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.NotNull(retired.Page.QuerySelector("a[href='/plan/new?exam=MLA-C02']"));
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_plan_and_the_earliest_day_is_found()
    {
        var id = Guid.NewGuid().ToString();
        await MakeAsync(("id", id), ("day", ""));
        await MakeAsync(("id", id), ("day", ""));

        var (diary, plan) = await StandingAsync();
        Assert.Single(diary.Log);
        Assert.True(plan.Fits);
        Assert.Null(diary.Made!.Wish.ExamDay);
    }

    [Fact]
    public async Task The_private_calendar_needs_no_session_follows_the_plan_and_dies_when_it_is_renewed()
    {
        await MakeAsync();
        await _browser.PostAsync("/plan/settings", ("act", "renew"));
        var address = new Uri((await _browser.GetAsync("/plan/settings")).Ok().Value("#calendar-address")!).AbsolutePath;
        Assert.Matches("^/calendar/[0-9a-f]{48}[.]ics$", address);
        using var program = _site.NewBrowser();

        var first = (await program.GetAsync(address)).Ok();
        var tag = first.Message.Headers.ETag!.Tag;
        Assert.Equal("text/calendar; charset=utf-8", first.ContentType);
        Assert.Equal(HttpStatusCode.NotModified, (await program.GetAsync(address, ("If-None-Match", tag))).Status);
        Assert.Equal(first.Text, (await _browser.GetAsync("/plan/calendar.ics")).Ok().Text);
        var (_, plan) = await StandingAsync();
        await _browser.PostAsync("/plan/act", ("act", "finish"), ("session", plan.Sessions[0].Id));
        var second = (await program.GetAsync(address, ("If-None-Match", tag))).Ok();
        Assert.NotEqual(first.Text, second.Text);
        Assert.Equal(Uids(first), Uids(second));

        await _browser.PostAsync("/plan/settings", ("act", "renew"));
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync("/calendar/.ics")).Status);

        static IEnumerable<string> Uids(Answer calendar) => calendar.Text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n").Where(line => line.StartsWith("UID:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Times_of_day_and_alarms_are_kept_and_wrong_ones_refused()
    {
        await MakeAsync();
        (string, string)[] times = [.. Enumerable.Range(0, 7).Select(day => ($"start-{day}", "06:30"))];

        Assert.Equal("/plan/settings?saved=true", (await _browser.PostAsync("/plan/settings", [.. times, ("alarm", "")])).RedirectsTo());
        var calendar = (await _browser.GetAsync("/plan/calendar.ics")).Ok().Text;
        Assert.Contains("T063000Z", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("VALARM", calendar, StringComparison.Ordinal);
        Assert.StartsWith("Nothing was saved.", (await _browser.PostAsync("/plan/settings", [.. times, ("alarm", "900")])).Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.StartsWith("Nothing was saved.", (await _browser.PostAsync("/plan/settings", ("start-1", "late"), ("alarm", "5"))).Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }
}

using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Plan.Diary;

namespace Certus.Tests.Plan;

/// <summary>What a plan's events come to.</summary>
public sealed class PlanDiaryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly PlanWish Wish = new("MLA-C02", null, PlanWish.UsualMinutes, [new(new(2026, 12, 24), new(2026, 12, 26))], "Europe/Berlin") { LeftOut = ["a"] };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static PlanEvent.Made Made(int id, string version, string exam = "MLA-C02") => new(Id(id), Noon, Today, version, Today.AddDays(30), new(0.6, 0.4, 0.8), Wish with { Exam = exam }, "request");

    private static PlanEvent.Finished Finished(int id, string session, int minutes = 30) => new(Id(id), Noon.AddMinutes(id), Today, session, minutes, Purpose.Learn, "A skill");

    private static PlanEvent.Undone Undone(int id, int of) => new(Id(id), Noon.AddMinutes(id), Id(of));

    private static PlanEvent.Revised Revised(int id, string from, string version, params PlanMove[] moves) => new(Id(id), Noon.AddMinutes(id), Today, version, Today.AddDays(30), new(0.5, 0.3, 0.7), from, "A day was missed.", moves);

    public static readonly TheoryData<PlanEvent> Kinds =
    [
        Made(1, "v1"), Revised(2, "v1", "v2", new PlanMove("learn:x:1", "X", Today, null, 30, "Gone because it is done.")), Finished(3, "learn:x:1"), new PlanEvent.Skipped(Id(4), Noon, Today, "learn:x:1", "X"),
        new PlanEvent.Logged(Id(5), Noon, Today, "learn:x:1", 20, "X"), new PlanEvent.TimerStarted(Id(6), Noon, Today, "learn:x:1"), new PlanEvent.TimerPaused(Id(7), Noon, Today, "learn:x:1"),
        new PlanEvent.Ended(Id(8), Noon), Undone(9, 3),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_comes_back_from_its_text(PlanEvent happened) => Assert.Equal(PlanJson.Write(happened), PlanJson.Write(PlanJson.Read(PlanJson.Write(happened))));

    [Fact]
    public void A_plan_comes_back_from_its_body_whole()
    {
        var plan = new StudyPlan(
            "MLA-C02", Today, Today.AddDays(30), false, 2.5, [new("lab:x:1", Today, 40, Purpose.Lab, "X", ["a"], "Because.", [new("r", "R", ResourceKind.Page, "https://example.com/", null)], Lab: "x")],
            [new("exam", Today.AddDays(30), "Exam", "Because.")], [new(PlanChange.SmallerScope, "Less", null, null, ["a"], new(0.5, 0.4, 0.6))], new(0.5, 0.4, 0.6), ["A note."]);

        var back = PlanJson.Plan(PlanJson.Body(plan));

        Assert.Equal(PlanJson.Body(plan), PlanJson.Body(back));
        Assert.Equal(("x", PlanChange.SmallerScope, 0.6), (back.Sessions[0].Lab, back.Options[0].Change, back.Chance.High));
    }

    [Fact]
    public void What_is_undone_counts_as_if_it_had_never_been_and_undoing_that_brings_it_back()
    {
        var diary = new PlanDiary([Made(1, "v1"), Finished(2, "learn:x:1"), Undone(3, 2)]);

        Assert.Empty(diary.Finished);
        Assert.Empty(diary.MinutesByDay);
        Assert.Equal(Id(1), diary.Last!.Id);
        Assert.Equal(["learn:x:1"], diary.After([Undone(4, 3)]).Finished);
        Assert.Equal(4, diary.After([Undone(4, 3)]).Edition);
    }

    [Fact]
    public void A_revision_stands_until_it_is_undone_and_falls_with_the_plan_it_was_made_from()
    {
        var gone = new PlanMove("learn:x:1", "X", Today, null, 30, "Gone because it is done.");
        var diary = new PlanDiary([Made(1, "v1"), Revised(2, "v1", "v2", gone), Revised(3, "v2", "v3")]);

        Assert.Equal("v3", diary.Standing!.Version);
        Assert.Equal("v2", diary.After([Undone(4, 3)]).Standing!.Version);
        Assert.Equal("v1", diary.After([Undone(4, 2)]).Standing!.Version);
        Assert.Equal(["v1", "v2"], diary.After([Undone(4, 3)]).Plans.Select(plan => plan.Version));
    }

    [Fact]
    public void Another_plan_begins_without_what_was_done_of_the_last_and_its_undoing_brings_that_back()
    {
        var diary = new PlanDiary([Made(1, "v1"), Finished(2, "learn:x:1"), Made(3, "v2")]);

        Assert.Empty(diary.Finished);
        Assert.Equal(30, diary.MinutesByDay[Today]);      // hours spent for the exam stay spent
        Assert.Empty(new PlanDiary([Made(1, "v1"), Finished(2, "learn:x:1"), Made(3, "v2", "AIP-C01")]).MinutesByDay);
        Assert.Equal(["learn:x:1"], diary.After([Undone(4, 3)]).Finished);
        var again = new PlanDiary([Made(1, "v1"), Finished(2, "learn:x:1"), new PlanEvent.Ended(Id(5), Noon), Made(3, "v2")]);
        Assert.Equal(30, again.MinutesByDay[Today]);        // also where the last plan was ended before
        Assert.Equal(["v1", "v2"], again.Plans.Select(plan => plan.Version));
    }

    [Fact]
    public void The_timer_runs_pauses_and_goes_on_and_its_minutes_take_the_place_of_those_planned()
    {
        var diary = new PlanDiary([
            Made(1, "v1"), new PlanEvent.TimerStarted(Id(2), Noon, Today, "learn:x:1"), new PlanEvent.TimerPaused(Id(3), Noon.AddMinutes(10), Today, "learn:x:1"),
            new PlanEvent.TimerStarted(Id(4), Noon.AddMinutes(60), Today, "learn:x:1")]);

        Assert.Equal(TimeSpan.FromMinutes(15), diary.Timer!.At(Noon.AddMinutes(65)));
        var stopped = diary.After([new PlanEvent.Logged(Id(5), Noon.AddMinutes(65), Today, "learn:x:1", 15, "X"), Finished(6, "learn:x:1")]);
        Assert.Null(stopped.Timer);
        Assert.Equal(15, stopped.MinutesByDay[Today]);
        Assert.Equal(15, stopped.Minutes["learn:x:1"]);
        Assert.Equal(2, stopped.Edition);     // the timer changes no calendar
    }

    [Fact]
    public void What_another_page_has_said_already_is_a_repetition()
    {
        var diary = new PlanDiary([Made(1, "v1"), Finished(2, "learn:x:1"), Finished(3, "learn:y:1"), Undone(4, 3), new PlanEvent.TimerStarted(Id(5), Noon, Today, "learn:z:1")]);
        PlanEvent.Logged Logged(string session) => new(Id(9), Noon, Today, session, 20, "X");

        Assert.True(diary.Repeats(Made(1, "v1")));
        Assert.True(diary.Repeats(Finished(9, "learn:x:1")));
        Assert.False(diary.Repeats(Finished(9, "learn:y:1")));
        Assert.True(diary.Repeats(Undone(9, 3)));
        Assert.False(diary.Repeats(Undone(9, 2)));
        Assert.False(diary.Repeats(Undone(9, 4)));
        Assert.False(diary.Repeats(Logged("learn:z:1")));
        Assert.True(diary.After([Logged("learn:z:1") with { Id = Id(8) }]).Repeats(Logged("learn:z:1")));
        Assert.True(diary.Repeats(new PlanEvent.TimerStarted(Id(9), Noon, Today, "learn:z:1")));
        Assert.False(diary.Repeats(new PlanEvent.TimerPaused(Id(9), Noon, Today, "learn:z:1")));
        Assert.True(diary.Repeats(new PlanEvent.TimerPaused(Id(9), Noon, Today, "learn:x:1")));
        Assert.True(PlanDiary.Empty.Repeats(new PlanEvent.Ended(Id(9), Noon)));
    }

    [Fact]
    public void An_act_that_stopped_the_timer_is_one_with_the_minutes_beside_it()
    {
        Assert.Equal(Id(2), PlanEvent.Beside(PlanEvent.Beside(Id(2))));
        var diary = new PlanDiary([Made(1, "v1"), new PlanEvent.TimerStarted(Id(3), Noon, Today, "learn:x:1"), new PlanEvent.Logged(PlanEvent.Beside(Id(2)), Noon, Today, "learn:x:1", 20, "X"), Finished(2, "learn:x:1")]);

        Assert.Equal([Id(2), PlanEvent.Beside(Id(2))], diary.LastAct.Select(happened => happened.Id));
        var back = diary.After([Undone(5, 2), new PlanEvent.Undone(Id(6), Noon, PlanEvent.Beside(Id(2)))]);
        Assert.Equal(("learn:x:1", 0), (back.Timer!.Session, back.Minutes.Count));
        Assert.Equal([Id(1)], back.LastAct.Select(happened => happened.Id));
    }

    [Fact]
    public void A_burn_down_begins_at_all_hours_ends_at_none_and_its_band_holds_the_line_and_widens_from_now()
    {
        PlanSession Session(string id, int day, Purpose purpose, int minutes) => new(id, Today.AddDays(day), minutes, purpose, id, [], "", []);
        var sessions = Enumerable.Range(0, 20).SelectMany(day => new[] { Session($"learn:{day}:1", day, Purpose.Learn, 60), Session($"review:{day}", day, Purpose.Review, 10) }).ToList();
        var plan = new StudyPlan("MLA-C02", Today, Today.AddDays(20), true, 0, sessions, [], [], new(0.5, 0.4, 0.6), []);
        List<PlanEvent> log = [Made(1, "v1"), .. Enumerable.Range(0, 8).Where(day => day % 2 == 0).Select(day => new PlanEvent.Finished(Id(day + 2), Noon, Today.AddDays(day), $"learn:{day}:1", 70, Purpose.Learn, "X"))];

        var burn = BurnDown.Of(new(log), new Dictionary<string, StudyPlan> { ["v1"] = plan }, Today.AddDays(8));

        Assert.Equal((20, 0), (burn.Planned[0].Hours, burn.Planned[^1].Hours));
        Assert.Equal((20, 16), (burn.Actual[0].Hours, burn.Actual[^1].Hours));
        Assert.Equal((4 + 5) / 13.0, burn.Pace, 12);                         // four days of eight, and five of following it
        Assert.Equal(16 - (burn.Pace * 11), burn.Forecast[^1].Hours, 9);     // the eleven sessions from tomorrow on
        Assert.Equal((Today.AddDays(19), 12), (burn.Forecast[^1].Day, burn.Forecast.Count));
        Assert.All(burn.Forecast, band => Assert.True(band.Low <= band.Hours && band.Hours <= band.High));
        Assert.All(burn.Forecast.Zip(burn.Forecast.Skip(1)), pair => Assert.True(pair.Second.High - pair.Second.Low >= pair.First.High - pair.First.Low));
    }

    private static PlanSession Learn(int skill, int sitting, int day, int minutes) => new($"learn:{skill}:{sitting}", Today.AddDays(day), minutes, Purpose.Learn, $"Skill {skill}", [$"{skill}"], "", []);

    private static StudyPlan Of(params PlanSession[] sessions) => new("MLA-C02", Today, Today.AddDays(30), true, 0, sessions, [], [], new(0.5, 0.4, 0.6), []);

    [Fact]
    public void What_was_done_of_a_session_is_left_no_longer_and_who_misses_days_is_not_forecast_as_following_the_plan()
    {
        // Of the first day's hour a third was done, the second day was missed, and on the third all of that was moved.
        StudyPlan first = Of(Learn(0, 1, 0, 60), Learn(1, 1, 1, 60), Learn(2, 1, 2, 60)), second = Of(Learn(0, 1, 0, 20), Learn(0, 2, 2, 40), Learn(1, 1, 3, 60), Learn(2, 1, 4, 60));
        var diary = new PlanDiary([Made(1, "v1"), new PlanEvent.Logged(Id(2), Noon, Today, "learn:0:1", 20, "X"), Revised(3, "v1", "v2") with { Day = Today.AddDays(2) }]);
        var plans = new Dictionary<string, StudyPlan> { ["v1"] = first, ["v2"] = second };

        Assert.Equal(["v1", "v2"], BurnDown.Versions(diary, Today.AddDays(2)).Order());
        var burn = BurnDown.Of(diary, plans, Today.AddDays(2));

        Assert.Equal([3, 160 / 60.0, 160 / 60.0, 160 / 60.0], burn.Actual.Select(point => point.Hours));
        Assert.Equal(((20 / 60.0) + 0 + 5) / 7, burn.Pace, 12);
        Assert.Equal([60, 60], BurnDown.PlannedDays(diary, plans, Today.AddDays(2)).Values);
    }

    [Fact]
    public void What_any_plan_had_and_the_one_that_stands_has_not_is_gone_but_for_what_time_was_spent_on()
    {
        StudyPlan first = Of(Learn(0, 1, 0, 60), Learn(1, 1, 1, 60), Learn(2, 1, 2, 60), Learn(9, 1, 9, 30)), undone = Of(Learn(0, 1, 0, 60), Learn(1, 7, 4, 60)), second = Of(Learn(2, 1, 6, 60));
        var plans = new Dictionary<string, StudyPlan> { ["v1"] = first, ["v2"] = undone, ["v3"] = second, ["other"] = Of(Learn(2, 1, 3, 60)) with { Exam = "AIP-C01" } };
        List<PlanEvent> log = [Made(1, "v1"), Finished(2, "learn:0:1"), Revised(3, "v1", "v2"), Undone(4, 3)];
        var early = EverPlanned.Nothing.After(log, plans);
        Assert.Equal(["learn:1:7"], early.Gone(new(log), first).Select(gone => gone.Id));

        log.AddRange([Made(5, "v3"), Finished(6, "learn:2:1")]);
        Assert.Equal([("learn:1:1", 1), ("learn:1:7", 4), ("learn:9:1", 9)], early.After(log, plans).Gone(new(log), second).Select(gone => (gone.Id, gone.Day.DayNumber - Today.DayNumber)));

        log.Add(Made(7, "other", "AIP-C01"));
        var ever = early.After(log, plans);
        Assert.Equal(log.Count, ever.Events);
        Assert.DoesNotContain(ever.Gone(new(log), plans["other"]), gone => gone.Id is "learn:0:1" or "learn:2:1");      // done, each in its plan
        Assert.Equal(3, ever.Gone(new(log), plans["other"]).Count);

        log.Add(new PlanEvent.Ended(Id(8), Noon));
        Assert.Contains(ever.After(log, plans).Gone(new(log), null), gone => gone is { Exam: "AIP-C01", Id: "learn:2:1" });
    }
}

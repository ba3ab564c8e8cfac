using Certus.Measure.Readiness;
using Certus.Plan;
using Certus.Remember;

namespace Certus.Tests.Plan;

/// <summary>What a re-plan moves, and what it leaves.</summary>
public sealed class ReplannerTests
{
    private static readonly DateOnly Start = new(2026, 3, 2);      // a Monday
    private static readonly PlanRequest Request = new()
    {
        Syllabus = new("X-C01", [.. Enumerable.Range(0, 12).Select(i => new SyllabusSkill($"s{i}", $"Skill {i}", 60, i is 0 or 5 ? [] : [$"s{i - 1}"], 1 / 12.0, 1))], [new(1, "All", 1)]),
        Time = StudyTime.Daily(60), Start = Start, ExamDay = Start.AddDays(24), Form = ExamForm.Of([("a", 100)], 50, new(0.68, 0.72, 0.77)), Mocks = 2, MockMinutes = 60,
    };

    private static PlanProgress Until(StudyPlan plan, DateOnly missed, DateOnly today) => new(today, new Dictionary<string, int>(), [.. plan.Sessions.Where(session => session.Day < missed).Select(session => session.Id)]);

    [Fact]
    public void A_replan_of_any_plan_keeps_the_laws_and_the_mocks()
    {
        List<string> broken = [];
        var replans = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            var request = RandomPlans.Of(seed);
            var days = request.ExamDay.DayNumber - request.Start.DayNumber;
            var missed = request.Start.AddDays((int)(seed % (ulong)days));
            var today = missed.AddDays(1 + (int)(seed / 7 % 5));
            if (today >= request.ExamDay || Planner.Make(request) is not { Fits: true } plan) continue;
            var progress = Until(plan, missed, today);

            var revision = Replanner.Revise(plan, request, progress);

            replans++;
            broken.AddRange(PlanLaws.Broken(revision.Plan, request, today, progress.Finished.ToHashSet()).Select(line => $"seed {seed}: {line}"));
            if (plan.Sessions.Any(session => session.Purpose == Purpose.Mock && session.Day >= missed && session.Day < today)) continue;
            broken.AddRange(plan.Sessions.Where(session => session.Purpose == Purpose.Mock && session.Day >= today && !revision.Plan.Sessions.Any(other => other.Id == session.Id && other.Day == session.Day)).Select(session => $"seed {seed}: {session.Id} moved"));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20)));
        Assert.True(replans > 250);
    }

    [Fact]
    public void Where_nothing_was_missed_nothing_moves()
    {
        var plan = Planner.Make(Request);

        var revision = Replanner.Revise(plan, Request, Until(plan, Start.AddDays(6), Start.AddDays(6)));

        Assert.Empty(revision.Moves);
        Assert.Equal(plan.Sessions.Select(session => (session.Id, session.Day, session.Minutes)), revision.Plan.Sessions.Select(session => (session.Id, session.Day, session.Minutes)));
        Assert.True(revision.Plan.Fits);
    }

    [Fact]
    public void A_missed_day_takes_practice_and_free_time_of_the_days_ahead_and_every_move_says_why()
    {
        var plan = Planner.Make(Request);
        var missed = plan.Sessions.First(session => session.Purpose == Purpose.Learn && session.Skills[0] == "s4").Day;

        var revision = Replanner.Revise(plan, Request, Until(plan, missed, missed.AddDays(1)));

        Assert.True(revision.Plan.Fits);
        Assert.NotEmpty(revision.Moves);
        Assert.All(revision.Moves, move => Assert.StartsWith("Moved ", move.Why, StringComparison.Ordinal));
        Assert.Contains(revision.Moves, move => move.Why.Contains("was missed", StringComparison.Ordinal));
        int Elastic(StudyPlan of) => of.Sessions.Where(session => session.Purpose is Purpose.Practice or Purpose.Rest && session.Day > missed).Sum(session => session.Minutes);
        int Missed() => plan.Sessions.Where(session => session.Purpose == Purpose.Learn && session.Day == missed).Sum(session => session.Minutes);
        Assert.Equal(Elastic(plan) - Missed(), Elastic(revision.Plan));
        Assert.Equal(plan.Sessions.Where(session => session.Purpose == Purpose.Mock).Select(session => (session.Id, session.Day)), revision.Plan.Sessions.Where(session => session.Purpose == Purpose.Mock).Select(session => (session.Id, session.Day)));
    }

    private static Remaining Sitting(string key, int sitting, int minutes, int day) =>
        new(new($"{key}:{sitting}", Start.AddDays(day), minutes, Purpose.Learn, key, [key], "Why.", []), minutes, day);

    [Fact]
    public void Something_that_nobody_waits_for_gives_its_place_before_a_chain_of_others_moves()
    {
        Dictionary<string, IReadOnlyList<string>> before = new() { ["b"] = ["a"], ["c"] = ["b"], ["d"] = ["c"], ["e"] = ["d"] };

        var placed = new Repair([60, 60, 60, 60, 60, 120], before).Run([Sitting("a", 1, 60, -1), Sitting("lone", 1, 60, 0), Sitting("b", 1, 60, 1), Sitting("c", 1, 60, 2), Sitting("d", 1, 60, 3), Sitting("e", 1, 60, 4)]);

        Assert.Equal([("a", 0), ("lone", 5)], placed.Where(sitting => sitting.Day != sitting.Of.Day).Select(sitting => (sitting.Of.Key, sitting.Day)));
        Assert.True(Assert.Single(placed, sitting => sitting.Of.Key == "lone").Gives);
    }

    [Fact]
    public void Other_sittings_of_what_was_missed_stay_and_what_needs_it_waits_for_all_of_them()
    {
        Dictionary<string, IReadOnlyList<string>> before = new() { ["b"] = ["a"] };

        var placed = new Repair([60, 60, 60, 60], before).Run([Sitting("a", 1, 45, -1), Sitting("a", 2, 60, 0), Sitting("b", 1, 30, 1), Sitting("b", 2, 30, 3)]);

        Assert.Equal([("a:1", 1), ("a:2", 0), ("b:1", 1), ("b:1", 2), ("b:2", 3)], placed.Select(sitting => (sitting.Of.Session.Id, sitting.Day)));
    }

    [Fact]
    public void What_was_done_of_a_missed_session_stays_done()
    {
        var plan = Planner.Make(Request);
        var session = plan.Sessions.First(session => session.Purpose == Purpose.Learn && session.Minutes > 30);
        var progress = Until(plan, session.Day, session.Day.AddDays(1)) with { MinutesDone = new Dictionary<string, int> { [session.Id] = 20 } };

        var revised = Replanner.Revise(plan, Request, progress).Plan;

        Assert.Equal(20, Assert.Single(revised.Sessions, other => other.Id == session.Id).Minutes);
        Assert.Equal(60, revised.Sessions.Where(other => other.Purpose == Purpose.Learn && other.Skills[0] == session.Skills[0]).Sum(other => other.Minutes));
    }

    [Fact]
    public void A_missed_mock_is_placed_again_before_the_exam()
    {
        var plan = Planner.Make(Request);
        var mock = plan.Sessions.First(session => session.Id == "mock:1:1");

        var revision = Replanner.Revise(plan, Request, Until(plan, mock.Day, mock.Day.AddDays(1)));

        var moved = Assert.Single(revision.Plan.Sessions, session => session.Id == "mock:1:1");
        Assert.InRange(moved.Day, mock.Day.AddDays(1), Request.ExamDay.AddDays(-1));
        Assert.Contains(revision.Moves, move => move.SessionId == "mock:1:1" && move.To == moved.Day);
    }

    [Fact]
    public void A_day_that_becomes_a_day_off_gives_its_sessions_away()
    {
        var plan = Planner.Make(Request);
        var off = Start.AddDays(5);

        var revision = Replanner.Revise(plan, Request with { Time = Request.Time with { DaysOff = [off] } }, Until(plan, Start.AddDays(4), Start.AddDays(4)));

        Assert.DoesNotContain(revision.Plan.Sessions, session => session.Day == off);
        Assert.Contains(revision.Moves, move => move.From == off && move.Why.Contains("less room", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_measurement_changes_what_is_practiced_and_moves_nothing()
    {
        var plan = Planner.Make(Request);
        var today = Start.AddDays(18);
        var progress = Until(plan, today, today);

        var revision = Replanner.Revise(plan, Request with { Weakness = new Dictionary<string, double> { ["s2"] = 1, ["s7"] = 1 }, Ability = new(0.5, 0.3, true) }, progress);

        Assert.Empty(revision.Moves);
        int Times(StudyPlan of, string skill) => of.Sessions.Count(session => session.Day >= today && session.Purpose == Purpose.Practice && session.Skills.Contains(skill));
        Assert.True(Times(revision.Plan, "s2") + Times(revision.Plan, "s7") >= Times(plan, "s2") + Times(plan, "s7"));
        Assert.NotEqual(plan.Chance, revision.Plan.Chance);
    }

    [Fact]
    public void Where_the_free_minutes_are_too_few_it_says_by_how_many_hours_and_offers_ways_out()
    {
        var plan = Planner.Make(Request);

        var revision = Replanner.Revise(plan, Request, Until(plan, Start.AddDays(1), Start.AddDays(16)));

        Assert.False(revision.Plan.Fits);
        Assert.True(revision.Plan.ShortfallHours > 0);
        Assert.Contains(revision.Plan.Options, option => option.Change == PlanChange.LaterDate);
        Assert.All(revision.Plan.Sessions.Where(session => session.Day >= Start.AddDays(16)).GroupBy(session => session.Day), day => Assert.True(day.Sum(session => session.Minutes) <= 60));
    }

    [Fact]
    public void Another_day_of_the_exam_is_a_new_plan_and_no_revision() =>
        Assert.Throws<ArgumentException>(() => Replanner.Revise(Planner.Make(Request), Request with { ExamDay = Request.ExamDay.AddDays(1) }, new(Start, new Dictionary<string, int>(), [])));
}

using Certus.Measure.Readiness;
using Certus.Plan;
using Certus.Remember;

namespace Certus.Tests.Plan;

/// <summary>What a plan holds, and what it says where not everything fits.</summary>
public sealed class PlannerTests
{
    private const int RandomInputs = 2000;
    private static readonly DateOnly Start = new(2026, 3, 2);      // a Monday
    private static readonly ExamForm Form = ExamForm.Of([("a", 50), ("b", 50)], 50, new(0.68, 0.72, 0.77));

    private static SyllabusSkill Skill(string id, int minutes, double worth, params string[] before) => new(id, $"Skill {id}", minutes, before, worth, 1);

    private static PlanRequest Request(int days, double minutesADay, params SyllabusSkill[] skills) => new()
    {
        Syllabus = new("X-C01", skills, [new(1, "All", 1)]), Time = StudyTime.Daily(minutesADay), Start = Start, ExamDay = Start.AddDays(days), Form = Form, Mocks = 0,
    };

    [Fact]
    public void No_day_is_over_its_minutes_prerequisites_come_first_mocks_are_placed_where_everything_fits_and_reviews_are_never_starved()
    {
        var (fitting, broken) = (0, new List<string>());
        for (ulong seed = 0; seed < RandomInputs; seed++)
        {
            var request = RandomPlans.Of(seed);
            var plan = Planner.Make(request);
            if (plan.Fits) fitting++;
            broken.AddRange(PlanLaws.Broken(plan, request).Select(line => $"seed {seed}: {line}"));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(20)));
        Assert.InRange(fitting, RandomInputs / 4, RandomInputs * 3 / 4);       // neither all easy nor all hopeless
    }

    [Fact]
    public void What_needs_less_than_half_of_the_time_fits_where_days_are_long_enough_for_mocks()
    {
        for (ulong seed = 0; seed < 300; seed++)
        {
            var drawn = RandomPlans.Of(seed);
            var request = drawn with { Time = StudyTime.Daily(Math.Max(240, 2 * (WorkList.Of(drawn).Sum(work => work.Minutes) + drawn.Mocks * drawn.MockMinutes) / Math.Max(1, drawn.ExamDay.DayNumber - drawn.Start.DayNumber - 5.0))), ReviewMinutes = [] };
            if (request.ExamDay.DayNumber - request.Start.DayNumber < 12) continue;

            Assert.True(Planner.Make(request).Fits, $"seed {seed}");
        }
    }

    [Fact]
    public void The_same_request_gives_the_same_plan()
    {
        var (one, other) = (Planner.Make(RandomPlans.Of(7)), Planner.Make(RandomPlans.Of(7)));

        Assert.Equal(one.Sessions.Select(session => (session.Id, session.Day, session.Minutes, session.Reason)), other.Sessions.Select(session => (session.Id, session.Day, session.Minutes, session.Reason)));
        Assert.Equal(one.Chance, other.Chance);
    }

    [Fact]
    public void The_first_mock_comes_after_thirteen_sixteenths_of_the_time_and_the_others_in_the_last_one_two_days_before_the_exam()
    {
        var plan = Planner.Make(Request(112, 200, Skill("a", 600, 1)) with { Mocks = 3, MockMinutes = 180 });

        var days = plan.Sessions.Where(session => session.Purpose == Purpose.Mock).Select(session => session.Day.DayNumber - Start.DayNumber).ToList();
        Assert.Equal(3, days.Count);
        Assert.InRange(days[0], 91, 97);
        Assert.InRange(days[1], 105, 109);
        Assert.InRange(days[2], 106, 110);
        Assert.DoesNotContain(plan.Sessions, session => session.Purpose == Purpose.Learn && session.Day.DayNumber - Start.DayNumber >= 105);
    }

    [Fact]
    public void A_mock_that_fits_no_day_is_split_into_parts_and_the_plan_says_so()
    {
        var plan = Planner.Make(Request(60, 60, Skill("a", 300, 1)) with { Mocks = 1, MockMinutes = 130 });

        var parts = plan.Sessions.Where(session => session.Purpose == Purpose.Mock).ToList();
        Assert.Equal(["mock:1:1", "mock:1:2", "mock:1:3"], parts.Select(part => part.Id));
        Assert.Equal(130, parts.Sum(part => part.Minutes));
        Assert.Contains(plan.Notes, note => note.Contains("split into 3 parts", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_skipped_for_lack_of_time_is_what_counts_least_for_its_minutes_and_nothing_without_what_it_needs()
    {
        var plan = Planner.Make(Request(2, 60, Skill("base", 30, 0), Skill("dear", 60, 0.5, "base"), Skill("cheap", 60, 0.1), Skill("lone", 30, 0.2)));

        Assert.False(plan.Fits);
        Assert.Equal(["base", "dear", "lone"], plan.Sessions.Where(session => session.Purpose == Purpose.Learn).Select(session => session.Skills[0]).Distinct());
        var asIs = Assert.Single(plan.Options, option => option.Change == PlanChange.AsIs);
        Assert.Equal(["cheap"], asIs.LeftOut);
        Assert.Equal(plan.Chance, asIs.Chance);
    }

    [Fact]
    public void What_finds_no_place_is_named_for_what_it_is_and_what_is_left_out_makes_the_rest_fit()
    {
        string AsIs(PlanRequest request) => Planner.Make(request).Options.Single(option => option.Change == PlanChange.AsIs).Title;
        var byHand = Request(6, 60, Skill("a", 60, 0.5), Skill("b", 60, 0.5)) with { Projects = [new("p", "P", [new("x", "X", 300, [])])] };
        var mocks = Request(6, 60, Skill("a", 60, 0.5)) with { Mocks = 2, MockMinutes = 180 };

        Assert.Equal("Keep the date and the hours: one skill (10.0 % of the exam) finds no place, and practice is short.", AsIs(Request(2, 60, Skill("base", 30, 0), Skill("dear", 60, 0.5, "base"), Skill("cheap", 60, 0.1), Skill("lone", 30, 0.2))));
        Assert.Equal("Keep the date and the hours: one lab or step of a project finds no place, and practice is short.", AsIs(byHand));
        Assert.Equal("Keep the date and the hours: 2 mock exams find no place, and practice is short.", AsIs(mocks));
        Assert.Equal("Keep the date and the hours: everything is studied, and practice is short.", AsIs(Request(5, 60, Skill("a", 290, 0.5))));
        var smaller = Planner.Make(byHand).Options.Single(option => option.Change == PlanChange.SmallerScope);
        Assert.Equal(("Leave out one lab or step of a project: the rest fits with practice and all mocks.", "project:p:x"), (smaller.Title, Assert.Single(smaller.LeftOut)));
        Assert.True(Planner.Make(byHand with { Projects = [] }).Fits);
    }

    [Fact]
    public void A_later_date_and_more_hours_that_are_offered_do_fit_and_a_day_less_or_a_step_less_does_not()
    {
        var request = Request(20, 60, Skill("a", 900, 0.6), Skill("b", 900, 0.4)) with { Mocks = 1, MockMinutes = 60 };

        var plan = Planner.Make(request);

        var later = Assert.Single(plan.Options, option => option.Change == PlanChange.LaterDate).Exam!.Value;
        Assert.True(Planner.Make(request with { ExamDay = later }).Fits);
        Assert.False(Planner.Make(request with { ExamDay = later.AddDays(-1) }).Fits);
        var factor = Assert.Single(plan.Options, option => option.Change == PlanChange.MoreHours).HoursFactor!.Value;
        Assert.True(Planner.Make(request with { Time = StudyTime.Daily(60 * factor) }).Fits);
        Assert.False(Planner.Make(request with { Time = StudyTime.Daily(60 * (factor - 0.05)) }).Fits);
        Assert.Equal(later, Planner.Earliest(request, _ => true));
        Assert.True(Planner.Earliest(request, day => day.DayOfWeek == DayOfWeek.Sunday) is { DayOfWeek: DayOfWeek.Sunday } sunday && sunday >= later && sunday.DayNumber - later.DayNumber < 7);
        Assert.All(plan.Options.Where(option => option.Change is PlanChange.LaterDate or PlanChange.MoreHours), option => Assert.True(option.Chance.Chance > plan.Chance.Chance));
    }

    [Fact]
    public void No_later_date_is_offered_past_the_last_day_of_the_exam()
    {
        var request = Request(20, 60, Skill("a", 1800, 1));

        Assert.DoesNotContain(Planner.Make(request with { LastExamDay = Start.AddDays(25) }).Options, option => option.Change == PlanChange.LaterDate);
        Assert.Contains(Planner.Make(request).Options, option => option.Change == PlanChange.LaterDate);
    }

    [Fact]
    public void A_lab_comes_right_after_its_last_skill_and_takes_some_of_its_skills_minutes()
    {
        var plan = Planner.Make(Request(60, 120, Skill("a", 60, 0.4), Skill("b", 60, 0.3), Skill("c", 60, 0.3)) with { Labs = [new("l", "By hand", 40, ["a", "b"])] });

        Assert.Equal(["learn:a", "learn:b", "lab:l", "learn:c"], plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).Select(session => Remaining.KeyOf(session.Id)).Distinct());
        Assert.Equal(50, plan.Sessions.Where(session => session.Skills.Contains("a") && session.Purpose == Purpose.Learn).Sum(session => session.Minutes));
    }

    [Fact]
    public void Topics_that_are_taken_for_each_other_are_practiced_side_by_side()
    {
        var plan = Planner.Make(Request(40, 60, Skill("a", 60, 0.4), Skill("b", 60, 0.3), Skill("c", 60, 0.2), Skill("d", 60, 0.1) with { Confusables = ["a"] }));

        var practice = plan.Sessions.Where(session => session.Purpose == Purpose.Practice && session.Day > plan.Sessions.Last(learned => learned.Purpose == Purpose.Learn).Day).ToList();
        Assert.NotEmpty(practice);
        Assert.All(practice.Where(session => session.Skills.Contains("d") && session.Skills.Count > 1 && session.Skills[0] == "d"), session => Assert.Equal("a", session.Skills[1]));
        Assert.Contains(practice, session => session.Skills.Contains("d") && session.Skills.Contains("a") && session.Reason.Contains("taken for each other", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_learned_comes_back_after_ever_shorter_gaps_toward_the_exam()
    {
        var plan = Planner.Make(Request(120, 60, [.. Enumerable.Range(0, 30).Select(i => Skill($"s{i}", 90, 1 / 30.0))]));

        var gaps = plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Practice).SelectMany(session => session.Skills.Select(skill => (skill, Day: session.Day.DayNumber - Start.DayNumber))).Distinct()
            .GroupBy(seen => seen.skill).SelectMany(seen => seen.Select(entry => entry.Day).Order().ToList() is var days ? days.Zip(days.Skip(1), (one, next) => (At: next, Gap: next - one)) : []).Where(seen => seen.Gap > 1).ToList();
        double Mean(int from, int to) => gaps.Where(gap => gap.At >= from && gap.At < to).Average(gap => gap.Gap);
        Assert.True(Mean(40, 80) > Mean(100, 120), $"{Mean(40, 80)} and {Mean(100, 120)}");
    }

    [Fact]
    public void With_far_more_time_than_is_needed_practice_stays_in_proportion_and_the_rest_is_free()
    {
        var plan = Planner.Make(Request(200, 120, Skill("a", 600, 0.5), Skill("b", 600, 0.5)));

        var minutes = plan.Sessions.GroupBy(session => session.Purpose).ToDictionary(group => group.Key, group => group.Sum(session => session.Minutes));
        Assert.Equal(1200, minutes[Purpose.Learn]);
        Assert.InRange(minutes[Purpose.Practice], 0.1 * 1200, 0.85 * 1200);
        Assert.True(minutes[Purpose.Rest] > 10_000);
        var days = plan.Sessions.Where(session => session.Purpose == Purpose.Learn).Select(session => session.Day.DayNumber - Start.DayNumber).ToList();
        Assert.InRange(days.Max(), 100, 165);       // spread, not crammed into the first fortnight
    }

    [Fact]
    public void The_chance_rises_with_what_is_studied_and_a_known_ability_narrows_it()
    {
        var forecast = new PassForecast(Form);

        var chances = new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(coverage => forecast.At(AbilityNow.Unknown, coverage, 1).Chance).ToList();
        Assert.Equal(chances.Order(), chances);
        Assert.True(chances[4] - chances[0] > 0.2);
        Assert.True(forecast.At(AbilityNow.Unknown, 1, 1).Chance > forecast.At(AbilityNow.Unknown, 1, 0).Chance);
        var (sure, wide) = (forecast.At(new(1, 0.2, true), 0, 0), forecast.At(new(1, 1, true), 0, 0));
        Assert.True(sure.High - sure.Low < wide.High - wide.Low);
        Assert.InRange(sure.Chance, sure.Low, sure.High);
    }

    [Fact]
    public void The_chance_without_any_study_is_that_of_readiness_for_the_same_ability()
    {
        var ability = new AbilityPrior(0.6, 0.8, 1e-6, 0.01);

        var readiness = ExamReadiness.Of([], Form, 0, ability);
        var chance = new PassForecast(Form).At(new(0.6, 0.8, true), 0, 0);

        Assert.Equal(readiness.Chance, chance.Chance, 0.01);      // two ways to average over the same futures
    }

    [Theory]
    [InlineData(0)]
    [InlineData(731)]
    public void An_exam_before_tomorrow_or_beyond_two_years_is_a_bug_of_the_caller(int days) => Assert.Throws<ArgumentException>(() => Planner.Make(Request(days, 60, Skill("a", 60, 1))));

    [Fact]
    public void A_skill_before_what_it_needs_is_a_bug_of_the_caller() => Assert.Throws<ArgumentException>(() => Planner.Make(Request(10, 60, Skill("a", 60, 1, "b"), Skill("b", 60, 1))));
}

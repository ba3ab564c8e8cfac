using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Plan;
using Certus.Remember;

namespace Certus.Tests.Plan;

/// <summary>What holds for every re-plan, whatever was finished, begun or left out, on a day that is itself half done.</summary>
public sealed class ReplanLawTests
{
    private static readonly DateOnly Start = new(2026, 3, 2);      // a Monday
    private static readonly ExamForm Form = ExamForm.Of([("a", 100)], 50, new(0.68, 0.72, 0.77));

    private static SyllabusSkill Skill(string id, int minutes, int block = 1, params string[] before) => new(id, $"Skill {id}", minutes, before, 0.1, block);

    private static PlanRequest Request(int days, int minutes, params SyllabusSkill[] skills) => new()
    {
        Syllabus = new("X-C01", skills, [new(1, "One", 1), new(2, "Two", 1)]), Time = StudyTime.Daily(minutes), Start = Start, ExamDay = Start.AddDays(days), Form = Form, Mocks = 0,
    };

    private static PlanSession Session(string id, int day, Purpose purpose, int minutes) =>
        new(id, Start.AddDays(day), minutes, purpose, id, purpose == Purpose.Learn ? [id.Split(':')[1]] : [], "Because.", [], purpose == Purpose.Lab && id.StartsWith("lab", StringComparison.Ordinal) ? id.Split(':')[1] : null);

    private static StudyPlan Plan(PlanRequest request, params PlanSession[] sessions) =>
        new(request.Syllabus.Exam, request.Start, request.ExamDay, true, 0, [.. sessions.OrderBy(session => session.Day)], [new("exam", request.ExamDay, "The exam", "")], [], new(0.5, 0.4, 0.6), []);

    private static PlanProgress Progress(int day, IReadOnlyDictionary<string, int>? minutes, params string[] finished) => new(Start.AddDays(day), minutes ?? new Dictionary<string, int>(), finished);

    private static int On(StudyPlan plan, int day) => plan.Sessions.Where(session => session.Day == Start.AddDays(day)).Sum(session => session.Minutes);

    [Fact]
    public void Every_replan_of_every_replan_keeps_days_within_their_hours_prerequisites_in_order_and_mocks_whole()
    {
        List<string> broken = [];
        var (replans, anew) = (0, 0);
        for (ulong seed = 0; seed < 400; seed++)
        {
            var request = RandomPlans.Of(seed);
            var random = new SeededRandom(seed + 1_000_000);
            var plan = Planner.Make(request);
            var (minutes, finished) = (new Dictionary<string, int>(), new HashSet<string>());
            var today = request.Start.AddDays(random.Below(request.ExamDay.DayNumber - request.Start.DayNumber));
            for (var round = 0; round < 3 && today < request.ExamDay; round++, today = today.AddDays(1 + random.Below(6)))
            {
                foreach (var session in plan.Sessions.Where(session => !finished.Contains(session.Id) && session.Purpose != Purpose.Rest && session.Day <= today.AddDays(2)))
                    switch (random.Below(session.Day < today ? 6 : session.Day == today ? 3 : 12))
                    {
                        case 0 when session.Minutes > 1: minutes[session.Id] = Math.Max(minutes.GetValueOrDefault(session.Id), 1 + random.Below(session.Minutes - 1)); break;
                        case 1 or 3 or 4 when session.Day <= today || random.Below(3) == 0: finished.Add(session.Id); break;
                        default: break;
                    }
                var revision = Replanner.Revise(plan, request, new(today, minutes, finished));
                replans++;
                if (revision.Moves.Any(move => move.Why.Contains("anew", StringComparison.Ordinal) || move.Why.Contains("counts most", StringComparison.Ordinal))) anew++;
                broken.AddRange(Broken(revision.Plan, request, today, minutes, finished).Select(line => $"seed {seed}, round {round}: {line}"));
                plan = revision.Plan;
            }
        }

        Assert.True(broken.Count == 0, $"{broken.Count}\n{string.Join('\n', broken.Take(20))}");
        Assert.True(replans > 600 && anew > 60, $"{replans} and {anew}");
    }

    /// <summary>Every law that a re-plan breaks, a line each. A mock whose days are gone is begun anew beside the parts that were done of it, where a test allows that.</summary>
    private static IEnumerable<string> Broken(StudyPlan plan, PlanRequest request, DateOnly today, Dictionary<string, int> minutes, HashSet<string> finished, bool anew = false)
    {
        foreach (var twice in plan.Sessions.GroupBy(session => session.Id).Where(same => same.Count() > 1)) yield return $"the id {twice.Key} stands twice";
        foreach (var day in plan.Sessions.Where(session => session.Day >= today).GroupBy(session => session.Day))
            if (day.Sum(session => session.Minutes) is var sum && sum > Math.Max(request.Time.SecondsOn(day.Key) / 60, day.Sum(session => finished.Contains(session.Id) ? session.Minutes : Math.Min(session.Minutes, minutes.GetValueOrDefault(session.Id)))) + 1e-9) yield return $"{day.Key} holds {sum} minutes of {request.Time.SecondsOn(day.Key) / 60}";
        var keys = plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).Select(session => Remaining.KeyOf(session.Id)).ToHashSet();
        foreach (var lost in finished.Where(id => keys.Contains(Remaining.KeyOf(id)) && plan.Sessions.All(session => session.Id != id))) yield return $"{lost} was finished and is gone";
        bool Open(PlanSession session) => session.Day >= today && !finished.Contains(session.Id) && session.Minutes > minutes.GetValueOrDefault(session.Id);
        var work = plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).ToList();
        var last = work.Select((session, place) => (session, place)).Where(entry => Open(entry.session)).GroupBy(entry => Remaining.KeyOf(entry.session.Id)).ToDictionary(group => group.Key, group => group.Max(entry => entry.place));
        var there = work.Select(session => Remaining.KeyOf(session.Id)).ToHashSet();
        var works = WorkList.Of(request);
        var before = works.ToDictionary(entry => entry.Key, entry => entry.Before);
        for (var place = 0; place < work.Count; place++)
            if (Open(work[place]))
                foreach (var needed in before[Remaining.KeyOf(work[place].Id)])
                    if (!there.Contains(needed)) yield return $"{work[place].Id} needs {needed}, which is nowhere";
                    else if (last.TryGetValue(needed, out var end) && end > place) yield return $"{work[place].Id} on {work[place].Day} comes before the end of {needed} on {work[end].Day}";
        foreach (var twice in work.Where(session => Open(session) && minutes.GetValueOrDefault(session.Id) == 0).GroupBy(session => (Remaining.KeyOf(session.Id), session.Day)).Where(same => same.Count() > 1)) yield return $"{twice.Key} has {twice.Count()} sittings";
        var mocks = plan.Sessions.Where(session => session.Purpose == Purpose.Mock).GroupBy(session => Remaining.KeyOf(session.Id)).ToList();
        foreach (var mock in mocks)
        {
            var open = mock.Where(session => session.Day >= today && !finished.Contains(session.Id) && minutes.GetValueOrDefault(session.Id) < session.Minutes).Sum(session => session.Minutes);
            if (open != 0 && open != request.MockMinutes && mock.Sum(session => session.Minutes) is var all && (anew ? all < request.MockMinutes || open > request.MockMinutes : all != request.MockMinutes)) yield return $"{mock.Key} has {open} minutes ahead and {all} in all of {request.MockMinutes}";
        }
        foreach (var milestone in plan.Milestones.Where(milestone => milestone.Id.StartsWith("mock:", StringComparison.Ordinal)))
            if (mocks.All(mock => mock.Key != milestone.Id)) yield return $"{milestone.Id} is a milestone of nothing";
        if (!plan.Fits && (plan.ShortfallHours <= 0 || plan.Options.All(option => option.Change != PlanChange.AsIs))) yield return "it doesn't fit, and no hour lacks or nothing is offered";
        if (!plan.Fits) yield break;
        foreach (var lacking in works.Where(entry => !there.Contains(entry.Key))) yield return $"it fits, and {lacking.Key} is nowhere";
        if (mocks.Count < request.Mocks) yield return $"it fits, and {mocks.Count} of {request.Mocks} mocks are there";
    }

    [Fact]
    public void Whatever_life_does_between_replans_every_law_holds()
    {
        List<string> broken = [];
        var (replans, undone) = (0, 0);
        for (ulong seed = 0; seed < 150; seed++)
        {
            var request = RandomPlans.Of(seed + 5_000);
            var random = new SeededRandom(seed + 2_000_000);
            var plan = Planner.Make(request);
            var (minutes, finished) = (new Dictionary<string, int>(), new HashSet<string>());
            var today = request.Start.AddDays(random.Below(1 + (request.ExamDay.DayNumber - request.Start.DayNumber) / 2));
            for (var round = 0; round < 6 && today < request.ExamDay; round++, today = today.AddDays(random.Below(5)))
            {
                Live(plan, today);
                // Hours change, days are lost and won, and the cards and the answers say something else.
                var week = random.Below(3) == 0 ? [.. request.Time.MinutesByWeekday.Select(of => random.Below(4) == 0 ? 30.0 * random.Below(7) : of)] : request.Time.MinutesByWeekday;
                request = request with
                {
                    Time = new StudyTime { MinutesByWeekday = week.All(of => of == 0) ? week.SetItem(random.Below(7), 60) : week, DaysOff = [.. request.Time.DaysOff.Where(_ => random.Below(8) > 0), .. random.Below(3) == 0 ? [today.AddDays(random.Below(9))] : Array.Empty<DateOnly>()] },
                    ReviewMinutes = [.. request.ReviewMinutes.Select(due => due * random.Below(20) / 10.0)],
                    Weakness = request.Syllabus.Skills.Where(_ => random.Below(3) == 0).ToDictionary(skill => skill.Id, _ => random.Below(11) / 10.0),
                    Ability = random.Below(2) == 0 ? AbilityNow.Unknown : new((random.Below(30) - 15) / 10.0, 0.3, true),
                };
                var revised = Replanner.Revise(plan, request, new(today, minutes, finished)).Plan;
                replans++;
                broken.AddRange(Broken(revised, request, today, minutes, finished, anew: true).Concat(Whole(revised)).Select(line => $"seed {seed}, round {round}: {line}"));
                if (random.Below(4) > 0) { plan = revised; continue; }
                // A revision that is undone, after some of it was done.
                Live(revised, today);
                undone++;
            }

            void Live(StudyPlan of, DateOnly day)
            {
                foreach (var session in of.Sessions.Where(session => !finished.Contains(session.Id) && session.Purpose != Purpose.Rest && session.Day <= day.AddDays(2)))
                    switch (random.Below(session.Day < day ? 6 : session.Day == day ? 3 : 12))
                    {
                        case 0 when session.Minutes > 1: minutes[session.Id] = Math.Max(minutes.GetValueOrDefault(session.Id), 1 + random.Below(session.Minutes - 1)); break;
                        case 1 or 3 or 4 when session.Day <= day || random.Below(3) == 0:
                            finished.Add(session.Id);
                            minutes.TryAdd(session.Id, session.Minutes);
                            break;
                        default: break;
                    }
            }

            // A skill that is planned is planned whole: what was spent on it and what is ahead are its minutes, or more where it was done twice over.
            IEnumerable<string> Whole(StudyPlan of) => from work in WorkList.Of(request)
                let sessions = of.Sessions.Where(session => Remaining.KeyOf(session.Id) == work.Key).ToList()
                where of.Fits && sessions.Sum(session => session.Minutes) < work.Minutes
                    && !sessions.Exists(session => finished.Contains(session.Id) && minutes.GetValueOrDefault(session.Id) < session.Minutes)
                select $"{work.Key} has {sessions.Sum(session => session.Minutes)} of {work.Minutes} minutes";
        }

        Assert.True(broken.Count == 0, $"{broken.Count}\n{string.Join('\n', broken.Take(20))}");
        Assert.True(replans > 400 && undone > 60, $"{replans} and {undone}");
    }

    [Fact]
    public void What_was_begun_ahead_of_what_it_needs_waits_for_it_when_both_were_missed()
    {
        var request = Request(10, 60, Skill("a", 60), Skill("b", 60, 1, "a"));
        var plan = Plan(request, Session("learn:b:1", 0, Purpose.Learn, 60), Session("learn:a:1", 1, Purpose.Learn, 60));

        var revised = Replanner.Revise(plan, request, Progress(2, new Dictionary<string, int> { ["learn:b:1"] = 20 })).Plan;

        Assert.Equal(["a", "b"], revised.Sessions.Where(session => session.Day >= Start.AddDays(2) && session.Purpose == Purpose.Learn).Select(session => session.Skills[0]).Distinct());
    }

    [Fact]
    public void The_rest_of_what_was_begun_and_cut_lacks_until_it_is_back()
    {
        var request = Request(4, 60, Skill("a", 120), Skill("b", 140));
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 20), Session("learn:b:1", 1, Purpose.Learn, 60), Session("learn:b:2", 2, Purpose.Learn, 60), Session("learn:b:3", 3, Purpose.Learn, 20)) with { Fits = false, ShortfallHours = 2 };

        var revised = Replanner.Revise(plan, request, Progress(2, new Dictionary<string, int> { ["learn:a:1"] = 20 })).Plan;

        Assert.False(revised.Fits);
        Assert.InRange(revised.ShortfallHours, (100 + 140 - 120) / 60.0, (100 + 140 - 120 * 0.9) / 60);
    }

    [Fact]
    public void What_was_done_in_a_revision_that_was_undone_counts_and_no_new_session_takes_its_name()
    {
        var request = Request(10, 60, Skill("a", 60), Skill("b", 60), Skill("c", 40));
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("learn:b:1", 1, Purpose.Learn, 60), Session("learn:c:1", 2, Purpose.Learn, 40));

        var revision = Replanner.Revise(plan, request, Progress(1, new Dictionary<string, int> { ["learn:a:2"] = 20, ["learn:c:2"] = 40 }, "learn:a:2", "learn:c:2"));

        var a = revision.Plan.Sessions.Where(session => session.Skills is ["a"]).ToList();
        Assert.Equal((20, Start), (a.Single(session => session.Id == "learn:a:2").Minutes, a.Single(session => session.Id == "learn:a:2").Day));
        Assert.Equal(40, a.Where(session => session.Day > Start).Sum(session => session.Minutes));
        Assert.Equal(["learn:c:2"], revision.Plan.Sessions.Where(session => session.Skills is ["c"]).Select(session => session.Id));
        Assert.Contains(revision.Moves, move => move is { SessionId: "learn:c:1", To: null });
        Assert.True(revision.Plan.Fits);
        Assert.Equal(revision.Plan.Sessions.Where(session => session.Purpose == Purpose.Learn).Select(session => (session.Id, session.Minutes)), Replanner.Revise(revision.Plan, request, Progress(1, new Dictionary<string, int> { ["learn:a:2"] = 20, ["learn:c:2"] = 40 }, "learn:a:2", "learn:c:2")).Plan.Sessions.Where(session => session.Purpose == Purpose.Learn).Select(session => (session.Id, session.Minutes)));
    }

    [Fact]
    public void Practice_that_is_done_leaves_its_minutes_to_nobody()
    {
        var request = Request(10, 60, Skill("a", 60), Skill("b", 45));
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("learn:b:1", 1, Purpose.Learn, 45), Session("practice:2026-03-03", 1, Purpose.Practice, 15), Session("practice:2026-03-04", 2, Purpose.Practice, 60), Session("practice:2026-03-05", 3, Purpose.Practice, 60));

        var revised = Replanner.Revise(plan, request, Progress(1, null, "learn:b:1", "practice:2026-03-03")).Plan;

        Assert.Equal(60, On(revised, 1));
        Assert.Equal(60, revised.Sessions.Where(session => session.Purpose == Purpose.Learn && session.Skills is ["a"]).Sum(session => session.Minutes));
    }

    [Fact]
    public void A_missed_mock_goes_to_a_day_whose_minutes_are_not_spent()
    {
        var request = Request(10, 180, Skill("a", 60)) with { Mocks = 1, MockMinutes = 180 };
        var plan = Plan(request, Session("mock:1:1", 0, Purpose.Mock, 180), Session("learn:a:1", 1, Purpose.Learn, 60), Session("practice:2026-03-03", 1, Purpose.Practice, 120), Session("practice:2026-03-04", 2, Purpose.Practice, 180));

        var revised = Replanner.Revise(plan, request, Progress(1, null, "learn:a:1")).Plan;

        Assert.Equal(Start.AddDays(2), Assert.Single(revised.Sessions, session => session.Purpose == Purpose.Mock).Day);
    }

    [Fact]
    public void What_is_under_way_today_counts_with_what_was_done_of_it_and_stays_one_session()
    {
        var request = Request(10, 60, Skill("a", 60), Skill("b", 30)) with { ReviewMinutes = [0, 10] };
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("review:2026-03-03", 1, Purpose.Review, 10), Session("learn:b:1", 1, Purpose.Learn, 30), Session("practice:2026-03-03", 1, Purpose.Practice, 20));

        var revision = Replanner.Revise(plan, request, Progress(1, new Dictionary<string, int> { ["practice:2026-03-03"] = 15, ["learn:b:1"] = 10 }, "review:2026-03-03"));

        Assert.Equal(60, On(revision.Plan, 1));
        Assert.Equal(10, Assert.Single(revision.Plan.Sessions, session => session.Purpose == Purpose.Review).Minutes);
        Assert.Equal(20, revision.Plan.Sessions.Single(session => session.Id == "practice:2026-03-03").Minutes);
        Assert.Equal(30, Assert.Single(revision.Plan.Sessions, session => session.Purpose == Purpose.Learn && session.Skills is ["b"]).Minutes);
        Assert.All(revision.Moves, move => Assert.Equal("learn:a", Remaining.KeyOf(move.SessionId)));
        Assert.Equal(60, revision.Plan.Sessions.Where(session => session.Purpose == Purpose.Learn && session.Skills is ["a"] && session.Day > Start.AddDays(1)).Sum(session => session.Minutes));
    }

    [Fact]
    public void A_plan_laid_out_anew_keeps_to_what_today_has_left()
    {
        var request = Request(3, 60, Skill("a", 60), Skill("b", 60));
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("practice:2026-03-03", 1, Purpose.Practice, 40), Session("learn:b:1", 2, Purpose.Learn, 60));

        var revised = Replanner.Revise(plan, request, Progress(1, null, "practice:2026-03-03")).Plan;

        Assert.False(revised.Fits);
        Assert.InRange(On(revised, 1), 40, 60);
        Assert.InRange(On(revised, 2), 0, 60);
    }

    [Fact]
    public void The_open_part_of_a_split_mock_stays_when_all_else_is_laid_out_anew()
    {
        var request = Request(5, 60, Skill("a", 120), Skill("b", 60)) with { Mocks = 2, MockMinutes = 60 };
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("learn:a:2", 1, Purpose.Learn, 60), Session("mock:2:1", 2, Purpose.Mock, 30), Session("learn:b:1", 2, Purpose.Learn, 30), Session("mock:2:2", 3, Purpose.Mock, 30), Session("learn:b:2", 3, Purpose.Learn, 30), Session("mock:1:1", 4, Purpose.Mock, 60));

        var revised = Replanner.Revise(plan, request, Progress(3, null, "mock:2:1")).Plan;

        Assert.Equal(["mock:2:1", "mock:2:2", "mock:1:1"], revised.Sessions.Where(session => session.Purpose == Purpose.Mock).Select(session => session.Id));
    }

    [Fact]
    public void A_plan_that_was_cut_fits_again_only_with_all_that_was_cut_and_keeps_no_milestone_of_what_is_gone()
    {
        var request = Request(6, 60, Skill("a", 200), Skill("b", 200, 2));
        var plan = Plan(request, Session("learn:a:1", 0, Purpose.Learn, 60), Session("learn:a:2", 1, Purpose.Learn, 60), Session("learn:a:3", 2, Purpose.Learn, 60), Session("learn:a:4", 3, Purpose.Learn, 20))
            with { Fits = false, ShortfallHours = 3, Milestones = [new("block:1", Start.AddDays(3), "Studied: One", ""), new("block:2", Start.AddDays(4), "Studied: Two", ""), new("mock:1", Start.AddDays(5), "Test", ""), new("exam", request.ExamDay, "The exam", "")] };

        var revised = Replanner.Revise(plan, request, Progress(3, null)).Plan;

        Assert.False(revised.Fits);
        Assert.True(revised.ShortfallHours > 3);
        Assert.DoesNotContain(revised.Milestones, milestone => milestone.Id is "block:2" or "mock:1");
        Assert.Contains(revised.Milestones, milestone => milestone.Id == "exam");
    }

    [Fact]
    public void Steps_of_a_project_keep_their_order_where_all_of_a_block_is_known()
    {
        var request = Request(30, 120, [.. Enumerable.Range(0, 8).Select(i => Skill($"s{i}", 120, 4))]);
        request = request with
        {
            Syllabus = request.Syllabus with { Blocks = [new(2, "Two", 1), new(4, "Four", 1)], Skills = [Skill("r", 120, 2), .. request.Syllabus.Skills] },
            Projects = [new("p", "P", [new("first", "First", 60, []), new("second", "Second", 60, []), new("third", "Third", 60, []), new("fourth", "Fourth", 60, [])])],
        };

        var plan = Planner.Make(request);

        Assert.True(plan.Fits);
        Assert.Equal(["first", "second", "third", "fourth"], plan.Sessions.Where(session => session.Project == "p").Select(session => session.Id.Split(':')[2]).Distinct());
        Assert.True(plan.Sessions.First(session => session.Project == "p").Day < plan.Sessions.First(session => session.Skills is ["s0"]).Day.AddDays(3));
        Assert.Equal([2, 2, 4, 4], WorkList.Of(request).Where(work => work.Project is not null).Select(work => work.Block));
    }

    [Fact]
    public void Where_nothing_was_done_yet_a_measured_learners_chance_stays()
    {
        var request = Request(40, 60, [.. Enumerable.Range(0, 10).Select(i => Skill($"s{i}", 60))]) with { Ability = new(0.2, 0.3, true), Labs = [new("x", "Lab", 90, ["s0", "s1"]), new("y", "Lab", 90, ["s4"])] };
        var plan = Planner.Make(request);

        Assert.Equal(plan.Chance.Chance, Replanner.Revise(plan, request, Progress(0, null)).Plan.Chance.Chance, 9);
    }
}

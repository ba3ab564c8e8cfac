using System.Collections.Immutable;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Plan;
using Certus.Remember;

namespace Certus.Tests.Plan;

/// <summary>Requests for plans as a seed draws them: some easy, some tight, some hopeless.</summary>
internal static class RandomPlans
{
    private static readonly int[] Minutes = [0, 0, 30, 45, 60, 60, 90, 120, 180, 240];
    private static readonly ExamForm Form = ExamForm.Of([("a", 50), ("b", 50)], 10, new(0.68, 0.72, 0.77));

    public static PlanRequest Of(ulong seed)
    {
        var random = new SeededRandom(seed);
        int Below(int count) => random.Below(count);
        var start = new DateOnly(2026, 1, 1).AddDays(Below(400));
        var days = 2 + Below(59);
        ImmutableArray<double> week = [.. Enumerable.Range(0, 7).Select(_ => (double)Minutes[Below(Minutes.Length)])];
        if (week.All(minutes => minutes == 0)) week = week.SetItem(Below(7), 120);
        var time = new StudyTime { MinutesByWeekday = week, DaysOff = [.. Enumerable.Range(0, days).Where(_ => Below(15) == 0).Select(start.AddDays)] };
        var capacity = Enumerable.Range(0, days).Sum(day => time.SecondsOn(start.AddDays(day)) / 60);
        var blocks = 1 + Below(5);
        var wanted = capacity * (0.1 + Below(140) / 100.0);
        List<SyllabusSkill> skills = [];
        for (double load = 0; load < wanted && skills.Count < 45;)
        {
            var minutes = 15 + 5 * Below(22);
            var block = 1 + Math.Min(blocks - 1, (int)(load / wanted * blocks));
            string[] before = [.. Enumerable.Range(0, skills.Count == 0 ? 0 : Below(4)).Select(_ => skills[Below(skills.Count)].Id).Distinct()];
            string[] like = skills.Count > 0 && Below(3) == 0 ? [skills[Below(skills.Count)].Id] : [];
            skills.Add(new($"s{skills.Count}", $"Skill {skills.Count}", minutes, before, (1 + Below(20)) / 400.0, block) { Extra = Below(5) == 0, Confusables = like });
            load += minutes;
        }
        IReadOnlyList<string> Some() => skills.Count == 0 ? [] : [.. Enumerable.Range(0, 1 + Below(3)).Select(_ => skills[Below(skills.Count)].Id).Distinct()];
        var reviews = Below(3) * Below(20) / 10.0;
        return new()
        {
            Syllabus = new("X-C01", skills, [.. Enumerable.Range(1, blocks).Select(number => new SyllabusBlock(number, $"Block {number}", 1 + Below(3)) { Final = number == blocks && blocks > 1 && Below(4) == 0 })]),
            Time = time, Start = start, ExamDay = start.AddDays(days), Form = Form, Mocks = Below(4), MockMinutes = 30 + 10 * Below(16),
            Labs = [.. Enumerable.Range(0, Below(4)).Select(lab => new PlanLab($"l{lab}", $"Lab {lab}", 30 + 10 * Below(7), Some()))],
            Projects = Below(4) > 0 ? [] : [new("p", "Project", [.. Enumerable.Range(0, 1 + Below(3)).Select(step => new PlanProjectStep($"m{step}", $"Step {step}", 30 + 30 * Below(5), Some()))])],
            ReviewMinutes = [.. Enumerable.Range(0, days).Select(day => reviews * Math.Min(day, 20))],
            Weakness = skills.Where(_ => Below(3) == 0).ToDictionary(skill => skill.Id, _ => Below(11) / 10.0),
        };
    }
}

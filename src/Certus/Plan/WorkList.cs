namespace Certus.Plan;

/// <summary>All that is to be done for a request, each thing after what it needs.</summary>
internal static class WorkList
{
    /// <summary>What doing its skills by hand is taken to add to them: a lab counts as this share of its skills' worth.</summary>
    private const double LabShare = 0.25;

    /// <summary>The share of a lab's minutes that is study of its skills, which then need so much less; grade D.</summary>
    private const double StudyInLab = 0.5;

    /// <summary>What labs leave of a skill's minutes at least.</summary>
    private const double LeastBesideLabs = 0.6;

    private const int Step = 5;

    public static IReadOnlyList<Work> Of(PlanRequest request)
    {
        var (syllabus, blocks) = (request.Syllabus, new Dictionary<string, int>(StringComparer.Ordinal));
        List<Work> works = [];
        var inSyllabus = syllabus.Skills.Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        var worth = syllabus.Skills.ToDictionary(skill => skill.Id, skill => skill.Worth, StringComparer.Ordinal);
        var minutes = BesideLabs(request);
        foreach (var skill in syllabus.Skills)
        {
            string[] before = [.. skill.Prerequisites.Where(inSyllabus.Contains)];
            var block = before.Aggregate(skill.Block, (latest, id) => Math.Max(latest, blocks[id]));
            blocks[skill.Id] = block;
            works.Add(new(LearnKey(skill.Id), skill.Name, Purpose.Learn, minutes[skill.Id], [skill.Id], [.. before.Select(LearnKey)], skill.Worth, block, skill.Extra) { Resources = skill.Resources });
        }
        var last = syllabus.Blocks.Count == 0 ? 1 : syllabus.Blocks.Max(block => block.Number);
        foreach (var lab in request.Labs)
            works.Add(ByHand($"lab:{lab.Id}", lab.Title, lab.Minutes, lab.Skills, [], 1) with { Lab = lab.Id, Worth = LabShare * lab.Skills.Sum(id => worth.GetValueOrDefault(id)) });
        foreach (var project in request.Projects)
        {
            string? earlier = null;
            foreach (var (step, place) in project.Steps.Select((step, place) => (step, place)))
            {
                // Milestones that ask for nothing are spread over the whole.
                var spread = (int)Math.Ceiling((double)(place + 1) * last / project.Steps.Count);
                works.Add(ByHand($"project:{project.Id}:{step.Id}", $"{project.Title}: {step.Title}", step.Minutes, step.Skills, earlier is null ? [] : [earlier], spread) with { Project = project.Id });
                earlier = works[^1].Key;
                blocks[earlier] = works[^1].Block;
            }
        }
        return Ordered(works);

        int Next(int number) => syllabus.Blocks.Select(block => block.Number).Where(known => known >= number).DefaultIfEmpty(last).Min();

        Work ByHand(string key, string title, int length, IReadOnlyList<string> skills, IReadOnlyList<string> earlier, int block)
        {
            string[] needed = [.. skills.Where(inSyllabus.Contains)];
            // Blocks in which everything is known are none; what would lie in one lies in the next.
            var latest = Next(needed.Concat(earlier).Select(id => blocks[id]).Append(needed.Length > 0 ? 1 : block).Max());
            return new(key, title, Purpose.Lab, length, skills, [.. needed.Select(LearnKey), .. earlier], 0, latest, false);
        }
    }

    /// <summary>Minutes by skill, less what is learned in labs.</summary>
    private static Dictionary<string, int> BesideLabs(PlanRequest request)
    {
        var minutes = request.Syllabus.Skills.ToDictionary(skill => skill.Id, skill => skill.Minutes, StringComparer.Ordinal);
        if (request.WithoutLabMinutes) return minutes;
        Dictionary<string, double> saved = new(StringComparer.Ordinal);
        foreach (var lab in request.Labs)
        {
            string[] used = [.. lab.Skills.Where(minutes.ContainsKey)];
            double all = used.Sum(id => minutes[id]);
            foreach (var id in used) saved[id] = saved.GetValueOrDefault(id) + StudyInLab * lab.Minutes * minutes[id] / all;
        }
        foreach (var (id, less) in saved)
        {
            var least = (int)Math.Ceiling(LeastBesideLabs * minutes[id] / Step) * Step;
            minutes[id] = Math.Min(minutes[id], Math.Max(least, (int)Math.Round((minutes[id] - less) / Step) * Step));
        }
        return minutes;
    }

    public static string LearnKey(string skill) => $"learn:{skill}";

    /// <summary>By block, as they came; what is done by hand right after the last skill it needs.</summary>
    private static List<Work> Ordered(IReadOnlyList<Work> works)
    {
        List<Work> ordered = [];
        HashSet<string> done = new(StringComparer.Ordinal);
        var waiting = works.Where(work => !work.IsSkill).ToList();
        void TakeReady(int block)
        {
            for (var i = 0; i < waiting.Count; i++)
                if (waiting[i].Block <= block && waiting[i].Before.All(done.Contains))
                {
                    done.Add(waiting[i].Key);
                    ordered.Add(waiting[i]);
                    waiting.RemoveAt(i);
                    i = -1;
                }
        }
        foreach (var block in works.Select(work => work.Block).Distinct().Order())
        {
            foreach (var skill in works.Where(work => work.IsSkill && work.Block == block))
            {
                done.Add(skill.Key);
                ordered.Add(skill);
                TakeReady(block);
            }
            TakeReady(block);
        }
        return ordered;
    }
}

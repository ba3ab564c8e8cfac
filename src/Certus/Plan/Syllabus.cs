using Certus.Catalog;
using Certus.Plan.Shelf;

namespace Certus.Plan;

/// <summary>What is still to be learned for an exam.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Skills">The skills, each after its prerequisites.</param>
/// <param name="Blocks">The blocks in order; every skill's is among them.</param>
/// <param name="KnownWorth">The share of the exam's questions that asks for skills which are already known, from 0 to 1.</param>
public sealed record Syllabus(string Exam, IReadOnlyList<SyllabusSkill> Skills, IReadOnlyList<SyllabusBlock> Blocks, double KnownWorth = 0)
{
    /// <summary>What is about the exam as a whole: its guide, its preparation.</summary>
    public IReadOnlyList<StudyResource> Resources { get; init; } = [];

    /// <summary>Minutes to study.</summary>
    public int Minutes => Skills.Sum(skill => skill.Minutes);

    /// <summary>The skills of an exam and everything they need.</summary>
    /// <param name="register">Knows the exam and the skills.</param>
    /// <param name="exam">The exam's code.</param>
    /// <param name="left">The share of each skill that is still to be studied, 0 to 1; absent ones are left whole. What is left is rounded to five minutes, and a skill with none of them counts as known.</param>
    /// <param name="article">The article's plan, whose weeks are the blocks of its exam; other exams have a block for each domain of their outline, and one for what those need.</param>
    /// <remarks>A skill's worth is the share of the exam's questions that asks for it: a domain's weight is shared evenly by its tasks, and a task's by its skills.</remarks>
    /// <exception cref="ArgumentException">The register doesn't know the exam.</exception>
    public static Syllabus Of(Register register, string exam, IReadOnlyDictionary<string, double> left, ArticlePlan? article)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(left);
        if (!register.ByCode.TryGetValue(exam, out var certification)) throw new ArgumentException($"There is no exam '{exam}'.", nameof(exam));
        var (needed, worth) = (Needed(register, certification), Worths(register, certification));
        var byWeek = article is not null && article.Exam == exam;
        List<SyllabusSkill> skills = [];
        double known = 0;
        Dictionary<string, int> blockOf = new(StringComparer.Ordinal);
        var (all, open) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        foreach (var skill in needed)
        {
            var block = skill.Prerequisites.Select(before => blockOf.GetValueOrDefault(before)).Append(byWeek ? BlockOfWeek(article!, skill.Week) : BlockOfDomain(certification, skill)).Max();
            blockOf[skill.Id] = block;
            var share = Math.Clamp(left.GetValueOrDefault(skill.Id, 1), 0, 1);
            var minutes = share >= 1 ? skill.StudyMinutes : (int)Math.Round(skill.StudyMinutes * share / Step) * Step;
            var asked = worth.GetValueOrDefault(skill.Id);
            all[block] = all.GetValueOrDefault(block) + skill.StudyMinutes;
            open[block] = open.GetValueOrDefault(block) + minutes;
            known += minutes == 0 ? asked : asked * (1 - share);
            if (minutes > 0) skills.Add(new(skill.Id, skill.Name, minutes, skill.Prerequisites, asked * share, block) { Extra = byWeek && skill.BeyondArticlePlan });
        }
        // Through a skill that is known, the order of those around it stays.
        var planned = skills.Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        var through = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var skill in needed)
            through[skill.Id] = [.. skill.Prerequisites.SelectMany(before => planned.Contains(before) ? [before] : through.GetValueOrDefault(before) ?? []).Distinct(StringComparer.Ordinal)];
        var blocks = AllBlocks(certification, byWeek ? article : null).Where(block => open.GetValueOrDefault(block.Number) > 0)
            .Select(block => byWeek ? block with { Weight = block.Weight * Math.Min(1, 2 * open[block.Number] / all[block.Number]) } : block with { Weight = open[block.Number] }).ToList();
        return new(exam, [.. skills.OrderBy(skill => skill.Block).Select(skill => skill with { Prerequisites = through[skill.Id] })], blocks, Math.Min(1, known));
    }

    private const int Step = 5;

    /// <summary>What the exam asks for and what that needs, each after what it needs; otherwise in the order of the skill list.</summary>
    private static List<Skill> Needed(Register register, Certification exam)
    {
        HashSet<string> wanted = new(StringComparer.Ordinal);
        List<Skill> ordered = [];
        foreach (var skill in register.SkillList.Where(skill => skill.Tasks.Any(task => exam.DomainOf(task) is not null))) Want(skill);
        foreach (var skill in register.SkillList.Where(skill => wanted.Contains(skill.Id))) Add(skill);
        return ordered;

        void Want(Skill skill)
        {
            if (!wanted.Add(skill.Id)) return;
            foreach (var before in skill.Prerequisites) if (register.Skills.TryGetValue(before, out var found)) Want(found);
        }

        void Add(Skill skill)
        {
            if (!wanted.Remove(skill.Id)) return;
            foreach (var before in skill.Prerequisites) if (register.Skills.TryGetValue(before, out var found)) Add(found);
            ordered.Add(skill);
        }
    }

    private static Dictionary<string, double> Worths(Register register, Certification exam)
    {
        Dictionary<string, double> worth = new(StringComparer.Ordinal);
        var askers = register.SkillList.SelectMany(skill => skill.Tasks.Select(task => (task, skill.Id))).ToLookup(entry => entry.task, entry => entry.Id, StringComparer.Ordinal);
        double all = 0;
        foreach (var domain in exam.Domains)
        {
            var tasks = domain.Tasks.Where(task => askers.Contains(task.Id)).ToList();
            foreach (var task in tasks)
            {
                var skills = askers[task.Id].ToList();
                foreach (var skill in skills) worth[skill] = worth.GetValueOrDefault(skill) + (double)domain.Weight / tasks.Count / skills.Count;
            }
            if (tasks.Count > 0) all += (double)domain.Weight;
        }
        return worth.ToDictionary(entry => entry.Key, entry => entry.Value / all, StringComparer.Ordinal);
    }

    private static int BlockOfWeek(ArticlePlan article, int week)
    {
        for (var i = 0; i < article.Blocks.Count; i++) if (week <= article.Blocks[i].LastWeek) return i + 1;
        return article.Blocks.Count;
    }

    /// <summary>1 for what is only needed for others; otherwise the place of its first domain, and one.</summary>
    private static int BlockOfDomain(Certification exam, Skill skill)
    {
        for (var i = 0; i < exam.Domains.Count; i++) if (exam.Domains[i].Tasks.Any(task => skill.Tasks.Contains(task.Id))) return i + 2;
        return 1;
    }

    private static IEnumerable<SyllabusBlock> AllBlocks(Certification exam, ArticlePlan? article) => article is null
        ? exam.Domains.Select((domain, i) => new SyllabusBlock(i + 2, domain.Name, 1)).Prepend(new(1, "what the outline builds on", 1))
        : article.Blocks.Select((block, i) => new SyllabusBlock(i + 1, block.Topic, block.Weeks) { Final = !block.Learning });
}

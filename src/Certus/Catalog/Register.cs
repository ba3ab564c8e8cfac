using System.Collections.Frozen;

namespace Certus.Catalog;

/// <summary>Everything the catalog knows, by id.</summary>
public sealed class Register
{
    private readonly FrozenDictionary<string, (Certification Exam, Domain Domain, ExamTask Task)> _tasks;

    /// <summary>Indexes the catalog. Of two entries with one id the first is kept; the content check complains about the second.</summary>
    public Register(
        IEnumerable<Certification> certifications, IEnumerable<Skill> skills, IEnumerable<Misconception> misconceptions, IEnumerable<Source> sources,
        ServiceRegister? services = null)
    {
        Certifications = [.. certifications.DistinctBy(exam => exam.Code)];
        ByCode = Certifications.ToFrozenDictionary(exam => exam.Code);
        SkillList = [.. skills.DistinctBy(skill => skill.Id)];
        Skills = SkillList.ToFrozenDictionary(skill => skill.Id);
        Misconceptions = misconceptions.DistinctBy(belief => belief.Id).ToFrozenDictionary(belief => belief.Id);
        Sources = sources.DistinctBy(source => source.Key).ToFrozenDictionary(source => source.Key);
        Services = services ?? new([], []);
        _tasks = Certifications
            .SelectMany(exam => exam.Domains.SelectMany(domain => domain.Tasks.Select(task => (exam, domain, task))))
            .DistinctBy(entry => entry.task.Id)
            .ToFrozenDictionary(entry => entry.task.Id);
    }

    /// <summary>All certifications, in file order.</summary>
    public IReadOnlyList<Certification> Certifications { get; }

    /// <summary>Certifications by exam code.</summary>
    public IReadOnlyDictionary<string, Certification> ByCode { get; }

    /// <summary>The services that content names; empty where there is no register.</summary>
    public ServiceRegister Services { get; }

    /// <summary>The rules for all exams that are told in words; empty where there are none.</summary>
    public IReadOnlyList<Policy> Policies { get; init; } = [];

    /// <summary>The rule for whoever failed; null where the catalog does not know it.</summary>
    public RetakeRule? Retake { get; init; }

    /// <summary>All skills, in file order.</summary>
    public IReadOnlyList<Skill> SkillList { get; }

    /// <summary>Skills by id.</summary>
    public IReadOnlyDictionary<string, Skill> Skills { get; }

    /// <summary>Misconceptions by id.</summary>
    public IReadOnlyDictionary<string, Misconception> Misconceptions { get; }

    /// <summary>Sources by key.</summary>
    public IReadOnlyDictionary<string, Source> Sources { get; }

    /// <summary>The exam, domain and task of a task id, or null where no exam has it.</summary>
    public (Certification Exam, Domain Domain, ExamTask Task)? FindTask(string taskId) => _tasks.TryGetValue(taskId, out var found) ? found : null;
}

namespace Certus.Plan;

/// <summary>Chooses what is practiced: skills that were learned, the weak and the long unseen first, topics that are taken for each other side by side.</summary>
/// <remarks>
/// A skill comes back after about a fifth of the days that are left, so that gaps shrink toward the exam: the best gap is a fifth to two fifths of a week's delay and less of a longer one (Cepeda and others, 2008). Topics that look alike
/// are mixed, as interleaving helps there and hurts with words that are new (Brunmair and Richter, 2019).
/// </remarks>
internal sealed class PracticeTopics
{
    private const double GapShare = 0.2, UsualWeakness = 0.5;
    private const int MinutesASkill = 8, Fewest = 2, Most = 20, LongestGap = 21;
    private readonly PlanRequest _request;
    private readonly Dictionary<string, SyllabusSkill> _skills;
    private readonly SortedDictionary<string, DateOnly> _seen = new(StringComparer.Ordinal);

    public PracticeTopics(PlanRequest request)
    {
        _request = request;
        _skills = request.Syllabus.Skills.ToDictionary(skill => skill.Id, StringComparer.Ordinal);
    }

    /// <summary>Notes that a skill was studied.</summary>
    public void Studied(string skill, DateOnly day)
    {
        if (_skills.ContainsKey(skill)) _seen[skill] = day;
    }

    /// <summary>The skills of a day's practice, and notes that they were.</summary>
    public IReadOnlyList<string> Choose(DateOnly day, int minutes)
    {
        var wanted = Math.Clamp(minutes / MinutesASkill, Fewest, Most);
        var gap = Math.Clamp(GapShare * (_request.ExamDay.DayNumber - day.DayNumber), 1, LongestGap);
        var ranked = _seen.Select(entry => (Skill: entry.Key, Due: (day.DayNumber - entry.Value.DayNumber) / gap))
            .OrderByDescending(entry => Math.Min(1, entry.Due) * (0.25 + Weakness(entry.Skill)) * (0.002 + _skills[entry.Skill].Worth) * (1 + entry.Due)).ThenBy(entry => entry.Skill, StringComparer.Ordinal).Select(entry => entry.Skill).ToList();
        List<string> chosen = [];
        foreach (var skill in ranked)
        {
            if (chosen.Count >= wanted) break;
            if (chosen.Contains(skill)) continue;
            chosen.Add(skill);
            // What it is taken for comes along, where that was learned.
            if (chosen.Count < wanted && _skills[skill].Confusables.FirstOrDefault(other => _seen.ContainsKey(other) && !chosen.Contains(other)) is { } like) chosen.Add(like);
        }
        foreach (var skill in chosen) _seen[skill] = day;
        return chosen;
    }

    /// <summary>Two of some skills that are taken for each other, by name; null where there are none.</summary>
    public (string One, string Other)? Alike(IReadOnlyList<string> skills)
    {
        foreach (var one in skills)
            if (_skills[one].Confusables.FirstOrDefault(skills.Contains) is { } other) return (_skills[one].Name, _skills[other].Name);
        return null;
    }

    private double Weakness(string skill) => _request.Weakness.TryGetValue(skill, out var weakness) ? Math.Clamp(weakness, 0, 1) : UsualWeakness;
}

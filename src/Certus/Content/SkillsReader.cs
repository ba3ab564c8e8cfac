using Certus.Catalog;
using Certus.Content.Yaml;

namespace Certus.Content;

/// <summary>Reads <c>skills.yaml</c> and <c>misconceptions/*.yaml</c>.</summary>
internal static class SkillsReader
{
    public static IReadOnlyList<(Skill Skill, int Line)> Skills(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The skill list") is not { } file) return [];
        var areas = file.Texts("areas").Select(entry => entry.Text).ToHashSet();
        var kinds = file.Texts("kinds").Select(entry => entry.Text).ToHashSet();
        file.Has("asOf");
        List<(Skill, int)> skills = [];
        foreach (var fields in file.Maps("skills"))
        {
            var (id, name, description, area, kind) = (fields.Text("id"), fields.Text("name"), fields.Text("description"), fields.Text("area"), fields.Text("kind"));
            var tasks = fields.Texts("tasks").Select(entry => entry.Text).ToList();
            var prerequisites = fields.Texts("prerequisites", false).Select(entry => entry.Text).ToList();
            var (minutes, note) = (fields.Whole("studyMinutes", 1, 10_000), fields.Text("note", false));
            var (week, beyond, lab) = (fields.Whole("week", 1, 16, false), fields.Flag("beyondArticlePlan", false), fields.Flag("lab", false));
            foreach (var key in new[] { "articleTerms", "noteSource", "examsNextNote" }) fields.Has(key);
            fields.Done();
            if (area is not null && !areas.Contains(area)) complaints.Error(fields.LineOf("area"), $"unknown area '{area}'.");
            if (kind is not null && !kinds.Contains(kind)) complaints.Error(fields.LineOf("kind"), $"unknown kind '{kind}'.");
            if (id is not null && name is not null && description is not null && area is not null && kind is not null && minutes is not null)
                skills.Add((new(id, name, description, area, kind, tasks, prerequisites, minutes.Value, note) { Week = week ?? 0, BeyondArticlePlan = beyond ?? false, Lab = lab ?? false }, fields.Line));
        }
        file.Done();
        return skills;
    }

    public static IReadOnlyList<(Misconception Misconception, int Line)> Misconceptions(YamlNode? node, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The misconception list") is not { } file) return [];
        file.Has("asOf");
        List<(Misconception, int)> misconceptions = [];
        foreach (var fields in file.Maps("misconceptions"))
        {
            var (id, belief, correction, source) = (fields.Text("id"), fields.Text("belief"), fields.Text("correction"), fields.Text("source", false));
            var skills = fields.Texts("skills").Select(entry => entry.Text).ToList();
            fields.Done();
            if (id is not null && belief is not null && correction is not null) misconceptions.Add((new(id, skills, belief, correction, source), fields.Line));
        }
        file.Done();
        return misconceptions;
    }
}

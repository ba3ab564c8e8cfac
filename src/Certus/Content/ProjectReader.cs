using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Plan;
using Certus.Plan.Portfolio;

namespace Certus.Content;

/// <summary>Reads a portfolio project: <c>projects/ID.yaml</c>.</summary>
internal static class ProjectReader
{
    private const int AllPoints = 100;
    private const int FewestMinutes = 30;
    private const int MostMinutes = 900;

    public static PortfolioProject? Read(YamlNode? node, string fileName, Register register, IReadOnlySet<string> labs, Complaints complaints)
    {
        if (Fields.From(node, complaints, "A project") is not { } file) return null;
        var (id, title, problem, whom, shows, cost, check) = (file.Id(), file.Text("title"), file.Text("problem"), file.Text("for"), file.Text("shows"), file.Text("cost"), file.Date("checked"));
        if (id is not null && id != fileName) complaints.Error(file.LineOf("id"), $"the id '{id}' differs from the file name '{fileName}'.");
        var skills = file.Known("skills", "skill", register.Skills.ContainsKey);
        List<ProjectData> data = [.. file.Maps("data").Select(DataOf).OfType<ProjectData>()];
        List<ProjectMilestone> milestones = [.. file.Maps("milestones").Select(milestone => MilestoneOf(milestone, register)).OfType<ProjectMilestone>()];
        List<ProjectCriterion> rubric = [.. file.Maps("rubric").Select(CriterionOf).OfType<ProjectCriterion>()];
        var prepared = file.Known("labs", "lab", labs.Contains, false);
        List<string> pitfalls = [.. file.Texts("pitfalls").Select(entry => entry.Text)];
        List<ProjectSection> readme = [.. file.Maps("readme").Select(SectionOf).OfType<ProjectSection>()], modelCard = [.. file.Maps("modelCard").Select(SectionOf).OfType<ProjectSection>()];
        file.Done();
        foreach (var twice in milestones.GroupBy(milestone => milestone.Id).Where(same => same.Count() > 1)) complaints.Error(file.LineOf("milestones"), $"two milestones have the id '{twice.Key}'.");
        foreach (var twice in rubric.GroupBy(line => line.Id).Where(same => same.Count() > 1)) complaints.Error(file.LineOf("rubric"), $"two lines of the rubric have the id '{twice.Key}'.");
        if (rubric.Sum(line => line.Points) is var points && points != AllPoints) complaints.Error(file.LineOf("rubric"), $"the points of the rubric sum to {points}, not {AllPoints}.");
        foreach (var key in new[] { "data", "milestones", "pitfalls", "readme", "modelCard" })
            if (file.IsEmptyList(key)) complaints.Error(file.LineOf(key), $"'{key}' is empty.");
        if (check is { } day && problem is not null)
            ServiceChecks.Report(string.Join('\n', milestones.SelectMany(milestone => milestone.Done.Append(milestone.Body).Append(milestone.Title)).Concat(pitfalls).Append(cost).Append(problem)), file.LineOf("problem"), day, register, complaints);
        return id is null || title is null || problem is null || whom is null || shows is null || cost is null || check is null
            ? null
            : new(id, title, problem, whom, shows, skills, data, milestones, rubric, prepared, pitfalls, cost, readme, modelCard, check.Value);
    }

    private static ProjectData? DataOf(Fields data)
    {
        var (name, by, address, license, licenseAddress, grade, about) = (data.Text("name"), data.Text("by"), data.Address("address"), data.Text("license"), data.Address("licenseAddress"), data.Grade(), data.Text("about"));
        data.Done();
        return name is null || by is null || address is null || license is null || licenseAddress is null || grade is null || about is null ? null : new(name, by, address, license, licenseAddress, grade.Value, about);
    }

    private static ProjectMilestone? MilestoneOf(Fields milestone, Register register)
    {
        var (id, title, minutes, body) = (milestone.Id(), milestone.Text("title"), milestone.Whole("minutes", FewestMinutes, MostMinutes), milestone.Text("body"));
        List<string> done = [.. milestone.Texts("done").Select(entry => entry.Text)];
        var skills = milestone.Known("skills", "skill", register.Skills.ContainsKey);
        milestone.Done();
        if (milestone.IsEmptyList("done")) milestone.Complaints.Error(milestone.LineOf("done"), "a milestone says when it is done: 'done' is empty.");
        return id is null || title is null || minutes is null || body is null ? null : new(id, title, minutes.Value, body, done, skills);
    }

    private static ProjectCriterion? CriterionOf(Fields line)
    {
        var (id, title, points, full) = (line.Id(), line.Text("title"), line.Whole("points", 1, AllPoints), line.Text("full"));
        line.Done();
        return id is null || title is null || points is null || full is null ? null : new(id, title, points.Value, full);
    }

    private static ProjectSection? SectionOf(Fields section)
    {
        var (title, ask) = (section.Text("title"), section.Text("ask"));
        section.Done();
        return title is null || ask is null ? null : new(title, ask);
    }
}

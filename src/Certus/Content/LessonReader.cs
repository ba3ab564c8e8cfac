using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Remember.Cards;

namespace Certus.Content;

/// <summary>Reads a lesson: <c>lessons/AREA/SKILL.yaml</c>.</summary>
internal static class LessonReader
{
    private const int FewestWords = 150;
    private const int MostWords = 400;
    private const int FewestReferences = 3;

    public static Lesson? Read(YamlNode? node, string fileName, string folder, IReadOnlyDictionary<string, ContentFile> neighbors, Register register, Complaints complaints)
    {
        if (Fields.From(node, complaints, "A lesson") is not { } file) return null;
        var skill = CardReader.SkillOf(file, fileName, folder, "lessons", register);
        var (title, body, example, principle, check) = (file.Text("title"), file.Text("body"), file.Text("example", false), file.Text("principle"), file.Date("checked"));
        List<ConfusableSkill> confusable = [];
        foreach (var neighbor in file.Maps("confusable"))
        {
            var (id, difference) = (neighbor.Text("skill"), neighbor.Text("difference"));
            neighbor.Done();
            if (id is not null && !register.Skills.ContainsKey(id)) complaints.Error(neighbor.LineOf("skill"), $"unknown skill '{id}'.");
            else if (id is not null && difference is not null) confusable.Add(new(id, difference));
        }
        var references = CardReader.References(file, FewestReferences);
        file.Done();
        if (body is not null && CardReader.Words(body) is var words and (< FewestWords or > MostWords))
            complaints.Error(file.LineOf("body"), $"the lesson has {words} words; {FewestWords} to {MostWords} are wanted.");
        var texts = new (string?, int)[] { (body, file.LineOf("body")), (example, file.LineOf("example")) };
        var figures = FigureReader.Read(texts, neighbors, complaints);
        if (example is null && figures.Count == 0) complaints.Error(file.Line, "a lesson has a worked example ('example') or a figure.");
        if (check is { } day && body is not null)
            ServiceChecks.Report(string.Join('\n', new[] { body, example, principle }.Concat(confusable.Select(entry => entry.Difference)).OfType<string>()), file.LineOf("body"), day, register, complaints);
        return skill is null || title is null || body is null || principle is null || check is null ? null : new(skill, title, body, example, principle, confusable, references, check.Value, figures);
    }
}

using Certus.Catalog;
using Certus.Content.Yaml;
using Certus.Decide;
using Certus.Plan;

namespace Certus.Content;

/// <summary>Reads <c>plan/article.yaml</c> and <c>plan/knowledge.yaml</c>.</summary>
internal static class PlanReader
{
    private const string Held = "held:";
    private const int MostWeeks = 52;
    private static readonly string[] OtherTraits = ["introCourse", "mlYears", "careerYears", "onAws"];

    public static ArticlePlan? Article(YamlNode? node, Register register, Complaints complaints)
    {
        if (Fields.From(node, complaints, "The article's plan") is not { } file) return null;
        var (exam, hours, source, asOf, grade) = (file.Text("exam"), file.Number("hoursPerWeek", 1, 80), file.Text("source"), file.Date("asOf"), file.Grade());
        List<ArticleBlock> blocks = [];
        foreach (var fields in file.Maps("blocks"))
        {
            var (weeks, topic, learning) = (fields.Texts("weeks"), fields.Text("topic"), fields.Flag("learning"));
            fields.Done();
            var next = blocks.Count == 0 ? 1 : blocks[^1].LastWeek + 1;
            if (weeks.Count != 2 || !int.TryParse(weeks[0].Text, out var first) || !int.TryParse(weeks[1].Text, out var last)) complaints.Error(fields.LineOf("weeks"), "'weeks' must be the first and the last week, as [1, 3].");
            else if (first != next || last < first || last > MostWeeks) complaints.Error(fields.LineOf("weeks"), $"the weeks must go on from week {next}, at most to week {MostWeeks}, not be {first} to {last}.");
            else if (topic is not null && learning is not null) blocks.Add(new(first, last, topic, learning.Value));
        }
        file.Done();
        if (exam is not null && !register.ByCode.ContainsKey(exam)) complaints.Error(file.LineOf("exam"), $"unknown exam '{exam}'.");
        if (blocks.Count > 0 && !blocks.Exists(block => block.Learning)) complaints.Error(file.LineOf("blocks"), "no block is for learning.");
        return exam is null || hours is null || source is null || asOf is null || grade is null ? null : new(exam, hours.Value, blocks, source, asOf.Value, grade.Value);
    }

    public static IReadOnlyList<Knowledge> Known(YamlNode? node, Register register, Complaints complaints)
    {
        if (Fields.From(node, complaints, "What is known") is not { } file) return [];
        file.Date("asOf");
        file.Text("source");
        file.Grade();
        List<Knowledge> known = [];
        foreach (var fields in file.Maps("known"))
        {
            var (trait, why, left) = (fields.Text("trait"), fields.Text("why"), fields.Number("left", 0m, 0.99m));
            var skills = fields.Known("skills", "skill", register.Skills.ContainsKey);
            fields.Done();
            if (trait is not null && !IsTrait(trait, register)) complaints.Error(fields.LineOf("trait"), $"'{trait}' is no trait of a profile; traits are {string.Join(", ", Traits())} and held:CODE.");
            if (trait is not null && why is not null && left is not null) known.Add(new(trait, (double)left.Value, skills, why));
        }
        file.Done();
        return known;
    }

    private static bool IsTrait(string trait, Register register) =>
        trait.StartsWith(Held, StringComparison.Ordinal) ? register.ByCode.ContainsKey(trait[Held.Length..]) : Traits().Contains(trait);

    private static IEnumerable<string> Traits() => Enum.GetNames<Role>().Concat(Enum.GetNames<PythonLevel>().Skip(1)).Select(name => char.ToLowerInvariant(name[0]) + name[1..]).Concat(OtherTraits);
}

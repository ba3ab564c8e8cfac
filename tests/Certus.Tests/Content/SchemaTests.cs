using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Certus.Tests.Content;

/// <summary>What an editor says of a content file by its schema agrees with what the content check says.</summary>
public sealed partial class SchemaTests
{
    private static readonly string Content = Path.Combine(Repository.Root, "content");

    [Fact]
    public void Every_content_file_names_its_schema_and_conforms_to_it()
    {
        List<string> faults = [];
        foreach (var path in Directory.EnumerateFiles(Content, "*.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(path);
            var named = SchemaLine().Match(text);
            var name = Path.GetRelativePath(Content, path);
            if (!named.Success) { faults.Add($"{name}: names no schema"); continue; }
            var schema = Path.Combine(Path.GetDirectoryName(path)!, named.Groups[1].Value);
            faults.AddRange(JsonSchema.Load(schema).Faults(JsonSchema.FromYaml(text)).Select(fault => $"{name}{fault}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void The_five_worked_examples_of_the_documentation_conform_to_the_question_schema_once_completed()
    {
        var schema = JsonSchema.Load(Path.Combine(Content, "schemas", "question.schema.json"));
        var examples = Fence().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "content.md"))).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(5, examples.Count);
        foreach (var example in examples.Where(example => !example.Contains('…', StringComparison.Ordinal)))
            Assert.Empty(schema.Faults(Completed(example)));
    }

    [Theory]
    [InlineData("stem")]
    [InlineData("options")]
    [InlineData("principle")]
    [InlineData("references")]
    [InlineData("checked")]
    [InlineData("skills")]
    [InlineData("exams")]
    public void The_question_schema_misses_a_key_that_the_check_misses(string key)
    {
        var schema = JsonSchema.Load(Path.Combine(Content, "schemas", "question.schema.json"));
        var question = JsonSchema.FromYaml(File.ReadAllText(Path.Combine(Content, "questions", "evaluation", "inspection-threshold-under-capacity.yaml")))!.AsObject();
        question.Remove(key);

        Assert.NotEmpty(schema.Faults(question));
    }

    [Fact]
    public void The_question_schema_refuses_two_right_options_in_a_single_choice_and_unknown_keys()
    {
        var schema = JsonSchema.Load(Path.Combine(Content, "schemas", "question.schema.json"));
        JsonObject Question() => JsonSchema.FromYaml(File.ReadAllText(Path.Combine(Content, "questions", "evaluation", "inspection-threshold-under-capacity.yaml")))!.AsObject();
        var twoRight = Question();
        foreach (var option in twoRight["options"]!.AsArray()) option!["correct"] = true;
        var unknown = Question();
        unknown["steem"] = "x";

        Assert.Empty(schema.Faults(Question()));
        Assert.NotEmpty(schema.Faults(twoRight));
        Assert.NotEmpty(schema.Faults(unknown));
    }

    private static JsonNode Completed(string example)
    {
        var question = JsonSchema.FromYaml(example)!.AsObject();
        var whole = JsonSchema.FromYaml(File.ReadAllText(Path.Combine(Content, "questions", "evaluation", "inspection-threshold-under-capacity.yaml")))!.AsObject();
        foreach (var key in new[] { "exams", "skills", "difficulty", "principle", "references", "checked" })
            if (!question.ContainsKey(key)) question[key] = whole[key]!.DeepClone();
        return question;
    }

    [GeneratedRegex(@"^# yaml-language-server: \$schema=(\S+)")]
    private static partial Regex SchemaLine();

    [GeneratedRegex("```yaml\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}

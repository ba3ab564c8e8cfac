using System.Text;
using Certus.Content;
using Certus.Content.Yaml;

namespace Certus.Tests.Content;

/// <summary>What plans are shaped by, as text: what is wrong is named with its line.</summary>
public sealed class PlanReaderTests
{
    private const string Article = """
        exam: MLS-C01
        hoursPerWeek: 10
        source: the article
        asOf: 2026-11-23
        grade: C
        blocks:
          - {weeks: [1, 3], topic: First things, learning: true}
          - {weeks: [4, 4], topic: A test, learning: false}
        """;

    private const string Known = """
        asOf: 2026-11-23
        grade: D
        source: own judgment
        known:
          - {trait: cloud, why: Runs them., left: 0.3, skills: [cloudtrail-audit]}
        """;

    private static (T Value, IReadOnlyList<string> Complaints) Read<T>(string text, Func<YamlNode?, Complaints, T> read)
    {
        var complaints = new Complaints("plan.yaml");
        var value = read(YamlText.Read(Encoding.UTF8.GetBytes(text), complaints), complaints);
        return (value, [.. complaints.All.Select(complaint => $"{complaint.Line}: {complaint.Message}")]);
    }

    private static Certus.Catalog.Register Register => Repository.BuiltIn.Value.Library.Register;

    [Fact]
    public void The_built_in_plan_has_sixteen_weeks_of_ten_hours_and_knowledge_of_skills_that_exist()
    {
        var library = Repository.BuiltIn.Value.Library;

        Assert.Equal((16, 10m, "MLS-C01"), (library.Article!.Weeks, library.Article.HoursPerWeek, library.Article.Exam));
        Assert.Equal([3, 2, 2, 3, 2, 1, 1, 1, 1], library.Article.Blocks.Select(block => block.Weeks));
        Assert.NotEmpty(library.Knowledge);
        Assert.All(library.Knowledge, entry => Assert.All(entry.Skills, skill => Assert.True(library.Register.Skills.ContainsKey(skill))));
    }

    [Fact]
    public void Skills_tell_their_week_and_whether_a_lab_makes_sense()
    {
        var skill = Register.Skills["cicd-for-ml"];

        Assert.Equal((5, true), (skill.Week, skill.BeyondArticlePlan));
        Assert.False(Register.Skills["ml-when-to-use"].Lab);
        Assert.True(Register.Skills["sagemaker-training-jobs"].Lab);
    }

    [Theory]
    [InlineData("MLS-C01", "MLS-C99", "1: unknown exam 'MLS-C99'.")]
    [InlineData("[4, 4]", "[5, 5]", "8: the weeks must go on from week 4, at most to week 52, not be 5 to 5.")]
    [InlineData("[4, 4]", "[4]", "8: 'weeks' must be the first and the last week, as [1, 3].")]
    [InlineData("learning: true", "learning: false", "6: no block is for learning.")]
    [InlineData("grade: C", "grade: E", "5: 'grade' must be A, B, C or D, not 'E'.")]
    public void What_is_wrong_with_the_article_is_named_with_its_line(string right, string wrong, string complaint)
    {
        Assert.Empty(Read(Article, (node, complaints) => PlanReader.Article(node, Register, complaints)).Complaints);
        Assert.Contains(complaint, Read(Article.Replace(right, wrong, StringComparison.Ordinal), (node, complaints) => PlanReader.Article(node, Register, complaints)).Complaints);
    }

    [Theory]
    [InlineData("cloudtrail-audit", "cloud-trail", "5: unknown skill 'cloud-trail'.")]
    [InlineData("trait: cloud", "trait: clouds", "5: 'clouds' is no trait of a profile;")]
    [InlineData("trait: cloud", "trait: 'held:XYZ-C01'", "5: 'held:XYZ-C01' is no trait of a profile;")]
    [InlineData("left: 0.3", "left: 1.3", "5: 'left' must be from 0 to 0.99, not 1.3.")]
    public void What_is_wrong_with_what_is_known_is_named_with_its_line(string right, string wrong, string complaint)
    {
        Assert.Empty(Read(Known, (node, complaints) => PlanReader.Known(node, Register, complaints)).Complaints);
        Assert.Contains(Read(Known.Replace(right, wrong, StringComparison.Ordinal), (node, complaints) => PlanReader.Known(node, Register, complaints)).Complaints, line => line.StartsWith(complaint, StringComparison.Ordinal));
    }
}

using System.Text;
using Certus.Content;
using Certus.Decide;
using Certus.Practice.Generators;

namespace Certus.Tests.Content;

/// <summary>The files of <c>decide/</c>: what they hold, and what is said of faults in them.</summary>
public sealed class MarketFactsTests
{
    private static readonly IReadOnlyList<ContentFile> Files = [.. Repository.Files(Path.Combine(Repository.Root, "content")).Where(file => !file.Path.StartsWith("questions/", StringComparison.Ordinal))];

    private static ContentReport Changed(string path, string from, string to)
    {
        var files = Files.Select(file => file.Path != path ? file : file with { Bytes = Encoding.UTF8.GetBytes(Replaced(Encoding.UTF8.GetString(file.Bytes.Span), from, to)) }).ToList();
        return ContentReader.Read([new("", false, files)], []);

        static string Replaced(string text, string from, string to)
        {
            var at = text.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{from}' is not in the file");
            return text[..at] + to + text[(at + from.Length)..];
        }
    }

    [Theory]
    [InlineData("assumptions", "id: causalShare", "id: causalShar", "the assumption 'causalShare' is missing from the set 'article'")]
    [InlineData("assumptions", "id: hours.AIP", "id: hours.API", "the assumption 'hours.AIP' is missing from the set 'article'")]
    [InlineData("assumptions", "id: hours.AIF", "id: hours.AIP", "the assumption 'hours.AIP' stands twice in a set")]
    [InlineData("assumptions", "low: 0.15\n", "low: 0.5\n", "low, mode and high must ascend")]
    [InlineData("assumptions", "grade: D", "grade: E", "'grade' must be A, B, C or D, not 'E'")]
    [InlineData("assumptions", "shape: quantiles", "shape: normal", "'shape' must be one of fixed, uniform, triangular, quantiles, not 'normal'")]
    [InlineData("assumptions", "unit: hours", "unit: hour", "'unit' must be one of")]
    [InlineData("assumptions", "high: 0.70", "high: 1.70", "a share is from 0 to 1")]
    [InlineData("options", "codes: [MLS-C01]", "codes: [MLS-C09]", "the exam MLS-C09 has no file in the catalog")]
    [InlineData("options", "steps: [{exams: [ANS-C01]}]", "steps: [{exams: [DEA-C01]}]", "the exam DEA-C01 stands in no line")]
    [InlineData("options", "theory: high", "theory: deep", "'theory' must be one of none, low, lowToModerate, moderate, high, not 'deep'")]
    [InlineData("options", "{domain: MLS-C01/1, toward: operations}", "{domain: MLS-C01/9, toward: operations}", "'MLS-C01/9' is no domain of MLS-C01")]
    [InlineData("options", "      - {domain: MLS-C01/1, toward: operations}\n", "", "the domain MLS-C01/1 is missing from 'leans'")]
    [InlineData("options", "{domain: MLS-C01/2, toward: theory}", "{domain: MLS-C01/1, toward: theory}", "the domain MLS-C01/1 stands twice")]
    [InlineData("options", "toward: both", "toward: either", "'toward' must be one of theory, operations, both, neither, not 'either'")]
    [InlineData("options", "kind: wait", "kind: projects", "one option, and only one, is of kind wait")]
    [InlineData("options", "{projects: 3}", "{projects: 3, exams: [ANS-C01]}", "a step has either exams or projects")]
    [InlineData("market", "unit: percent", "unit: euro", "'unit' must be usdPerYear or percent, not 'euro'")]
    [InlineData("market", "group: controlled", "group: rumor", "'group' must be one of controlled, index, selfReport, pay, trajectory, shift, claim, not 'rumor'")]
    public void A_fault_is_told_with_file_and_line_and_no_decision_is_made_on_it(string file, string from, string to, string words)
    {
        var report = Changed($"decide/{file}.yaml", from, to);

        var complaint = Assert.Single(report.Complaints, complaint => complaint.Message.Contains(words, StringComparison.Ordinal));
        Assert.StartsWith("decide/", complaint.File, StringComparison.Ordinal);
        Assert.True(complaint.Line > 0);
        Assert.Null(report.Library.Market);
    }

    [Fact]
    public void A_pack_can_not_replace_what_decisions_rest_on()
    {
        var pack = new ContentSource("pack", false, [.. Files.Where(file => file.Path == "decide/market.yaml")]);

        var report = ContentReader.Read([new("", true, Files), pack], GeneratorCatalog.All);

        Assert.Contains(report.Complaints, complaint => complaint.File == "pack/decide/market.yaml" && complaint.Message.StartsWith("what Decide computes with is there already", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_figure_of_the_model_has_a_grade_a_source_and_a_date()
    {
        var facts = Repository.BuiltIn.Value.Library.Market!;

        foreach (var set in new[] { facts.Article, facts.Evidence })
            Assert.All(set.All, assumption => Assert.True(assumption.Source.Length > 0 && assumption.AsOf.Length >= 4 && Enum.IsDefined(assumption.Grade)));
        Assert.NotEmpty(facts.Figures);
        Assert.Equal(13, facts.Options.Count);
    }

    [Fact]
    public void Both_sets_hold_the_same_assumptions_but_for_lifts()
    {
        var facts = Repository.BuiltIn.Value.Library.Market!;
        static IEnumerable<string> Ids(AssumptionSet set) => set.All.Select(assumption => assumption.Id).Where(id => !id.StartsWith("lift.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(Ids(facts.Article), Ids(facts.Evidence));
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotNull(facts.Article.Find(AssumptionKeys.Lift(role)) ?? facts.Article.Find(AssumptionKeys.LiftAny)));
    }
}

using Certus.Plan;

namespace Certus.Tests.Plan;

/// <summary>What is to be learned for an exam, by the built-in content.</summary>
public sealed class SyllabusTests
{
    private static Syllabus Of(string exam, params (string Skill, double Left)[] left) =>
        Syllabus.Of(Repository.BuiltIn.Value.Library.Register, exam, left.ToDictionary(entry => entry.Skill, entry => entry.Left), Repository.BuiltIn.Value.Library.Article);

    [Theory]
    [InlineData("MLS-C01")]
    [InlineData("MLA-C02")]
    [InlineData("AIP-C01")]
    public void Worths_sum_to_one_every_skill_comes_after_what_it_needs_and_its_block_is_there(string exam)
    {
        var syllabus = Of(exam);

        Assert.Equal(1, syllabus.Skills.Sum(skill => skill.Worth) + syllabus.KnownWorth, 9);
        var places = syllabus.Skills.Select((skill, place) => (skill.Id, place)).ToDictionary(entry => entry.Id, entry => entry.place);
        Assert.All(syllabus.Skills, skill => Assert.All(skill.Prerequisites, before => Assert.True(places[before] < places[skill.Id])));
        Assert.All(syllabus.Skills, skill => Assert.Contains(syllabus.Blocks, block => block.Number == skill.Block));
    }

    [Fact]
    public void The_exam_of_the_article_has_its_weeks_for_blocks_and_another_exam_its_domains()
    {
        Assert.Equal([3, 2, 2, 3, 2, 1], Of("MLS-C01").Blocks.Where(block => !block.Final).Select(block => (int)block.Weight));
        Assert.Contains(Of("AIP-C01").Blocks, block => block.Topic == "AI Safety, Security, and Governance");
    }

    [Fact]
    public void What_is_known_is_not_studied_and_the_order_around_it_stays()
    {
        var whole = Of("MLS-C01");
        var known = whole.Skills.First(skill => skill.Prerequisites.Count > 0 && whole.Skills.Any(other => other.Prerequisites.Contains(skill.Id)));
        var later = whole.Skills.First(skill => skill.Prerequisites.Contains(known.Id));

        var syllabus = Of("MLS-C01", (known.Id, 0));

        Assert.DoesNotContain(syllabus.Skills, skill => skill.Id == known.Id);
        Assert.Equal(known.Worth, syllabus.KnownWorth, 9);
        Assert.Superset(known.Prerequisites.ToHashSet(), syllabus.Skills.First(skill => skill.Id == later.Id).Prerequisites.ToHashSet());
    }

    [Fact]
    public void What_is_half_known_takes_half_its_minutes_and_half_its_worth_is_there_already()
    {
        var whole = Of("MLS-C01").Skills.First(skill => skill.Minutes == 60 && skill.Worth > 0);

        var syllabus = Of("MLS-C01", (whole.Id, 0.5));

        var half = syllabus.Skills.First(skill => skill.Id == whole.Id);
        Assert.Equal(30, half.Minutes);
        Assert.Equal(whole.Worth / 2, half.Worth, 9);
        Assert.Equal(whole.Worth / 2, syllabus.KnownWorth, 9);
    }

    [Fact]
    public void What_is_left_is_rounded_to_five_minutes_and_nothing_of_them_is_nothing_left()
    {
        var whole = Of("MLS-C01").Skills.First(skill => skill.Minutes == 60);

        Assert.Equal(5, Of("MLS-C01", (whole.Id, 3 / 60.0)).Skills.First(skill => skill.Id == whole.Id).Minutes);
        Assert.DoesNotContain(Of("MLS-C01", (whole.Id, 2 / 60.0)).Skills, skill => skill.Id == whole.Id);
    }

    [Fact]
    public void Of_several_things_known_of_somebody_the_smallest_share_counts() =>
        Assert.Equal(
            new Dictionary<string, double> { ["a"] = 0.2, ["b"] = 0.5 },
            Knowledge.LeftFor([new("cloud", 0.5, ["a", "b"], ""), new("onAws", 0.2, ["a"], ""), new("software", 0, ["a", "b"], "")], ["cloud", "onAws"]));
}

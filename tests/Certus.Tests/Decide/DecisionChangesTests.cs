using System.Text;
using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class DecisionChangesTests
{
    private static readonly DateOnly Late = new(2026, 1, 15), Today = new(2026, 11, 23);

    [Fact]
    public void Between_a_decision_and_itself_nothing_is_different()
    {
        var decision = Asking.ByTheArticle(Example("data-engineer"));

        var changes = DecisionChanges.Between(decision, decision);

        Assert.Empty(changes.Fields);
        Assert.Empty(changes.Exams);
        Assert.All(changes.Options, option => Assert.False(option.IsOwn || option.IsRank));
        Assert.Null(changes.NotCompared);
    }

    [Fact]
    public void Of_two_days_the_exams_that_closed_and_their_live_substitutes_are_named_and_so_are_the_reasons_that_came_and_went()
    {
        var (then, now) = (Asking.ByTheArticle(Example("ml-engineer")), Asking.ByTheArticle(Example("ml-engineer"), Today));

        var changes = DecisionChanges.Between(then, now);

        Assert.StartsWith("The first says: MLS-C01", changes.Advice, StringComparison.Ordinal);
        Assert.Contains("MLS-C01: Closing in the first, Closed in the second. Its last exam day was 2026-03-31. What can be booked in its place is MLA-C02.", changes.Exams);
        var mls = Assert.Single(changes.Options, option => option.Id == "mls-c01");
        Assert.Contains("Advised in the first only.", mls.Moves);
        Assert.Contains($"Worth {Money.Text(then.Option("mls-c01").Outcome!.Npv.Median, "USD")} in the middle case of the first; it can't be done in the second.", mls.Moves);
        Assert.Contains("What can be booked in its place is MLA-C02.", Assert.Single(mls.Came), StringComparison.Ordinal);
        Assert.Contains("It is the direct way for people who already do ML.", mls.Went);
        Assert.Equal((1, now.RankOf("mls-c01") + 1), (mls.RankFirst, mls.RankSecond));
    }

    [Fact]
    public void Too_late_to_start_is_a_new_reason_while_the_figures_stay()
    {
        var changes = DecisionChanges.Between(Asking.ByTheArticle(Example("data-engineer")), Asking.ByTheArticle(Example("data-engineer"), Late));

        var mls = changes.Options.Single(option => option.Id == "mls-c01");
        Assert.Contains("too late to start", Assert.Single(mls.Came), StringComparison.Ordinal);
        Assert.DoesNotContain(mls.Moves, move => move.StartsWith("Worth", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reason_with_other_numbers_reads_otherwise_and_is_neither_new_nor_gone()
    {
        var changes = DecisionChanges.Between(Asking.ByTheArticle(Example("ml-engineer")), Asking.ByTheArticle(Example("ml-engineer"), new(2025, 10, 15)));

        var mls = changes.Options.Single(option => option.Id == "mls-c01");
        Assert.Contains("weeks from 2025-10-15", Assert.Single(mls.Restated), StringComparison.Ordinal);
        Assert.Empty(mls.Came);
        Assert.Empty(mls.Went);
    }

    [Fact]
    public void Of_two_people_the_fields_in_which_they_differ_are_named_and_figures_say_by_how_much_they_moved()
    {
        var slow = Example("cloud-to-mlops");
        var changes = DecisionChanges.Between(Asking.ByTheArticle(slow), Asking.ByTheArticle(slow with { HoursPerWeek = 20, EmployerOnAws = null }));

        Assert.Equal([new("employer.onAws", "true", null), new FieldChange("hoursPerWeek", null, "20")], changes.Fields.OrderBy(field => field.Field, StringComparer.Ordinal));
        var exam = changes.Options.Single(option => option.Id == "mls-c01");
        Assert.Matches("^Worth in the middle case: .* in the first, .* in the second, \\$[0-9,]+ (more|less)\\.$", exam.Moves.Single(move => move.StartsWith("Worth", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sums_in_two_currencies_are_not_set_against_each_other()
    {
        var changes = DecisionChanges.Between(Asking.ByTheArticle(Example("ml-engineer")), Asking.ByTheArticle(Example("ml-engineer") with { Currency = "EUR", UnitsPerUsd = 0.9 }));

        Assert.Contains("EUR", changes.NotCompared, StringComparison.Ordinal);
        Assert.DoesNotContain(changes.Options.SelectMany(option => option.Moves), move => move.StartsWith("Worth in", StringComparison.Ordinal) || move.StartsWith("Cost", StringComparison.Ordinal));
    }

    [Fact]
    public void What_comes_in_one_direction_goes_in_the_other()
    {
        var (then, now) = (Asking.ByTheArticle(Example("cloud-to-mlops")), Asking.ByTheArticle(Example("novelty"), Today));

        var (there, back) = (DecisionChanges.Between(then, now), DecisionChanges.Between(now, then));

        foreach (var option in there.Options)
        {
            var other = back.Options.Single(candidate => candidate.Id == option.Id);
            Assert.Equal(option.Came.Order(StringComparer.Ordinal), other.Went.Order(StringComparer.Ordinal));
            Assert.Equal((option.RankFirst, option.Moves.Count), (other.RankSecond, other.Moves.Count));
        }
        Assert.Equal(there.Exams.Count, back.Exams.Count);
    }

    [Fact]
    public void Ranked_alone_an_option_has_the_figures_that_it_has_among_all()
    {
        var facts = Asking.Facts;
        var few = facts with { Options = [.. facts.Options.Where(option => option.Id is "mls-c01" or "wait")] };
        foreach (var set in new[] { facts.Article, facts.Evidence })
        {
            var whole = Asking.Of(Example("data-engineer"), Asking.ArticleDay, set).Option("mls-c01").Outcome!;

            var alone = Decision.Rank(Example("data-engineer"), Asking.ArticleDay, Asking.Register, few, set, 4000).Single(option => option.Id == "mls-c01").Outcome!;

            Assert.Equal((whole.Npv.Mean, whole.Npv.Median, whole.Npv.P5, whole.Npv.P95, whole.ChancePays, whole.Hours, whole.Cost), (alone.Npv.Mean, alone.Npv.Median, alone.Npv.P5, alone.Npv.P95, alone.ChancePays, alone.Hours, alone.Cost));
        }
    }

    [Fact]
    public void Every_example_is_a_profile_that_a_file_could_hold()
    {
        Assert.Equal(ExampleProfiles.All.Count, ExampleProfiles.All.Select(example => example.Id).Distinct().Count());
        foreach (var example in ExampleProfiles.All)
        {
            var json = ProfileJson.Write(example.Profile);
            var read = Assert.IsType<ProfileReading.Accepted>(ProfileJson.Read(Encoding.UTF8.GetBytes(json), Asking.Register, Asking.Facts));
            Assert.Equal(json, ProfileJson.Write(read.Profile));
            Assert.Matches("^[a-z][a-z-]+$", example.Id);
        }
    }

    private static Profile Example(string id) => ExampleProfiles.Find(id)!.Profile;
}

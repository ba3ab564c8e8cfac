using System.Text;
using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class AssumptionEditTests
{
    private static readonly Profile Engineer = new() { Role = Role.Cloud, Target = Target.Adjacent, IntroCourse = true };

    private static ProfileReading Read(string json) => ProfileJson.Read(Encoding.UTF8.GetBytes(json), Asking.Register, Asking.Facts);

    private static Profile Accepted(string json) => Assert.IsType<ProfileReading.Accepted>(Read(json)).Profile;

    [Theory]
    [InlineData("""{"assumptions": {"evidence": {"causalshare": 1}}}""", "assumptions.evidence.causalshare", "assumptions.evidence.causalshare is no assumption; here are hours.MLS, hours.MLA, hours.SAP, lift.any, causalShare,")]
    [InlineData("""{"assumptions": {"evidence": {"projectHours": 60}}}""", "assumptions.evidence.projectHours", "assumptions.evidence.projectHours is no assumption here; it stands in shared.")]
    [InlineData("""{"assumptions": {"shared": {"causalShare": 1}}}""", "assumptions.shared.causalShare", "assumptions.shared.causalShare is no assumption here; it stands in article and in evidence.")]
    [InlineData("""{"assumptions": {"hopes": {}}}""", "assumptions.hopes", "'assumptions.hopes' is not a field of a profile; the fields are shared, article, evidence.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": 35}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare must be from 0 to 1, not 35; for 35 % write 0.35.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": "much"}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare must be a number, not 'much'.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": {"low": 0.2}}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare must have both ends of its range, or one central value.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": {}}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare must be a number.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": {"low": 0.4, "mode": 0.3, "high": 0.5}}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare must ascend: low, central, high.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": {"median": 0.4}}}}""", "assumptions.evidence.causalShare.median", "'assumptions.evidence.causalShare.median' is not a field of a profile; the fields are low, mode, high.")]
    [InlineData("""{"assumptions": {"evidence": {"causalShare": 1, "causalShare": 1}}}""", "assumptions.evidence.causalShare", "assumptions.evidence.causalShare stands twice.")]
    [InlineData("""{"assumptions": {"shared": {"retakeHours": {"low": 0.1, "high": 0.2}}}}""", "assumptions.shared.retakeHours", "assumptions.shared.retakeHours must be one number; the model draws it from no range.")]
    [InlineData("""{"assumptions": {"shared": {"mostAttempts": 2.5}}}""", "assumptions.shared.mostAttempts", "assumptions.shared.mostAttempts must be a whole number, not 2.5.")]
    [InlineData("""{"assumptions": {"shared": {"projectHours": 0}}}""", "assumptions.shared.projectHours", "assumptions.shared.projectHours must be from 1 to 2,000 hours, not 0.")]
    [InlineData("""{"assumptions": {"article": {"lift.cloud": -5}}}""", "assumptions.article.lift.cloud", "assumptions.article.lift.cloud must be from 0 to 500,000 USD a year, not -5.")]
    [InlineData("""{"assumptions": {"article": 3}}""", "assumptions.article", "assumptions.article must be an object of assumptions and values.")]
    [InlineData("""{"assumptions": []}""", "assumptions", "assumptions must be an object with shared, article, evidence.")]
    public void A_bad_assumption_gets_one_sentence_that_names_it(string json, string field, string words)
    {
        var fault = Assert.Single(Assert.IsType<ProfileReading.Refused>(Read(json)).Faults);

        Assert.Equal(field, fault.Field);
        Assert.StartsWith(words, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_takes_the_shape_that_it_has_and_comes_back_as_it_was_written()
    {
        var profile = Accepted("""{"assumptions": {"shared": {"projectHours": {"low": 20, "mode": 40, "high": 60}, "retakeHours": 0.5}, "article": {"lift.cloud": {"low": 0, "mode": 5000, "high": 9000}}, "evidence": {"causalShare": {"low": 0.5, "high": 0.9}, "roleWithinYear": 0.3}}}""");

        Assert.Equal(
            [
                new("shared", "retakeHours", Spread.Of(0.5)), new("shared", "projectHours", new(Shape.Quantiles, 20, 40, 60)), new("article", "lift.cloud", new(Shape.Triangular, 0, 5000, 9000)),
                new("evidence", "causalShare", new(Shape.Uniform, 0.5, 0.7, 0.9)), new("evidence", "roleWithinYear", Spread.Of(0.3)),
            ],
            profile.Assumptions!);
        Assert.Equal(profile.Assumptions!, Accepted(ProfileJson.Write(profile)).Assumptions!);
    }

    [Theory]
    [InlineData("share", "15 to 70 %, likeliest 35")]
    [InlineData("times", "0.15 to 0.7 times, likeliest 0.35")]
    public void A_range_is_said_in_words(string unit, string words)
    {
        Assert.Equal(words, Units.Say(new Spread(Shape.Triangular, 0.15, 0.35, 0.7), unit));
        Assert.Equal("$5,000 to $15,000", Units.Say(new Spread(Shape.Uniform, 5000, 10000, 15000), "usdPerYear"));
        Assert.Equal("30 to 90 hours in eight cases of ten, half below 50", Units.Say(new Spread(Shape.Quantiles, 30, 50, 90), "hours"));
        Assert.Equal("14 days", Units.Say(Spread.Of(14), "days"));
    }

    [Fact]
    public void What_equals_the_assumption_is_no_change()
    {
        var causal = Asking.Facts.Evidence["causalShare"];
        var own = ProfileJson.Write(new() { Assumptions = [new("evidence", "causalShare", causal)] });

        Assert.Contains("causalShare", own, StringComparison.Ordinal);
        Assert.Null(Accepted(own).Assumptions);
        Assert.Null(Accepted("""{"assumptions": {"shared": {"retakeHours": null}}}""").Assumptions);
    }

    [Fact]
    public void A_decision_is_that_of_the_changed_set_and_the_other_set_is_changed_too()
    {
        var own = Engineer with { Assumptions = [new("evidence", "causalShare", Spread.Of(1)), new("shared", "projectHours", Spread.Of(20))] };

        var decision = Asking.Of(own, Asking.ArticleDay, Asking.Facts.Evidence);
        var byHand = Asking.Of(Engineer, Asking.ArticleDay, Asking.Facts.Evidence.With("causalShare", Spread.Of(1)).With("projectHours", Spread.Of(20)));
        var article = Asking.Of(own, Asking.ArticleDay, Asking.Facts.Article);

        Assert.Equal(byHand.Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)), decision.Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)));
        Assert.NotEqual(Asking.Of(Engineer, Asking.ArticleDay, Asking.Facts.Evidence).Option("mla-c01").Outcome!.Npv.Mean, decision.Option("mla-c01").Outcome!.Npv.Mean);
        Assert.Equal(article.Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)), decision.Other.Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)));
        Assert.Equal(decision.Option("mla-c01").Outcome!.Npv.Mean, article.Other.Options.Single(option => option.Id == "mla-c01").Outcome!.Npv.Mean);
        Assert.StartsWith("As of 2025-09-15, on the evidence with 2 numbers of yours, ", decision.Verdict, StringComparison.Ordinal);
        Assert.Contains("On the article's figures with one number of yours", decision.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_one_set_leaves_the_other_alone()
    {
        var own = Engineer with { Assumptions = [new("evidence", "causalShare", Spread.Of(1))] };

        Assert.Equal(
            Asking.Of(Engineer, Asking.ArticleDay, Asking.Facts.Article).Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)),
            Asking.Of(own, Asking.ArticleDay, Asking.Facts.Article).Options.Select(option => (option.Id, option.Outcome?.Npv.Mean)));
    }

    [Fact]
    public void Every_assumption_stands_in_one_group_or_in_both_sets_and_keeps_its_own_rule()
    {
        var (shared, article, evidence) = (Asking.Facts.Group("shared"), Asking.Facts.Group("article"), Asking.Facts.Group("evidence"));

        Assert.Equal(Asking.Facts.Article.All.Select(assumption => assumption.Id).Order(StringComparer.Ordinal), article.Concat(shared).Select(assumption => assumption.Id).Order(StringComparer.Ordinal));
        Assert.Equal(Asking.Facts.Evidence.All.Select(assumption => assumption.Id).Order(StringComparer.Ordinal), evidence.Concat(shared).Select(assumption => assumption.Id).Order(StringComparer.Ordinal));
        Assert.Empty(Asking.Facts.Group("hopes"));
        foreach (var assumption in shared.Concat(article).Concat(evidence))
        {
            var (rule, value) = (AssumptionRule.Of(assumption), assumption.Value);
            var read = value.IsCertain ? AssumptionRule.Read(assumption, null, value.Mode, null, out var fault)
                : AssumptionRule.Read(assumption, value.Low, value.Shape == Shape.Uniform ? null : value.Mode, value.High, out fault);
            Assert.True(fault is null, $"{assumption.Id} {fault}");
            Assert.Equal(value, read);
            Assert.NotEqual("is read by the model", rule.Use);
        }
    }

    [Fact]
    public void At_either_end_of_what_may_be_said_every_figure_is_a_number()
    {
        var profile = Engineer with { HorizonYears = 10, Python = PythonLevel.Basic, Currency = "EUR", UnitsPerUsd = 0.9, BaseSalary = 90_000 };
        foreach (var group in Asking.Facts.Groups)
            foreach (var assumption in Asking.Facts.Group(group))
            {
                var rule = AssumptionRule.Of(assumption);
                Spread[] values = rule.Ranged ? [Spread.Of(rule.Least), Spread.Of(rule.Most), new(Shape.Uniform, rule.Least, (rule.Least + rule.Most) / 2, rule.Most)] : [Spread.Of(rule.Least), Spread.Of(rule.Most)];
                foreach (var value in values)
                    foreach (var set in new[] { Asking.Facts.Article, Asking.Facts.Evidence })
                    {
                        var (_, npv, _) = Asking.Draw(profile, Asking.ArticleDay, set.With([new(group, assumption.Id, value)]), 1024);
                        Assert.True(npv.All(column => column.All(double.IsFinite)), $"{set.Name} with {group}.{assumption.Id} = {value}");
                    }
            }
    }
}

using Certus.Decide;

namespace Certus.Tests.Decide;

public sealed class DriverTests
{
    private static readonly Profile Cloud = new() { Role = Role.Cloud, Target = Target.Adjacent, IntroCourse = true, HoursPerWeek = 12, Projects = 3 };

    [Fact]
    public void Drivers_come_with_the_strongest_first_and_name_assumptions()
    {
        var decision = Asking.Of(Cloud, Asking.ArticleDay, Asking.Facts.Evidence);

        Assert.Equal(decision.Drivers.OrderByDescending(driver => driver.Swing).Select(driver => driver.Id), decision.Drivers.Select(driver => driver.Id));
        Assert.Contains(decision.Drivers, driver => driver.Id == AssumptionKeys.CausalShare && driver.NpvAtLow < driver.NpvAtHigh);
        Assert.Contains(decision.Drivers, driver => driver.Id == "hours.MLA" && driver.NpvAtLow > driver.NpvAtHigh);
        Assert.All(decision.Drivers.Where(driver => driver.Id is not ("hourValue" or "roleWait")), driver => Assert.NotNull(decision.Assumptions.Find(driver.Id)));
    }

    [Fact]
    public void What_is_certain_drives_nothing() =>
        Assert.Equal(["hourValue"], Asking.Of(Cloud with { PassChance = new Dictionary<string, double> { ["*"] = 1 } }, Asking.ArticleDay, Asking.Facts.Article.WithoutDoubt()).Drivers.Select(driver => driver.Id));

    [Fact]
    public void The_next_hours_are_compared_between_exam_and_project()
    {
        var none = Asking.Of(Cloud with { Projects = 0 }, Asking.ArticleDay, Asking.Facts.Article).MarginalHour!;
        var full = Asking.Of(Cloud with { Projects = 5 }, Asking.ArticleDay, Asking.Facts.Article).MarginalHour!;

        Assert.True(none.Project > none.Study);
        Assert.True(full.Project <= 0);         // a full portfolio gains nothing by another project
        Assert.True(full.Study > 0);
    }

    [Fact]
    public void An_edited_assumption_is_marked_as_the_learners_own()
    {
        var set = Asking.Facts.Evidence.With(AssumptionKeys.CausalShare, Spread.Of(1));

        Assert.True(set.Find(AssumptionKeys.CausalShare)!.Edited);
        Assert.Single(set.All, assumption => assumption.Edited);
        Assert.Throws<KeyNotFoundException>(() => set.With("luck", Spread.Of(1)));
    }
}

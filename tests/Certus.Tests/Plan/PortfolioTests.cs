namespace Certus.Tests.Plan;

/// <summary>The built-in projects and tracks hang together.</summary>
public sealed class PortfolioTests
{
    private static Certus.Content.Library Library => Repository.BuiltIn.Value.Library;

    [Fact]
    public void There_are_the_three_to_five_projects_that_the_article_asks_for_each_prepared_by_a_lab()
    {
        Assert.InRange(Library.Projects.Count, 3, 5);
        Assert.All(Library.Projects, project => Assert.NotEmpty(project.Labs));
        Assert.All(Library.Projects, project => Assert.NotEmpty(project.Data));
    }

    [Fact]
    public void A_project_takes_weeks_and_not_months() =>
        Assert.All(Library.Projects, project => Assert.InRange(project.Minutes, 10 * 60, 40 * 60));

    [Fact]
    public void Every_milestone_says_when_it_is_done_and_the_last_one_publishes() => Assert.All(Library.Projects, project =>
    {
        Assert.All(project.Milestones, milestone => Assert.NotEmpty(milestone.Done));
        Assert.Equal("publish", project.Milestones[^1].Id);
    });

    [Fact]
    public void Every_trajectory_of_the_article_is_a_track_that_leads_to_projects_and_every_project_is_on_one()
    {
        var roles = Library.Market!.Figures.Where(figure => figure is { Group: "trajectory", Unit: "usdPerYear" }).Select(figure => figure.Id).ToHashSet();

        Assert.Equal(roles, Library.Tracks!.All.Select(track => track.Figure).ToHashSet());
        Assert.All(Library.Tracks.All, track => Assert.NotEmpty(track.Projects));
        Assert.Equal(Library.Projects.Select(project => project.Id).ToHashSet(), Library.Tracks.All.SelectMany(track => track.Projects).ToHashSet());
    }

    [Fact]
    public void What_the_pay_of_a_track_is_not_is_said_beside_it()
    {
        Assert.Contains("no basis", Library.Tracks!.Caveat, StringComparison.Ordinal);
        Assert.All(Library.Tracks.All, track => Assert.NotNull(Library.Market!.Figures.Single(figure => figure.Id == track.Figure).Caveat));
    }
}

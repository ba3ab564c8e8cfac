using System.Net;
using System.Text.Json.Nodes;
using Certus.Measure.TrackRecord;

namespace Certus.Shell.Tests.Web;

public sealed class TrackRecordPageTests(PreparedSite prepared) : IClassFixture<PreparedSite>
{
    [Fact]
    public async Task The_page_shows_the_figures_of_the_published_run()
    {
        using var browser = prepared.Site.NewBrowser();

        var page = (await browser.GetAsync("/measure/track-record")).Ok();

        // Row by row as docs/reports/readiness.md has them, in another order of columns.
        var rows = TrialTables.Summary(PublishedTrial.Current).Split('\n').Skip(2).Where(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();
        Assert.Equal(7, rows.Count);
        Assert.Equal(
            rows.Select(row => string.Join(" | ", (string[])[row[0], row[1], row[5], row[6], row[2], row[3], row[4], row[7]])),
            page.Page.QuerySelectorAll("[data-scenario]").Select(row => string.Join(" | ", row.Children.Select((cell, i) => i == 0 ? char.ToLowerInvariant(cell.TextContent[0]) + cell.TextContent[1..] : cell.TextContent.Replace('\u00a0', ' ')))));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("?scenario=learning-and-forgetting", 3)]
    public async Task The_bins_of_a_scenario_are_those_of_the_report(string query, int scenario)
    {
        using var browser = prepared.Site.NewBrowser();

        var page = (await browser.GetAsync("/measure/track-record" + query)).Ok();

        var chosen = PublishedTrial.Current.Scenarios[scenario];
        var report = TrialTables.Reliability(chosen).Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Trim('|', ' ').Replace(" %", "", StringComparison.Ordinal));
        Assert.Equal(report, page.Page.QuerySelectorAll("section[aria-labelledby=reliability] tbody tr").Select(row => string.Join(" | ", row.Children.Take(4).Select(cell => cell.TextContent.Replace("\u00a0%", "", StringComparison.Ordinal)))));
        var chart = JsonNode.Parse(page.One("script[type='application/json']").TextContent)!;
        Assert.Equal(chosen.Scores.Bins.Count(bin => bin.Count > 0), chart["series"]![1]!["data"]!.AsArray().Count);
        Assert.Contains(chosen.Says, page.Words("section[aria-labelledby=reliability]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_learner_s_own_stand_beside_it()
    {
        using var browser = prepared.Site.NewBrowser();

        var page = (await browser.GetAsync("/measure/track-record")).Ok();

        Assert.StartsWith("Nothing was predicted of the results that are entered", page.Words("section[aria-labelledby=own] p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_that_was_not_run_is_not_found()
    {
        using var browser = prepared.Site.NewBrowser();

        Assert.Equal("No scenario is called 'luck'.", (await browser.GetAsync("/measure/track-record?scenario=luck")).Refused(HttpStatusCode.NotFound));
    }
}

using System.Globalization;
using System.Net;

namespace Certus.Shell.Tests.Web;

public sealed class ExamsPageTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("2026-03-31", "MLS-C01", true)]
    [InlineData("2026-04-01", "MLS-C01", false)]
    public async Task The_exams_are_those_of_the_day_that_was_asked_for(string day, string exam, bool bookable)
    {
        using var browser = site.NewBrowser();

        var row = (await browser.GetAsync($"/exams?on={day}")).Ok().Page.QuerySelectorAll("table.list tbody tr").Single(row => row.QuerySelector("th a")!.TextContent == exam);

        Assert.Equal(bookable, !row.QuerySelector(".badge")!.TextContent.Contains("Closed", StringComparison.Ordinal));
        Assert.Equal($"/exams/{exam}?on={day}", row.QuerySelector("th a")!.GetAttribute("href"));
        Assert.Contains(day, (await browser.GetAsync($"/exams/{exam}?on={day}")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_day_the_exams_are_those_of_the_learners_today()
    {
        site.Clock.Pass(TimeSpan.FromDays(1));
        using var browser = site.NewBrowser();

        var page = (await browser.GetAsync("/exams")).Ok();

        Assert.Equal(site.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), page.Value("#on"));
        Assert.StartsWith("Today, ", page.Words("table.list caption"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2026-02-30")]
    [InlineData("2026-1-2")]
    [InlineData("23.11.2026")]
    [InlineData("0000-00-00")]
    [InlineData("2026-11-23T00:00")]
    [InlineData("<script>")]
    public async Task A_day_that_is_none_is_named(string day)
    {
        using var browser = site.NewBrowser();

        foreach (var path in new[] { "/exams", "/exams/MLS-C01" })
        {
            var answer = await browser.GetAsync($"{path}?on={Uri.EscapeDataString(day)}");
            Assert.Equal($"'{day}' is not a date; write it as 2026-11-23.", answer.Refused(HttpStatusCode.BadRequest));
        }
    }

    [Fact]
    public async Task An_exam_that_questions_test_is_said_to_have_them_and_sources_with_an_address_are_links()
    {
        using var browser = site.NewBrowser();

        var list = (await browser.GetAsync("/exams")).Ok();
        var page = (await browser.GetAsync("/exams/MLA-C01")).Ok();

        string Practice(string code) => list.Page.QuerySelectorAll("table.list tbody tr").Single(row => row.QuerySelector("th a")!.TextContent == code).QuerySelector("[data-label=Practice]")!.TextContent;
        Assert.Equal(("Full exams", "Questions, no full exam", "–"), (Practice("MLS-C01"), Practice("MLA-C01"), Practice("CLF-C02")));
        Assert.NotEmpty(page.Page.QuerySelectorAll("a[href^='/practice?exam=MLA-C01']"));
        Assert.NotEmpty(page.Page.QuerySelectorAll("details.fact-sources:not([open]) a[href^='https://']"));
        Assert.DoesNotContain("On,", list.Words("table.list caption"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exams_page_leads_back_to_the_day_it_was_asked_for_and_to_today()
    {
        using var browser = site.NewBrowser();

        var then = (await browser.GetAsync("/exams/MLS-C01?on=2026-01-15")).Ok();
        var now = (await browser.GetAsync("/exams/MLS-C01")).Ok();

        Assert.Equal(["/exams?on=2026-01-15", "/exams/MLS-C01"], then.Page.QuerySelectorAll("main p:has(+ h1) a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["/exams"], now.Page.QuerySelectorAll("main p:has(+ h1) a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task The_timeline_marks_reported_dates_by_pattern_and_word_and_stands_on_the_day_that_was_asked_for()
    {
        using var browser = site.NewBrowser();

        var now = (await browser.GetAsync("/exams?on=2026-11-23")).Ok();
        var then = (await browser.GetAsync("/exams?on=2025-09-15")).Ok();

        var labels = now.AllWords(".timeline-axis text");
        Assert.Contains(labels, label => label.EndsWith("2026-11-23", StringComparison.Ordinal));
        Assert.Contains("as of 2025-09-15", then.AllWords(".timeline-axis text"));
        Assert.Contains("2027-01-14, reported", labels);        // general availability of MLA-C02
        Assert.Contains("2024-10-08", labels);                  // launch of AIF-C01, by official pages
        Assert.Contains("last day 2026-03-31", labels);
        Assert.Contains("beta from 2026-09-29", labels);
        Bar("MLA-C02: reported, 2027-01-14", "url(#tl-reported)");
        Bar("MLA-C02: beta, 2026-09-29 to 2027-01-13", "url(#tl-beta)");
        Bar("MLA-C01: Japanese, Korean, Simplified Chinese only, 2026-09-29 to 2027-01-13", "url(#tl-limited)");
        Bar("MLA-C01: can be booked, 2024-10-08 to 2026-09-28", null);
        Bar("AIF-C01: no end announced, not looked at since, 2026-10-07", null);
        Assert.NotEmpty(now.Page.QuerySelectorAll(".tl-mark.tl-reported"));
        Assert.Equal(3, now.Page.QuerySelectorAll(".timeline-axis .tl-link").Length);      // MLA, SAP and SCS gave way to their successors
        Assert.Equal(["Closed"], now.Page.QuerySelectorAll(".timeline-codes a[href^='/exams/MLS-C01'] .tl-state").Select(state => state.TextContent));
        Assert.Equal(["Closing"], then.Page.QuerySelectorAll(".timeline-codes a[href='/exams/MLS-C01?on=2025-09-15'] .tl-state").Select(state => state.TextContent));
        Assert.Empty(now.Page.QuerySelectorAll("[style]"));

        void Bar(string begins, string? fill) =>
            Assert.Equal(fill, Assert.Single(now.Page.QuerySelectorAll(".tl-bar"), bar => bar.TextContent.StartsWith(begins, StringComparison.Ordinal)).GetAttribute("fill"));
    }

    [Fact]
    public async Task Every_exam_stands_in_the_tables_of_dates_renewals_and_prerequisites_with_sources_date_and_confidence()
    {
        using var browser = site.NewBrowser();

        var page = (await browser.GetAsync("/exams")).Ok();

        foreach (var exam in site.Library.Register.Certifications)
        {
            foreach (var table in new[] { "dates", "renewal" })
                Assert.Matches("(source|sources|No source), as of [0-9-]{10}; confidence in these facts: (low|medium|high)", page.Words($"tr[data-{table}='{exam.Code}'] .fact-sources summary"));
            Assert.NotEqual("", page.AllWords($"tr[data-experience='{exam.Code}'] td")[0]);
        }
        Assert.Equal("2026-09-29 to an unpublished day", page.AllWords("tr[data-dates='MLA-C02'] td")[0]);
        Assert.Equal("2027-01-14, reported", page.AllWords("tr[data-dates='MLA-C02'] td")[1]);
        Assert.Equal("2026-09-28 but for Japanese, Korean, Simplified Chinese, which end by 2027-01-14, reported", page.AllWords("tr[data-dates='MLA-C01'] td")[2]);
        Assert.Equal("none; instead MLA-C02, AIP-C01, AIF-C01", page.AllWords("tr[data-dates='MLS-C01'] td")[3]);
        Assert.Equal("MLA-C02, AIP-C01", page.AllWords("tr[data-renewal='MLA-C01'] td")[1]);
        Assert.Contains("Required: none for any AWS exam.", page.Words("section[aria-labelledby=before]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("2015-01-01")]
    public async Task A_day_far_away_has_a_timeline_too(string day)
    {
        using var browser = site.NewBrowser();

        var page = await browser.GetAsync($"/exams?on={day}");

        if (day == "2015-01-01") Assert.Equal(site.Library.Register.Certifications.Count, page.Ok().Page.QuerySelectorAll(".timeline-codes a").Length);
        else Assert.Equal($"The catalog knows the years from 2015 to 2040, not {day}.", page.Refused(HttpStatusCode.BadRequest));
    }
}

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

        var row = (await browser.GetAsync($"/exams?on={day}")).Ok().Page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th a")!.TextContent == exam);

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
        Assert.StartsWith("Today, ", page.Words("caption"), StringComparison.Ordinal);
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

        string Practice(string code) => list.Page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th a")!.TextContent == code).QuerySelector("[data-label=Practice]")!.TextContent;
        Assert.Equal(("Full exams", "Questions, no full exam", "–"), (Practice("MLS-C01"), Practice("MLA-C01"), Practice("CLF-C02")));
        Assert.NotEmpty(page.Page.QuerySelectorAll("a[href^='/practice?exam=MLA-C01']"));
        Assert.NotEmpty(page.Page.QuerySelectorAll("details.fact-sources:not([open]) a[href^='https://']"));
        Assert.DoesNotContain("On,", list.Words("caption"), StringComparison.Ordinal);
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
}

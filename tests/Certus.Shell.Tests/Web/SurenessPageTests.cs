using Certus.Practice;
using Certus.Web.Measure;

namespace Certus.Shell.Tests.Web;

public sealed class SurenessPageTests : OnOwnSite
{
    [Fact]
    public async Task Before_anything_was_said_the_page_says_where_to_say_it()
    {
        await _site.SitAsync(_browser, 2, "custom", ("size", "4"));

        var page = (await _browser.GetAsync("/measure/sureness")).Ok();

        Assert.StartsWith("Nothing said yet.", page.Words(".card"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("[data-chart], table"));
    }

    [Fact]
    public async Task What_was_said_and_what_came_stand_in_the_table_and_each_sure_and_wrong_answer_is_linked()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLA-C02"));
        var questions = await _site.QuestionsAsync(id);
        await _browser.EventsAsync(id, [.. questions.Take(40).SelectMany((question, i) => new[]
        {
            Happened.Shown(i + 1), Happened.Answered(i + 1, i % 2 == 0 ? question.Key.Values : MeasureSite.Wrong(question)), Happened.Rated(i + 1, i < 30 ? "sure" : "guess"),
        })]);
        await _browser.PostAsync($"/sittings/{id}/end");
        var report = Report.Of(await _site.SittingAsync(id), questions, null);

        var page = (await _browser.GetAsync("/measure/sureness")).Ok();

        foreach (var (level, row) in SurenessCalibration.Of(report.Items).Levels.Zip(page.Page.QuerySelectorAll("section[aria-labelledby=curve] tbody tr")))
            Assert.Equal([$"{level.Answers}", $"{level.Right}", level.Answers == 0 ? "–" : MeasureWords.Percent(level.Share)], row.QuerySelectorAll("td").Take(3).Select(cell => cell.TextContent));
        Assert.Contains("You are surer than you are right.", page.Words("section[aria-labelledby=curve]"), StringComparison.Ordinal);
        var wrong = report.SureAndWrong.Select(item => $"/sittings/{id}/result?show=sure#q{item.Item.Position}").Reverse().ToList();
        Assert.NotEmpty(wrong);
        Assert.Equal(wrong.Take(20), page.Page.QuerySelectorAll("section[aria-labelledby=wrong] li a").Select(link => link.GetAttribute("href")));
    }
}

using System.Text.Json.Nodes;
using Certus.Store;
using Certus.Web.Measure;

namespace Certus.Shell.Tests.Web;

public sealed class MeasureHistoryTests : OnOwnSite
{
    [Fact]
    public async Task Each_day_with_an_answer_that_counts_is_a_point_with_the_reading_of_its_end()
    {
        await _site.SitAsync(_browser, 2);
        _site.Clock.Pass(TimeSpan.FromHours(3));
        await _site.SitAsync(_browser, 4, "custom", ("size", "10"), ("minutes", "20"));      // the same day
        _site.Clock.Pass(TimeSpan.FromDays(2));
        await _site.SitAsync(_browser, 3, "study", ("size", "4"));                           // without a clock
        _site.Clock.Pass(TimeSpan.FromDays(1));
        await _site.SitAsync(_browser, 3, "custom", ("size", "12"), ("minutes", "20"));

        var page = (await _browser.GetAsync("/measure/history?exam=MLA-C02")).Ok();

        var exam = _site.Library.Register.ByCode["MLA-C02"];
        var form = ReadinessInputs.FormOf(exam, _site.Library.Bank)!;
        var answered = await new AnswerHistory(_site.Of<Sittings>()).ReadAsync(Learner.Local, _site.Clock.GetUtcNow(), Site.Cancel);
        var first = ReadinessInputs.ReadinessAt(answered.Take(75), exam, form, new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), 1);
        var last = ReadinessInputs.ReadinessAt(answered, exam, form, _site.Clock.GetUtcNow().AddTicks(1), 1);
        string[] Row(string day, Certus.Measure.Readiness.ExamReadiness reading) =>
            [day, MeasureWords.Chance(reading.Chance), MeasureWords.Range(reading.Range), MeasureWords.Percent(reading.Share), MeasureWords.Range(reading.ShareRange), $"{reading.Answers}"];
        Assert.Equal((75, 87), (first.Answers, last.Answers));
        Assert.Equal(
            [.. Row("2026-11-26", last), .. Row("2026-11-23", first)],
            page.Page.QuerySelectorAll("section[aria-labelledby=figures] details:first-of-type tbody tr").SelectMany(row => row.Children.Select(cell => cell.TextContent)));
        Assert.Equal(
            last.Domains.Select(domain => $"{MeasureWords.Percent(domain.Share)} ({MeasureWords.Range(domain.ShareRange)})"),
            page.Page.QuerySelector("section[aria-labelledby=figures] details:last-of-type tbody tr")!.QuerySelectorAll("td").Select(cell => cell.TextContent));
        var chart = JsonNode.Parse(page.Page.QuerySelectorAll("script[type='application/json']")[0].TextContent)!;
        Assert.Equal([Math.Round(100 * first.Chance, 1), Math.Round(100 * last.Chance, 1)], chart["series"]![2]!["data"]!.AsArray().Select(point => point![1]!.GetValue<double>()));
        Assert.StartsWith($"From {MeasureWords.Chance(first.Chance)} ".Replace('\u00a0', ' '), page.Words("[data-change]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_day_is_told_and_draws_no_line()
    {
        await _site.SitAsync(_browser, 2);

        var page = (await _browser.GetAsync("/measure/history?exam=MLA-C02")).Ok();

        Assert.EndsWith("A line needs a second one.", page.Words("[data-change]"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("[data-chart]"));
        Assert.Single(page.Page.QuerySelectorAll("section[aria-labelledby=figures] details:first-of-type tbody tr"));
    }

    [Fact]
    public async Task Without_an_answer_that_counts_it_leads_to_where_to_begin()
    {
        await _site.SitAsync(_browser, 3, "study", ("size", "4"));

        var page = (await _browser.GetAsync("/measure/history?exam=MLA-C02")).Ok();

        Assert.StartsWith("No answer to a question of MLA-C02 counts yet.", page.Words(".card"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("[data-chart], table"));
    }

    [Fact]
    public async Task A_real_result_of_the_exam_is_marked_and_one_of_another_exam_is_not()
    {
        await _site.SitAsync(_browser, 2);
        _site.Clock.Pass(TimeSpan.FromDays(2));
        await _site.SitAsync(_browser, 3, "custom", ("size", "10"), ("minutes", "20"));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        await _browser.PostAsync("/measure/results", ("exam", "MLA-C02"), ("day", "2026-11-26"), ("outcome", "failed"), ("total", "661"));
        await _browser.PostAsync("/measure/results", ("exam", "AIP-C01"), ("day", "2026-11-25"), ("outcome", "passed"), ("total", "800"));

        var page = (await _browser.GetAsync("/measure/history?exam=MLA-C02")).Ok();

        var charts = page.Page.QuerySelectorAll("script[type='application/json']").Select(script => JsonNode.Parse(script.TextContent)!).ToList();
        Assert.Equal("""["2026-11-26",0]""", charts[0]["series"]![3]!["data"]![0]!.ToJsonString());
        Assert.Equal(4, charts[0]["series"]!.AsArray().Count);
        Assert.Equal("failed, 661", charts[1]["series"]![2]!["markLine"]!["data"]![1]!["label"]!["formatter"]!.GetValue<string>());
        Assert.Contains("Real results: 2026-11-26 failed with 661.", page.Words("section[aria-labelledby=figures]"), StringComparison.Ordinal);
    }

    [Fact]
    public void More_days_than_a_line_can_show_are_thinned_evenly_and_the_first_and_the_last_stay()
    {
        List<DateOnly> days = [.. Enumerable.Range(0, 143).Select(i => new DateOnly(2026, 1, 1).AddDays(2 * i))];

        var thinned = OverTime.Thinned(days);

        Assert.Equal(OverTime.MostPoints, thinned.Count);
        Assert.Equal((days[0], days[^1]), (thinned[0], thinned[^1]));
        Assert.All(thinned.Zip(thinned.Skip(1)), pair => Assert.InRange(pair.Second.DayNumber - pair.First.DayNumber, 4, 6));
        Assert.Equal(days.Take(60), OverTime.Thinned([.. days.Take(60)]));
    }
}

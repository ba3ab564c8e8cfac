using System.Text.Json;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class HomeTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private Browser _browser = null!;

    [Fact]
    public async Task Somebody_new_is_asked_to_begin_with_ten_questions()
    {
        var home = (await _browser.GetAsync("/")).Ok();
        var history = (await _browser.GetAsync("/history")).Ok();

        Assert.Equal("Would you pass?", home.Heading);
        Assert.Equal("/practice#quick", home.One("main a.primary").GetAttribute("href"));
        Assert.StartsWith("No attempt yet.", history.Words(".lede"), StringComparison.Ordinal);
        Assert.Empty(history.Page.QuerySelectorAll("table, .chart"));
    }

    [Fact]
    public async Task A_running_sitting_comes_first_with_where_to_go_on_and_the_time_left()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await AnswerAsync(id, position => position <= 2);
        _site.Clock.Pass(TimeSpan.FromMinutes(30));

        var home = (await _browser.GetAsync("/")).Ok();

        Assert.Contains("150 min left The clock is running.2 of 65 answered", home.Words("main section"), StringComparison.Ordinal);
        Assert.Equal($"/sittings/{id}/3", home.One("main section:first-of-type a.primary").GetAttribute("href"));
        Assert.Contains("clock running", (await _browser.GetAsync("/history")).Words("tbody tr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_set_is_called_so()
    {
        var id = await _browser.StartAsync("custom", ("exam", "MLS-C01"), ("size", "3"), ("minutes", "10"));
        await _browser.EventsAsync(id, Happened.Paused());

        Assert.Contains("0 of 3 answered, paused", (await _browser.GetAsync("/")).Words("main section"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_clocks_come_first_the_least_time_left_before_all_and_none_is_hidden()
    {
        var exam = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        var hour = await _browser.StartAsync("custom", ("exam", "MLS-C01"), ("size", "3"), ("minutes", "60"));
        var paused = await _browser.StartAsync("custom", ("exam", "MLS-C01"), ("size", "3"), ("minutes", "10"));
        await _browser.EventsAsync(paused, Happened.Paused());
        var late = await _browser.StartAsync("custom", ("exam", "MLS-C01"), ("size", "3"), ("minutes", "90"));
        _site.Clock.Pass(TimeSpan.FromMinutes(1));
        await _browser.StartAsync("quick", ("exam", "MLS-C01"));

        var home = (await _browser.GetAsync("/")).Ok();

        Assert.Equal(new[] { hour, late, exam }.Select(id => $"/sittings/{id}/1"), home.Page.QuerySelectorAll("main .card.marked a.primary").Select(link => link.GetAttribute("href")));
        Assert.Equal(3, home.Page.QuerySelectorAll(".card.clocked").Length);
        Assert.Equal(["59 min left", "89 min left", "179 min left"], home.AllWords(".time-left b"));
        Assert.Contains("2 more not ended", home.Words("main section"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_everything_is_answered_the_way_on_is_the_end()
    {
        var id = await _browser.StartAsync("study", ("exam", "MLS-C01"), ("size", "3"));
        await AnswerAsync(id, _ => true);

        var home = (await _browser.GetAsync("/")).Ok();

        Assert.Equal("End and see the report", home.Words("main .card.marked a.primary"));
        Assert.Equal($"/sittings/{id}/end", home.One("main .card.marked a.primary").GetAttribute("href"));
        Assert.Contains("not ended", (await _browser.GetAsync("/history")).Words("tbody tr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_beta_is_told_with_its_own_fee_and_size()
    {
        var home = (await _browser.GetAsync("/")).Ok();

        var card = home.AllWords("article.card").Single(words => words.StartsWith("MLA-C02", StringComparison.Ordinal));
        Assert.Contains("MachineLearningEngineer–AssociateBetaInbetasince", Bare(card), StringComparison.Ordinal);
        Assert.Contains("Beta:$75·85questions·170minutesAfterward:$150·65questions·passmark720", Bare(card), StringComparison.Ordinal);
        var row = (await _browser.GetAsync("/exams")).Ok().AllWords("table.list tbody tr").Single(words => words.StartsWith("MLA-C02", StringComparison.Ordinal));
        Assert.Contains("Beta–$75$150later720", Bare(row), StringComparison.Ordinal);
        Assert.Contains("the beta: $75 · 85 questions · 170 minutes.", (await _browser.GetAsync("/practice/exam/MLA-C02")).Ok().Words("main .note"), StringComparison.Ordinal);
        Assert.Contains("$75", (await _browser.GetAsync("/exams/MLA-C02")).Ok().Words("main .note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exam_that_only_other_sources_report_is_called_so()
    {
        var row = (await _browser.GetAsync("/exams?on=2027-02-01")).Ok().AllWords("table.list tbody tr").Single(words => words.StartsWith("MLA-C02", StringComparison.Ordinal));

        Assert.Contains("Reported,notconfirmed–$150720", Bare(row), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_exam_the_domain_that_fell_furthest_short_comes_next()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        var items = (await _site.SittingAsync(id)).Start.Form.Items;
        await AnswerAsync(id, position => items[position - 1].Domain is "MLS-C01/1" or "MLS-C01/4" || (items[position - 1].Domain is "MLS-C01/2" && position % 2 == 0));
        await _browser.PostAsync($"/sittings/{id}/end");

        var home = (await _browser.GetAsync("/")).Ok();

        Assert.Equal("Your last full exam fell furthest short in Modeling.", home.Words("main .lede"));
        var study = home.One("main section:first-of-type a.primary").GetAttribute("href")!;
        Assert.Equal("MLS-C01/3", (await _browser.GetAsync(study.Split('#')[0])).Ok().Value("#domain option[selected]"));
    }

    [Fact]
    public async Task A_set_after_the_exam_does_not_change_what_the_exam_said()
    {
        var exam = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        var items = (await _site.SittingAsync(exam)).Start.Form.Items;
        await AnswerAsync(exam, position => items[position - 1].Domain != "MLS-C01/3");
        await _browser.PostAsync($"/sittings/{exam}/end");
        _site.Clock.Pass(TimeSpan.FromHours(1));
        var quick = await _browser.StartAsync("custom", ("exam", "MLS-C01"), ("domain", "MLS-C01/1"), ("size", "5"));
        await _browser.PostAsync($"/sittings/{quick}/end");

        Assert.Equal("Your last full exam fell furthest short in Modeling.", (await _browser.GetAsync("/")).Ok().Words("main .lede"));
    }

    [Fact]
    public async Task After_an_exam_without_a_fault_the_choice_is_free()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await AnswerAsync(id, _ => true);
        await _browser.PostAsync($"/sittings/{id}/end");

        Assert.Equal("/practice", (await _browser.GetAsync("/")).Ok().One("main section:first-of-type a.primary").GetAttribute("href"));
    }

    [Fact]
    public async Task History_keeps_every_attempt_the_latest_first_with_the_score_of_full_exams_only()
    {
        var quick = await _browser.StartAsync("quick", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{quick}/end");
        _site.Clock.Pass(TimeSpan.FromHours(1));
        var exam = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await AnswerAsync(exam, position => position <= 40);
        await _browser.PostAsync($"/sittings/{exam}/end");

        var page = (await _browser.GetAsync("/history")).Ok();

        var report = Report.Of(await _site.SittingAsync(exam), await _site.QuestionsAsync(exam), 750);
        var rows = page.AllWords("tbody tr");
        Assert.Equal(2, rows.Count);
        Assert.Equal($"MLS-C01 full exam 2026-11-23 13:00 {report.Right} of 50 {report.Scaled!.Shown(report.Scaled.Value)} ({report.Scaled.Shown(report.Scaled.Range.Low)}–{report.Scaled.Shown(report.Scaled.Range.High)}) 0", rows[0]);
        Assert.Equal("MLS-C01 ten questions 2026-11-23 12:00 0 of 10 – 0", rows[1]);
        Assert.Empty(page.Page.QuerySelectorAll(".chart"));
    }

    [Fact]
    public async Task Two_full_exams_make_a_trend_with_the_pass_mark()
    {
        List<int> scores = [];
        foreach (var right in new[] { 20, 50 })
        {
            var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
            await AnswerAsync(id, position => position <= right);
            await _browser.PostAsync($"/sittings/{id}/end");
            var scaled = Report.Of(await _site.SittingAsync(id), await _site.QuestionsAsync(id), 750).Scaled!;
            scores.Add(scaled.Shown(scaled.Value));
            _site.Clock.Pass(TimeSpan.FromDays(1));
        }

        var page = (await _browser.GetAsync("/history")).Ok();

        var series = JsonDocument.Parse(page.One("script[type='application/json']").TextContent).RootElement.GetProperty("series")[0];
        Assert.Equal(scores, series.GetProperty("data").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Contains("750", series.GetProperty("markLine").GetRawText(), StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync()
    {
        _browser = _site.NewBrowser();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _site.DisposeAsync();
    }

    private static string Bare(string words) => words.Replace(" ", "", StringComparison.Ordinal);

    private async Task AnswerAsync(Guid id, Func<int, bool> whether) => (await _browser.EventsAsync(id,
        [.. (await _site.QuestionsAsync(id)).Index().Where(entry => whether(entry.Index + 1)).Select(entry => Happened.Answered(entry.Index + 1, entry.Item.Key.Values))])).Ok();
}

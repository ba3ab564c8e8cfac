using System.Net;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class ClockTests(SoundSite site) : IClassFixture<SoundSite>, IDisposable
{
    private readonly Browser _browser = site.NewBrowser();

    [Theory]
    [InlineData("", 20)]
    [InlineData("30", 50)]
    public async Task An_answer_counts_until_the_last_moment_and_no_longer(string extra, int minutes)
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam), ("extra", extra));
        var position = await SingleAsync(id);
        site.Clock.Pass(TimeSpan.FromMinutes(minutes) - TimeSpan.FromMilliseconds(1));
        var inTime = (await _browser.EventsAsync(id, Happened.Answered(position, 1))).Ok();
        site.Clock.Pass(TimeSpan.FromMilliseconds(1));

        var late = (await _browser.EventsAsync(id, Happened.Answered(position, 2))).Ok();

        Assert.Equal(1, inTime.Json.GetProperty("accepted").GetArrayLength());
        Assert.False(inTime.Json.GetProperty("over").GetBoolean());
        Assert.Equal(0, late.Json.GetProperty("accepted").GetArrayLength());
        Assert.Equal("The sitting was over 0 s before this arrived.", late.Json.GetProperty("refused")[0].GetProperty("reason").GetString());
        Assert.True(late.Json.GetProperty("over").GetBoolean());
        Assert.Equal(Picks.Of([1]), (await site.SittingAsync(id)).At(position).Picks);
    }

    [Fact]
    public async Task When_the_time_is_up_every_page_leads_to_the_result_without_an_end()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await _browser.EventsAsync(id, Happened.Answered(await SingleAsync(id), 1));
        site.Clock.Pass(TimeSpan.FromMinutes(SoundSite.Minutes));
        var before = site.Rows();

        foreach (var page in new[] { "1", "review", "end" }) Assert.Equal($"/sittings/{id}/result", (await _browser.GetAsync($"/sittings/{id}/{page}")).RedirectsTo());
        Assert.Equal($"/sittings/{id}/result", (await _browser.PostAsync($"/sittings/{id}/end")).RedirectsTo());
        var result = (await _browser.GetAsync($"/sittings/{id}/result")).Ok();

        Assert.Contains("the time ran out", result.Text, StringComparison.Ordinal);
        Assert.Contains("20:00 of 20 minutes", result.Words(".facts"), StringComparison.Ordinal);
        Assert.Equal(before, site.Rows());
    }

    [Fact]
    public async Task A_form_that_comes_too_late_is_told_so_and_not_counted()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam));
        var position = await SingleAsync(id);
        await _browser.GetAsync($"/sittings/{id}/{position}");
        site.Clock.Pass(TimeSpan.FromMinutes(SoundSite.Minutes) + TimeSpan.FromSeconds(9));

        var late = await _browser.PostAsync($"/sittings/{id}/{position}", ("pick", "1"), ("go", "next"));

        Assert.Equal("The sitting was over 9 s before this arrived, so it does not count.", late.Refused(HttpStatusCode.Conflict));
        Assert.True((await site.SittingAsync(id)).At(position).Picks.IsBlank);
    }

    [Fact]
    public async Task The_page_shows_the_time_that_is_left()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam), ("extra", "30"));
        site.Clock.Pass(TimeSpan.FromMinutes(12.5));

        var page = (await _browser.GetAsync($"/sittings/{id}/1")).Ok();

        Assert.Equal("37:30", page.Words("[role=timer]"));
        Assert.Equal(site.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), page.One("body").GetAttribute("data-now"));
        Assert.Contains("About 38 min left on the clock.", (await _browser.GetAsync($"/sittings/{id}/end")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_clock_time_never_runs_out()
    {
        var id = await _browser.StartAsync("study", ("exam", SoundSite.Exam), ("size", "3"));
        site.Clock.Pass(TimeSpan.FromDays(400));

        var page = (await _browser.GetAsync($"/sittings/{id}/1")).Ok();
        var reply = (await _browser.EventsAsync(id, Happened.Flagged(1))).Ok();

        Assert.Empty(page.Page.QuerySelectorAll("[role=timer]"));
        Assert.Equal(1, reply.Json.GetProperty("accepted").GetArrayLength());
    }

    [Fact]
    public async Task The_longest_of_the_extra_time_is_told_in_the_report()
    {
        var id = await _browser.StartAsync("exam", ("exam", SoundSite.Exam), ("extra", "30"));
        await _browser.PostAsync($"/sittings/{id}/end");

        Assert.Contains("of 50 minutes, 30 of them extra", (await _browser.GetAsync($"/sittings/{id}/result")).Words(".facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_thirty_minutes_can_be_had_on_top_and_only_in_an_exam()
    {
        var exam = await _browser.StartAsync("exam", ("exam", SoundSite.Exam), ("extra", "3000"));
        var set = await _browser.StartAsync("custom", ("exam", SoundSite.Exam), ("size", "3"), ("minutes", "5"), ("extra", "30"));

        Assert.Equal(0, (await site.SittingAsync(exam)).Start.ExtraMinutes);
        Assert.Equal(5, (await site.SittingAsync(set)).Start.Minutes);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<int> SingleAsync(Guid id) => (await site.SittingAsync(id)).Start.Form.Items.First(item => item.Shape.Type == Catalog.QuestionType.Single).Position;
}

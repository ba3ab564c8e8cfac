using System.Net;

namespace Certus.Shell.Tests.Web;

public sealed class DiscardTests : IAsyncLifetime
{
    private readonly Site _site = new();
    private Browser _browser = null!;

    [Fact]
    public async Task A_discarded_attempt_is_listed_only_among_the_discarded_and_undo_brings_it_back_as_it_was()
    {
        var kept = await _browser.StartAsync("quick", ("exam", "MLS-C01"));
        var id = await _browser.StartAsync("study", ("exam", "MLS-C01"), ("size", "3"));
        await _browser.EventsAsync(id, Happened.Answered(1, 0));

        var after = (await _browser.PostAsync($"/sittings/{id}/discard")).RedirectsTo();

        var history = (await _browser.GetAsync(after)).Ok();
        Assert.Equal($"/history?discarded={id}", after);
        Assert.Equal("MLS-C01 study set of 2026-11-23 12:00 discarded.", history.Words("main .note [role=status]"));
        Assert.Equal($"/sittings/{id}/restore", history.One("main form.note").GetAttribute("action"));
        Assert.Equal([$"/sittings/{kept}/1"], history.Page.QuerySelectorAll("tbody th a").Select(link => link.GetAttribute("href")));
        Assert.Equal("1 discarded attempt", history.Words("main a[href='/history?show=discarded']"));
        Assert.DoesNotContain(id.ToString(), (await _browser.GetAsync("/")).Ok().Text, StringComparison.Ordinal);
        Assert.Contains(id.ToString(), (await _browser.GetAsync("/history?show=discarded")).Ok().One("tbody form").GetAttribute("action"), StringComparison.Ordinal);

        Assert.Equal("/history", (await _browser.PostAsync($"/sittings/{id}/restore")).RedirectsTo());

        Assert.Equal(1, (await _site.SittingAsync(id)).Places.Count(place => !place.Picks.IsBlank));
        (await _browser.GetAsync($"/sittings/{id}/2")).Ok();
        Assert.Equal(2, (await _browser.GetAsync("/history")).AllWords("tbody tr").Count);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("review")]
    [InlineData("end")]
    [InlineData("result")]
    [InlineData("paused")]
    [InlineData("bundle")]
    public async Task The_pages_of_a_discarded_attempt_lead_to_the_discarded_ones(string page)
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{id}/discard");

        Assert.Equal("/history?show=discarded", (await _browser.GetAsync($"/sittings/{id}/{page}")).RedirectsTo());
    }

    [Fact]
    public async Task Nothing_is_recorded_in_a_discarded_attempt()
    {
        var id = await _browser.StartAsync("quick", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{id}/discard");

        var reply = (await _browser.EventsAsync(id, Happened.Answered(1, 0))).Ok().Json;
        await _browser.PostAsync($"/sittings/{id}/end");

        Assert.Equal("The attempt is discarded; take it back first.", reply.GetProperty("refused")[0].GetProperty("reason").GetString());
        Assert.True((await _site.SittingAsync(id)).Places[0].Picks.IsBlank);
        Assert.Null((await _site.SittingAsync(id)).EndedByLearnerAt);
    }

    [Fact]
    public async Task The_clock_of_a_discarded_exam_runs_on_and_it_can_be_taken_back_after_its_end()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{id}/discard");
        _site.Clock.Pass(TimeSpan.FromHours(4));

        Assert.Equal("No attempt is left here.", (await _browser.GetAsync("/history")).Ok().Words(".lede"));
        Assert.Equal("/history", (await _browser.PostAsync($"/sittings/{id}/restore")).RedirectsTo());

        Assert.Contains("the time ran out", (await _browser.GetAsync($"/sittings/{id}/result")).Ok().Words("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_discarded_exam_never_showed_stays_new_until_it_is_taken_back()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{id}/discard");
        _site.Clock.Pass(TimeSpan.FromHours(4));
        async Task<string> CheckInAsync() => (await _browser.GetAsync("/practice/exam/MLS-C01")).Ok().Words(".facts");

        Assert.Contains("All of them.", await CheckInAsync(), StringComparison.Ordinal);
        await _browser.PostAsync($"/sittings/{id}/restore");

        Assert.Equal(65, (await _site.Of<Certus.Store.Sittings>().ExposureAsync(Certus.Store.Learner.Local, _site.Clock.GetUtcNow(), Site.Cancel)).LastShown.Count);
    }

    [Fact]
    public async Task An_attempt_that_is_over_is_kept()
    {
        var id = await _browser.StartAsync("quick", ("exam", "MLS-C01"));
        await _browser.PostAsync($"/sittings/{id}/end");

        var answer = await _browser.PostAsync($"/sittings/{id}/discard");

        Assert.Equal("That attempt is over; its report is kept.", answer.Refused(HttpStatusCode.Conflict));
        Assert.Empty((await _browser.GetAsync("/history")).Ok().Page.QuerySelectorAll("tbody form"));
    }

    [Fact]
    public async Task Discarding_twice_is_discarding_once_and_taking_back_what_is_there_changes_nothing()
    {
        var id = await _browser.StartAsync("quick", ("exam", "MLS-C01"));

        await _browser.PostAsync($"/sittings/{id}/restore");
        var none = _site.Rows()["events"];
        await _browser.PostAsync($"/sittings/{id}/discard");
        await _browser.PostAsync($"/sittings/{id}/discard");

        Assert.Equal(0, none);
        Assert.Equal(1, _site.Rows()["events"]);
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
}

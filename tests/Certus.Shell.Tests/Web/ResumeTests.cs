using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class ResumeTests
{
    [Fact]
    public async Task Another_browser_goes_on_where_the_first_one_was()
    {
        await using var site = new SoundSite();
        using Browser first = site.NewBrowser(), second = site.NewBrowser();
        var id = await first.StartAsync("exam", ("exam", SoundSite.Exam));
        await AnswerAsync(site, first, id, 1);

        var home = (await second.GetAsync("/")).Ok();
        var page = (await second.GetAsync($"/sittings/{id}/1")).Ok();
        await AnswerAsync(site, second, id, 2);

        Assert.Equal($"/sittings/{id}/2", home.One("main a.button.primary").GetAttribute("href"));
        Assert.NotEmpty(page.Page.QuerySelectorAll("[name=pick][checked], [name=pick] option[selected][value]:not([value=''])"));
        Assert.Equal("2 answered", (await first.GetAsync($"/sittings/{id}/review")).Words(".tally > span"));
    }

    [Fact]
    public async Task After_a_restart_all_answers_are_there_and_the_clock_has_run_on()
    {
        using var data = new Store.TempDirectory();
        var before = new Site(data.FullName, Cli.CommandLine.Bank("sound-bank"));
        using var browser = before.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        foreach (var position in new[] { 1, 2, 3 }) await AnswerAsync(before, browser, id, position);
        await browser.EventsAsync(id, Happened.Flagged(4), Happened.Commented(5, "Later."), Happened.Struck(6, 1), Happened.Rated(1, "guess"));
        var then = await before.SittingAsync(id);

        await using var after = await before.RestartAsync();
        after.Clock.Pass(TimeSpan.FromMinutes(7));
        using var again = after.NewBrowser();
        var page = (await again.GetAsync($"/sittings/{id}/1")).Ok();
        var now = await after.SittingAsync(id);

        Assert.Equal("13:00", page.Words("[role=timer]"));
        Assert.Equal(then.Places.Select(Words), now.Places.Select((place, i) => Words(i == 0 ? place with { ShownAt = then.At(1).ShownAt } : place)));
        Assert.Equal("3 answered", (await again.GetAsync($"/sittings/{id}/review")).Words(".tally > span"));
        await AnswerAsync(after, again, id, 4);
        after.Clock.Pass(TimeSpan.FromMinutes(13));
        Assert.Equal($"/sittings/{id}/result", (await again.GetAsync($"/sittings/{id}/1")).RedirectsTo());
    }

    [Fact]
    public async Task A_sitting_whose_time_ran_out_while_the_program_was_off_is_over_when_it_comes_back()
    {
        using var data = new Store.TempDirectory();
        var before = new Site(data.FullName, Cli.CommandLine.Bank("sound-bank"));
        using var browser = before.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await AnswerAsync(before, browser, id, 1);

        await using var after = await before.RestartAsync();
        after.Clock.Pass(TimeSpan.FromDays(2));
        using var again = after.NewBrowser();
        var result = (await again.GetAsync($"/sittings/{id}/result")).Ok();
        var home = (await again.GetAsync("/")).Ok();

        Assert.Contains("the time ran out", result.Text, StringComparison.Ordinal);
        Assert.Contains("20:00 of 20 minutes", result.Words(".facts"), StringComparison.Ordinal);
        Assert.Equal("Right", result.Words("#q1 > summary > .badge"));
        Assert.Contains($"/sittings/{id}/result", home.Page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")));
    }

    private static async Task AnswerAsync(Site site, Browser browser, Guid id, int position)
    {
        var key = (await site.QuestionsAsync(id))[position - 1].Key;
        (await browser.PostAsync($"/sittings/{id}/{position}", [.. key.Values.Select(pick => ("pick", $"{pick}")), ("go", "next")])).RedirectsTo();
    }

    private static string Words(Place place) => $"{place.Picks} {place.FirstPicks} {place.Changes} {place.Flagged} {place.StruckBits} {place.Level} {place.Comment} {place.ShownAt:O}";
}

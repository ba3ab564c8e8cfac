using System.Net;
using System.Text.Json;

namespace Certus.Shell.Tests.Web;

public sealed class SettingsTests(Site site) : IClassFixture<Site>, IDisposable
{
    private static readonly (string Name, string Value)[] Usual =
        [("on", "on"), ("letters", "on"), ("digits", "on"), ("next", "j"), ("previous", "k"), ("flag", "m"), ("review", "r"), ("clock", "t"), ("help", "?"), ("sure", "s")];

    private const string Allowed = "Type one letter, digit or sign that a US keyboard has.";

    private readonly Browser _browser = site.NewBrowser();

    [Fact]
    public async Task Keys_that_were_chosen_are_saved_shown_and_used_by_the_exam_page()
    {
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));

        var saved = (await SendAsync(("next", "N"), ("previous", "p"), ("digits", null), ("help", ""))).RedirectsTo();

        var settings = (await _browser.GetAsync(saved)).Ok();
        Assert.Equal("Saved.", settings.Words("[role=status]"));
        Assert.Equal(("n", "p", ""), (settings.Value("#key-next"), settings.Value("#key-previous"), settings.Value("#key-help")));
        Assert.False(settings.One("input[name=digits]").HasAttribute("checked"));
        var keys = JsonDocument.Parse((await _browser.GetAsync($"/sittings/{id}/1")).Ok().One("body").GetAttribute("data-keys")!).RootElement;
        Assert.Equal(("n", "p", ""), (keys.GetProperty("next").GetString(), keys.GetProperty("previous").GetString(), keys.GetProperty("help").GetString()));
        Assert.Equal((false, true), (keys.GetProperty("digits").GetBoolean(), keys.GetProperty("letters").GetBoolean()));
        var help = (await _browser.GetAsync($"/sittings/{id}/1")).AllWords("#help tbody tr");
        Assert.Contains("NNext question", help);
        Assert.DoesNotContain(help, row => row.Contains("1 to 6", StringComparison.Ordinal) || row.Contains("List of keys", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_usual_keys_come_back_with_one_press_and_nothing_else_changes()
    {
        await SendAsync(("next", "n"), ("extra", "true"));

        (await _browser.PostAsync("/settings", ("reset", "true"))).RedirectsTo();

        var settings = (await _browser.GetAsync("/settings")).Ok();
        Assert.Equal("j", settings.Value("#key-next"));
        Assert.True(settings.One("input[name=extra]").HasAttribute("checked"));
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        Assert.False((await _browser.GetAsync($"/sittings/{id}/1")).One("body").HasAttribute("data-keys"));
    }

    [Fact]
    public async Task Keys_can_be_turned_off_altogether()
    {
        await SendAsync(("on", null));

        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));

        var page = (await _browser.GetAsync($"/sittings/{id}/1")).Ok();
        Assert.False(JsonDocument.Parse(page.One("body").GetAttribute("data-keys")!).RootElement.GetProperty("on").GetBoolean());
        Assert.Equal("Keys are turned off in the settings.", page.Words("#help .note"));
        Assert.StartsWith("Ctrl Z", Assert.Single(page.AllWords("#help tbody tr")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("next", "k", "K is also the key for Previous question.", "Next question and Previous question")]
    [InlineData("sure", "?", "? is also the key for List of keys.", "How sure: guess, unsure, sure and List of keys")]
    [InlineData("next", "xy", Allowed, "Next question")]
    [InlineData("flag", "a", "A chooses an option. Take another key, or turn off A to F.", "Flag")]
    [InlineData("clock", "F", "F chooses an option. Take another key, or turn off A to F.", "Hide or show the clock")]
    [InlineData("review", "3", "3 chooses an option. Take another key, or turn off 1 to 6.", "Review grid")]
    [InlineData("help", "\u0007", Allowed, "List of keys")]
    [InlineData("help", "ö", Allowed, "List of keys")]
    [InlineData("help", "é́", Allowed, "List of keys")]
    public async Task A_key_that_cannot_be_is_named_what_was_typed_stays_and_nothing_is_saved(string name, string value, string sentence, string fields)
    {
        await SendAsync();
        var before = site.Rows();

        var answer = await SendAsync((name, value), ("extra", "true"));

        Assert.Equal($"Nothing was saved. Look again at {fields}.", answer.Refused(HttpStatusCode.BadRequest));
        Assert.Equal("true", answer.One($"#key-{name}").GetAttribute("aria-invalid"));
        Assert.Equal(sentence, answer.Words($"#{answer.One($"#key-{name}").GetAttribute("aria-describedby")}"));
        Assert.Equal(answer.Page.QuerySelectorAll("[role=alert] a").Select(link => link.GetAttribute("href")), answer.Page.QuerySelectorAll("[aria-invalid]").Select(box => $"#{box.Id}"));
        Assert.Equal(value.ToLowerInvariant(), answer.Value($"#key-{name}"));
        Assert.True(answer.One("input[name=extra]").HasAttribute("checked"));
        Assert.Equal(before, site.Rows());
        Assert.False((await _browser.GetAsync("/settings")).One("input[name=extra]").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_letter_of_an_option_may_serve_where_letters_choose_nothing()
    {
        (await SendAsync(("letters", null), ("flag", "a"))).RedirectsTo();

        Assert.Equal("a", (await _browser.GetAsync("/settings")).Value("#key-flag"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_extra_time_is_ticked_at_check_in_where_it_is_wanted(bool wanted)
    {
        await SendAsync(("extra", wanted ? "true" : null));

        Assert.Equal(wanted, (await _browser.GetAsync("/practice/exam/MLS-C01")).Ok().One("input[name=extra]").HasAttribute("checked"));
    }

    [Fact]
    public async Task What_a_later_version_wrote_is_read_as_the_usual()
    {
        await site.Of<Certus.Store.Preferences>().SetAsync(Certus.Store.Learner.Local, "keys", "{\"next\":[1,2]}", Site.Cancel);
        await site.Of<Certus.Store.Preferences>().SetAsync(Certus.Store.Learner.Local, "extra-time", "\"perhaps\"", Site.Cancel);

        Assert.Equal("j", (await _browser.GetAsync("/settings")).Ok().Value("#key-next"));
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        (await _browser.GetAsync($"/sittings/{id}/1")).Ok();
    }

    [Theory]
    [InlineData("n", "n", "s")]
    [InlineData("s", "s", "")]     // it had a meaning of its own before there was a key for sureness
    public async Task Keys_from_before_there_was_one_for_sureness_are_kept(string stored, string next, string sure)
    {
        var json = $$"""{"on":true,"letters":true,"digits":true,"next":"{{stored}}","previous":"k","flag":"m","review":"r","clock":"t","help":"?"}""";
        await site.Of<Certus.Store.Preferences>().SetAsync(Certus.Store.Learner.Local, "keys", json, Site.Cancel);

        var settings = (await _browser.GetAsync("/settings")).Ok();

        Assert.Equal((next, sure), (settings.Value("#key-next"), settings.Value("#key-sure")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"on\":true,\"letters\":true,\"digits\":true,\"next\":null,\"previous\":\"k\",\"flag\":\"m\",\"review\":\"r\",\"clock\":\"t\",\"help\":\"?\"}")]
    [InlineData("null")]
    public async Task What_an_earlier_version_wrote_in_part_is_read_as_the_usual(string json)
    {
        await site.Of<Certus.Store.Preferences>().SetAsync(Certus.Store.Learner.Local, "keys", json, Site.Cancel);

        Assert.Equal("j", (await _browser.GetAsync("/settings")).Ok().Value("#key-next"));
        var id = await _browser.StartAsync("exam", ("exam", "MLS-C01"));
        (await _browser.GetAsync($"/sittings/{id}/1")).Ok();
    }

    public void Dispose() => _browser.Dispose();

    /// <summary>The form with the usual keys but for some fields; null leaves a field out.</summary>
    private Task<Answer> SendAsync(params (string Name, string? Value)[] fields) => _browser.PostAsync("/settings",
        [.. Usual.Where(usual => fields.All(field => field.Name != usual.Name)), .. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))]);
}

using System.Net;
using System.Text;
using Certus.Decide;
using Certus.Web.Decide;

namespace Certus.Shell.Tests.Web;

public sealed class ComparePageTests : IAsyncLifetime
{
    private const string Own = """{"role": "dataEngineer", "baseSalary": 171717, "target": "ml", "projects": 2}""";

    private readonly Site _site = new();     // it is 23 November 2026
    private Browser _browser = null!;

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

    [Fact]
    public async Task MLS_C01_then_and_now_tells_three_stories_it_pays_for_some_it_is_too_late_it_is_gone_and_MLA_C02_lives()
    {
        var start = (await _browser.GetAsync("/decide/compare")).Ok();
        var link = start.Page.QuerySelectorAll(".presets a").Single(link => link.TextContent == "MLS-C01 then and now").GetAttribute("href")!;

        var page = (await _browser.GetAsync(link)).Ok();

        string Cell(string who, string day) => page.Words($"tr[data-who={who}] td[data-day='{day}']");
        Assert.StartsWith("Pays $", Cell("ml-engineer", "2025-09-15"), StringComparison.Ordinal);
        Assert.StartsWith("Pays $", Cell("data-engineer", "2025-09-15"), StringComparison.Ordinal);
        Assert.StartsWith("Does not pay −$", Cell("partner-architect", "2025-09-15"), StringComparison.Ordinal);
        Assert.StartsWith("Ruled out You want no other role", Cell("novelty", "2025-09-15"), StringComparison.Ordinal);
        Assert.StartsWith("Can be booked, too late to start 10 weeks left, about 18 needed.", Cell("data-engineer", "2026-01-15"), StringComparison.Ordinal);
        Assert.StartsWith("Can be booked, too late to start", Cell("cloud-to-mlops", "2026-01-15"), StringComparison.Ordinal);
        foreach (var example in ExampleProfiles.All) Assert.Equal("Gone MLA-C02 instead.", Cell(example.Id, "2026-11-23"));
        Assert.Equal("MLS-C01, Machine Learning - Specialty", page.Words("#first h2"));
        Assert.NotEqual(page.Words("#first h2"), page.Words("#second h2"));
        Assert.Contains("MLS-C01: Closing in the first, Closed in the second. Its last exam day was 2026-03-31. What can be booked in its place is MLA-C02.", page.AllWords("[data-exams] li"));
        Assert.Contains("What can be booked in its place is MLA-C02.", page.Words("[data-change=mls-c01]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_side_shows_the_figures_of_its_own_decision()
    {
        (await _browser.PostAsync("/decide", ("role", "cloud"), ("hoursPerWeek", "12"))).RedirectsTo();

        var page = (await _browser.GetAsync("/decide/compare?a=mine&aOn=2025-09-15&b=ml-engineer&bOn=2026-01-15&assume=article")).Ok();

        var facts = _site.Library.Market!;
        foreach (var (side, profile, day) in new[] { ("a", new Profile { Role = Role.Cloud, HoursPerWeek = 12 }, new DateOnly(2025, 9, 15)), ("b", ExampleProfiles.Find("ml-engineer")!.Profile, new DateOnly(2026, 1, 15)) })
        {
            var decision = await _site.Of<Decisions>().OfAsync(profile, day, facts, facts.Article, 1, Site.Cancel);
            Assert.Equal(string.Join(' ', decision.Verdict.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), page.Words($"[data-side={side}] [data-verdict]"));
            Assert.Equal(decision.Options.Select(option => option.Id), page.Page.QuerySelectorAll($"[data-options={side}] tr[data-option]").Select(row => row.GetAttribute("data-option")));
            foreach (var option in decision.Options.Where(option => option.Outcome is not null))
            {
                var row = $"[data-options={side}] tr[data-option='{option.Id}']";
                var npv = option.Outcome!.Npv;
                Assert.Equal(Money.Text(npv.Median, "USD"), page.Words($"{row} [data-median]"));
                Assert.Equal($"{Money.Text(npv.P5, "USD")} to {Money.Text(npv.P95, "USD")}", page.Words($"{row} [data-range]"));
            }
        }
        Assert.Equal("Cloud engineer or architect", page.AllWords("tr[data-field=role] td")[0]);
        Assert.Equal("ML engineer", page.AllWords("tr[data-field=role] td")[1]);
    }

    [Fact]
    public async Task Of_the_same_twice_it_says_that_nothing_else_changed()
    {
        var page = (await _browser.GetAsync("/decide/compare?a=novelty&b=novelty")).Ok();

        Assert.Contains("Nothing else", page.Words("section[aria-labelledby=changed]"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("[data-change]"));
    }

    [Theory]
    [InlineData("aOn=tomorrow", "#aOn", "'tomorrow' is not a day from 2015-01-01 to 2040-12-31; write it as 2026-11-23.")]
    [InlineData("bOn=2041-01-01", "#bOn", "'2041-01-01' is not a day from 2015-01-01 to 2040-12-31; write it as 2026-11-23.")]
    [InlineData("a=nobody", "#a", "No profile is called 'nobody'; choose one of the list.")]
    [InlineData("b=import-b", "#b", "No profile is imported there; take one below.")]
    [InlineData("assume=hope", "#assume", "'hope' is not a set of figures; it is 'evidence' or 'article'.")]
    [InlineData("exam=XXX-C01", "#exam", "'XXX-C01' is no exam that Decide weighs by itself; choose one of the list.")]
    [InlineData("a=%3Cscript%3Ex%3C/script%3E", "#a", "No profile is called '<script>x</script>'; choose one of the list.")]
    public async Task What_is_wrong_is_said_beside_its_field_and_the_other_side_still_answers(string query, string field, string sentence)
    {
        var page = await _browser.GetAsync("/decide/compare?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var control = page.One(field);
        Assert.Equal("true", control.GetAttribute("aria-invalid"));
        Assert.Equal(sentence, page.Words("#" + control.GetAttribute("aria-describedby")));
        Assert.NotEmpty(page.Page.QuerySelectorAll("[data-verdict]"));
        Assert.Empty(page.Page.QuerySelectorAll("script:not([src]):not([type='application/json'])"));
    }

    [Fact]
    public async Task A_pasted_or_uploaded_profile_is_compared_without_taking_the_place_of_ones_own_and_stands_in_no_address()
    {
        (await _browser.PostAsync("/decide", ("role", "cloud"))).RedirectsTo();

        var pasted = (await _browser.PostAsync("/decide/compare/profile", ("side", "b"), ("json", Own), ("a", "mine"), ("aOn", "2025-09-15"), ("assume", "article"))).RedirectsTo();
        var uploaded = (await UploadAsync("a", """{"role": "partner"}""")).RedirectsTo();

        Assert.Equal("/decide/compare?a=mine&aOn=2025-09-15&b=import-b&assume=article#second", pasted);
        Assert.StartsWith("/decide/compare?a=import-a&", uploaded, StringComparison.Ordinal);
        var page = (await _browser.GetAsync(pasted.Split('#')[0])).Ok();
        Assert.Contains("171717", page.Words("tr[data-field=baseSalary]"), StringComparison.Ordinal);
        Assert.DoesNotContain("171717", page.One("#compare a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("cloud", (await _browser.GetAsync("/decide")).Value("#f-role option[selected]"));

        (await _browser.PostAsync("/decide/compare/profile", ("forget", "true"), ("a", "import-a"))).RedirectsTo();
        Assert.Equal(1, _site.Rows()["preferences"]);
    }

    [Theory]
    [InlineData("""{"hoursPerWeek": -1}""", "hoursPerWeek must be from 0.5 to 80, not -1.")]
    [InlineData("not JSON", "The profile is not valid JSON (line 1).")]
    [InlineData("", "Choose a file or paste a profile first.")]
    public async Task A_profile_that_is_none_is_refused_beside_the_box_with_what_was_pasted_still_there(string text, string sentence)
    {
        var page = await _browser.PostAsync("/decide/compare/profile", ("side", "b"), ("json", text));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(sentence, page.Words("#json-fault"));
        Assert.Equal(text, page.One("#json").TextContent);
        Assert.True(page.One("input[name=side][value=b]").HasAttribute("checked"));
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Fact]
    public async Task The_link_to_a_comparison_names_both_days_and_shows_the_same()
    {
        var page = (await _browser.GetAsync("/decide/compare?a=novelty&b=unsure&aOn=2025-09-15")).Ok();
        var link = page.One("#compare .actions a").GetAttribute("href")!;

        var again = (await _browser.GetAsync(link)).Ok();

        Assert.Equal("/decide/compare?a=novelty&aOn=2025-09-15&b=unsure&bOn=2026-11-23", link);
        Assert.Equal(page.AllWords("[data-verdict]"), again.AllWords("[data-verdict]"));
    }

    [Fact]
    public async Task Another_learners_browser_can_send_no_profile_without_a_token()
    {
        var refused = await _browser.SendAsync(Browser.Form("/decide/compare/profile", ("side", "a"), ("json", Own)));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    private async Task<Answer> UploadAsync(string side, string text)
    {
        var request = Browser.Request(HttpMethod.Post, "/decide/compare/profile");
        request.Headers.Add("RequestVerificationToken", await _browser.TokenAsync());
        request.Content = new MultipartFormDataContent { { new StringContent(side), "side" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "profile.json" } };
        return await _browser.SendAsync(request);
    }
}

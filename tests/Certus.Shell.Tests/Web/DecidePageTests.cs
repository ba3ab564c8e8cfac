using System.Net;
using System.Text;
using System.Text.Json;
using Certus.Decide;
using Certus.Shell.Tests.Cli;
using Certus.Store;
using Certus.Web.Decide;

namespace Certus.Shell.Tests.Web;

public sealed class DecidePageTests : IAsyncLifetime
{
    private const string EngineerInBerlin =
        """
        {"role": "mlEngineer", "mlYears": 2.5, "careerYears": 7, "python": "advanced", "introCourse": true, "projects": 2, "employer": {"onAws": true, "buildingMl": false}, "target": "ml",
         "hoursPerWeek": 9, "weeks": 20, "language": "English", "baseSalary": 98500, "currency": "EUR", "unitsPerUsd": 0.92, "taxRate": 0.42, "horizonYears": 4, "discountRate": 0.03,
         "held": [{"code": "SAA-C03", "date": "2025-05-01"}], "feePaidBy": "employer", "voucher": false, "passChance": {"*": 0.6, "MLA-C02": 0.75}}
        """;

    private const string WithNumbersOfTheirOwn =
        """
        {"role": "cloud", "mlYears": 1, "assumptions": {"shared": {"projectHours": {"low": 20, "mode": 35, "high": 60}, "mostAttempts": 2}, "article": {"lift.cloud": {"low": 2000, "high": 6000}}, "evidence": {"causalShare": 1}}}
        """;

    private readonly Site _site = new();
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
    public async Task Whoever_says_nothing_gets_an_answer_too()
    {
        var page = (await _browser.GetAsync("/decide")).Ok();

        Assert.StartsWith("As of 20", page.Words("[data-verdict]"), StringComparison.Ordinal);
        Assert.NotEmpty(page.Page.QuerySelectorAll("tr[data-option]"));
        Assert.Equal(["On the evidence", "On the article's figures"], page.AllWords(".two-sets h3"));
        Assert.Equal("Decide", page.Words(".rooms a[aria-current]"));
        Assert.Equal("/decide", page.Page.QuerySelector(".rooms a")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("{}", "2026-11-23", "evidence", 1)]
    [InlineData(EngineerInBerlin, "2025-09-15", "article", 1)]
    [InlineData(EngineerInBerlin, "2026-11-23", "evidence", 8)]
    [InlineData(WithNumbersOfTheirOwn, "2025-09-15", "evidence", 1)]
    [InlineData(WithNumbersOfTheirOwn, "2026-11-23", "article", 1)]
    public async Task The_figures_are_those_of_the_command_line(string profile, string asOf, string assume, int seed)
    {
        using Store.TempDirectory directory = new();
        var path = directory.File("profile.json");
        await File.WriteAllTextAsync(path, profile, Site.Cancel);
        var told = (await CommandLine.RunAsync("decide", path, "--as-of", asOf, "--assume", assume, "--seed", $"{seed}", "--json")).Json;
        (await UploadAsync(profile)).RedirectsTo();

        var page = (await _browser.GetAsync($"/decide?asOf={asOf}&assume={assume}&seed={seed}")).Ok();

        string In(JsonElement amount) => Money.Text(amount.GetDouble(), told.GetProperty("currency").GetString()!);
        Assert.Equal(Plain(told.GetProperty("verdict")), page.Words("[data-verdict]"));
        var options = told.GetProperty("options").EnumerateArray().ToList();
        Assert.Equal(options.Select(option => option.GetProperty("id").GetString()), page.Page.QuerySelectorAll("tr[data-option]").Select(row => row.GetAttribute("data-option")));
        foreach (var option in options)
        {
            var row = $"tr[data-option='{option.GetProperty("id").GetString()}']";
            Assert.Equal(option.GetProperty("advised").GetBoolean() ? "Yes" : "No", page.Words($"{row} td b"));
            if (option.GetProperty("npv") is not { ValueKind: JsonValueKind.Object } npv) continue;
            Assert.Equal(In(npv.GetProperty("median")), page.Words($"{row} [data-median]"));
            Assert.Equal($"{In(npv.GetProperty("p5"))} to {In(npv.GetProperty("p95"))}", page.Words($"{row} [data-range]"));
            var cells = page.AllWords($"{row} td");
            Assert.Equal(option.GetProperty("hours").GetDouble(), double.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture), 0.51);
            Assert.Equal(In(option.GetProperty("cost")), cells[4]);
            if (option.GetProperty("kind").GetString() != "wait") Assert.Equal($"{option.GetProperty("chancePays").GetDouble() * 100:0} %", cells[2]);
        }
        foreach (var driver in told.GetProperty("drivers").EnumerateArray())
            Assert.Equal(In(driver.GetProperty("npvAtLow")), page.AllWords($"tr[data-driver='{driver.GetProperty("id").GetString()}'] td")[1]);
        if (told.GetProperty("breakEven") is { ValueKind: JsonValueKind.Object } even) Assert.Contains(Plain(even.GetProperty("text")), page.Words("section[aria-labelledby=changes]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineerInBerlin)]
    [InlineData(WithNumbersOfTheirOwn)]
    public async Task A_profile_goes_through_file_form_and_file_again_without_loss(string profile)
    {
        (await UploadAsync(profile)).RedirectsTo();
        var shown = (await _browser.GetAsync("/decide")).Ok();

        (await _browser.PostAsync("/decide", Fields(shown))).RedirectsTo();
        var file = (await _browser.GetAsync("/decide/profile.json")).Ok();

        Assert.Equal("attachment; filename=certus-profile.json; filename*=UTF-8''certus-profile.json", file.Message.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(Read(profile), ProfileJson.Write(Accepted(file.Text)));
    }

    [Fact]
    public async Task What_is_sent_is_kept_over_a_restart_and_stands_in_no_address()
    {
        var leads = (await _browser.PostAsync("/decide", ("role", "cloud"), ("baseSalary", "123,456"), ("asOf", "2025-09-15"), ("assume", "article"))).RedirectsTo();

        await using var again = await _site.RestartAsync();
        using var browser = again.NewBrowser();
        var page = (await browser.GetAsync(leads.Split('#')[0])).Ok();
        Assert.Equal("/decide?asOf=2025-09-15&assume=article#answer", leads);
        Assert.Equal("123456", page.Value("#f-baseSalary"));
        Assert.Equal("cloud", page.Value("#f-role option[selected]"));
        Assert.Contains("As of 2025-09-15, on the article's figures", page.Words(".verdict-card"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_it_can_be_forgotten()
    {
        (await _browser.PostAsync("/decide", ("role", "cloud"))).RedirectsTo();

        (await _browser.PostAsync("/decide", ("role", "cloud"), ("forget", "true"))).RedirectsTo();

        Assert.Equal("{}", (await _browser.GetAsync("/decide/profile.json")).Text.Trim());
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Theory]
    [InlineData("hoursPerWeek", "-3", "Must be from 0.5 to 80, not -3.")]
    [InlineData("baseSalary", "120", "Must be yearly pay from 1,000 to 5,000,000 USD, not 120; if it is in thousands, write 120000.")]
    [InlineData("horizonYears", "0", "Must be from 1 to 10, not 0.")]
    [InlineData("taxRate", "30", "Must be a share from 0 to 0.7, not 30; for 30 % write 0.3.")]
    [InlineData("mlYears", "two", "Must be a number, not 'two'.")]
    [InlineData("currency", "EUR", "EUR needs unitsPerUsd, what a US dollar costs in EUR: fees are in dollars and no exchange rate is built in.")]
    [InlineData("passChance.MLS-C01", "60", "Must be a chance from 0.01 to 1, not 60; for 60 % write 0.6.")]
    [InlineData("held.SAA-C03", "yesterday", "Must be a date such as 2025-05-01.")]
    [InlineData("asOf", "tomorrow", "Must be a day from 2015-01-01 to 2040-12-31.")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_kept(string field, string value, string sentence)
    {
        var page = await _browser.PostAsync("/decide", ("role", "cloud"), (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var control = page.One($"#profile [name='{field}']");
        Assert.Equal("true", control.GetAttribute("aria-invalid"));
        Assert.Equal(sentence, page.Words("#" + control.GetAttribute("aria-describedby")!.Split(' ')[0]));
        Assert.Contains($"#{control.Id}", page.Page.QuerySelectorAll("[role=alert] a").Select(link => link.GetAttribute("href")));
        Assert.Equal("cloud", page.Value("#f-role option[selected]"));
        if (field != "asOf") Assert.Equal(value, control.GetAttribute("value"));
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Fact]
    public async Task Every_assumption_of_both_sets_stands_on_the_page_with_its_field_grade_source_and_use()
    {
        var page = (await _browser.GetAsync("/decide")).Ok();

        var facts = _site.Library.Market!;
        var rows = page.Page.QuerySelectorAll("[data-assumption]");
        Assert.Equal(facts.Article.All.Count + facts.Evidence.All.Count - facts.Group(MarketFacts.Shared).Count, rows.Length);
        foreach (var field in AssumptionField.All(facts))
        {
            var words = page.Words($"[data-assumption='{field.Key}']");
            Assert.Contains(field.Assumption.Label, words, StringComparison.Ordinal);
            Assert.Contains($"Grade {field.Assumption.Grade}: {field.Assumption.Source}, {field.Assumption.AsOf}", words, StringComparison.Ordinal);
            Assert.Contains(field.Rule.Use, words, StringComparison.Ordinal);
            foreach (var part in field.Parts) Assert.Equal(AssumptionField.Shown(part, field.Assumption.Value), page.Value("#" + FormField.IdOf(field.NameOf(part)).Replace(".", "\\.", StringComparison.Ordinal)) ?? "");
        }
        Assert.Equal(rows.Length, page.Page.QuerySelectorAll("[data-assumption] [data-changed][hidden]").Length);
    }

    [Fact]
    public async Task An_assumption_is_changed_kept_marked_and_put_back_alone_or_with_the_others()
    {
        (await _browser.PostAsync("/decide", ("role", "cloud"), ("assumptions.evidence.causalShare.mode", "1"), ("assumptions.shared.projectHours.low", "10"), ("assumptions.shared.projectHours.high", "20"))).RedirectsTo();
        var changed = (await _browser.GetAsync("/decide")).Ok();

        Assert.Equal(["Share of the lift that the certificate causes", "Hours for a portfolio project"], changed.AllWords(".assumption.changed b"));
        Assert.Equal("2 changed", changed.Words("[data-changed-count]"));
        Assert.Equal("", changed.Value("#f-assumptions-evidence-causalShare-low") ?? "");
        Assert.Contains("2 numbers are yours. Hours for a portfolio project (both sets): 10 to 20 hours in the place of", changed.Words(".verdict-card"), StringComparison.Ordinal);
        Assert.Contains("on the evidence with 2 numbers of yours", changed.Words("[data-verdict]"), StringComparison.Ordinal);

        Assert.Equal("/decide#assumptions", (await _browser.PostAsync("/decide", [.. Fields(changed), ("putBack", "evidence.causalShare")])).RedirectsTo());
        Assert.Equal(["shared.projectHours"], (await _browser.GetAsync("/decide")).Page.QuerySelectorAll(".assumption.changed").Select(row => row.GetAttribute("data-assumption")));
        (await _browser.PostAsync("/decide", [.. Fields(changed), ("putBack", "*")])).RedirectsTo();
        Assert.Equal("{\n  \"role\": \"cloud\"\n}", (await _browser.GetAsync("/decide/profile.json")).Text.Trim());
    }

    [Theory]
    [InlineData("assumptions.evidence.causalShare.mode", "35", "Must be from 0 to 1, not 35; for 35 % write 0.35.")]
    [InlineData("assumptions.evidence.causalShare.mode", "much", "Must be a number, not 'much'.")]
    [InlineData("assumptions.article.lift.cloud.low", "100", "Must have both ends of its range, or one central value.")]
    [InlineData("assumptions.shared.mostAttempts.mode", "1.5", "Must be a whole number, not 1.5.")]
    public async Task What_is_wrong_with_an_assumption_is_said_beside_it_and_nothing_is_kept(string field, string value, string sentence)
    {
        var page = await _browser.PostAsync("/decide", ("role", "cloud"), (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var control = page.One($"input[form=profile][name='{field}']");
        Assert.Equal(("true", value), (control.GetAttribute("aria-invalid"), control.GetAttribute("value")));
        Assert.Equal(sentence, page.Words("#" + control.GetAttribute("aria-describedby")!.Split(' ')[0]));
        Assert.NotNull(control.Closest("details[open]"));
        Assert.Contains(page.Page.QuerySelectorAll("[role=alert] a"), link => page.One(link.GetAttribute("href")!).GetAttribute("form") == "profile");
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Fact]
    public async Task A_kept_change_that_the_content_no_longer_knows_costs_nothing_but_itself()
    {
        await _site.Of<Preferences>().SetAsync(Learner.Local, DecideRoom.ProfileName, """{"role": "cloud", "assumptions": {"evidence": {"luck": 1}}}""", Site.Cancel);

        var page = (await _browser.GetAsync("/decide")).Ok();

        Assert.Equal("cloud", page.Value("#f-role option[selected]"));
        Assert.Empty(page.Page.QuerySelectorAll(".assumption.changed"));
    }

    [Fact]
    public async Task A_script_gets_the_answer_alone_or_the_faults_by_field()
    {
        var (good, bad) = (await FragmentAsync(("role", "mlEngineer"), ("mlYears", "3")), await FragmentAsync(("weeks", "0"), ("projects", "1.5")));

        Assert.StartsWith("text/html", good.Ok().ContentType, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", good.Text, StringComparison.Ordinal);
        Assert.Equal("/decide", good.One("[data-results]").GetAttribute("data-address"));
        Assert.NotEqual("", good.One("[data-results]").GetAttribute("data-summary"));
        Assert.Equal(("Must be from 1 to 104, not 0.", "Must be a whole number, not 1.5."), (bad.Ok().Json.GetProperty("faults").GetProperty("weeks").GetString(), bad.Json.GetProperty("faults").GetProperty("projects").GetString()));
        Assert.Equal("3", (await _browser.GetAsync("/decide")).Value("#f-mlYears"));
    }

    [Theory]
    [InlineData("""{"hoursPerWeek": -1}""", "hoursPerWeek must be from 0.5 to 80, not -1.")]
    [InlineData("""{"wage": 1}""", "'wage' is not a field of a profile")]
    [InlineData("not JSON", "The profile is not valid JSON (line 1).")]
    [InlineData("", "Choose a file first")]
    public async Task A_file_that_is_no_profile_is_refused_in_words(string text, string words)
    {
        var page = await UploadAsync(text);

        Assert.Contains(words, page.Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Fact]
    public async Task What_is_typed_is_shown_as_text()
    {
        var page = await _browser.PostAsync("/decide", ("mlYears", "\"><script>x</script>"));

        Assert.Equal("\"><script>x</script>", page.Value("#f-mlYears"));
        Assert.Empty(page.Page.QuerySelectorAll("script:not([src]):not([type='application/json'])"));
    }

    [Theory]
    [InlineData("from −$1,703 to $9,394, in 41 % of them", "from <span class=\"amount\">&#x2212;$1,703</span> to <span class=\"amount\">$9,394</span>, in <span class=\"amount\">41 %</span> of them")]
    [InlineData("−1,250 EUR a year", "<span class=\"amount\">&#x2212;1,250 EUR</span> a year")]
    [InlineData("MLS-C01 <b> & 16 weeks", "MLS-C01 &lt;b&gt; &amp; 16 weeks")]
    public void An_amount_is_held_together_and_the_rest_is_encoded(string text, string html) => Assert.Equal(html, Amounts.Html(text).Value);

    [Fact]
    public async Task What_is_printed_says_who_asked_what_was_taken_and_every_option()
    {
        (await UploadAsync(WithNumbersOfTheirOwn)).RedirectsTo();

        var page = (await _browser.GetAsync("/decide?asOf=2025-09-15")).Ok();

        var sheet = page.Words(".sheet");
        Assert.Contains("As of 2025-09-15, on the evidence", sheet, StringComparison.Ordinal);
        Assert.Contains("What you work as: Cloud engineer or architect; Years of ML work: 1.", sheet, StringComparison.Ordinal);
        Assert.Contains("Not said, so taken: The role you want: next to ML; Hours a week: 10;", sheet, StringComparison.Ordinal);
        Assert.Contains("Own numbers: Attempts after which one gives up: 2 times in the place of 3 times;", sheet, StringComparison.Ordinal);
        Assert.Equal(page.Page.QuerySelectorAll("tr[data-option]").Select(row => row.GetAttribute("data-option")), page.Page.QuerySelectorAll("tr[data-sheet-option]").Select(row => row.GetAttribute("data-sheet-option")));
        Assert.Equal(page.Words("[data-verdict]"), page.Words("[data-sheet-verdict]"));
        Assert.Empty(page.Page.QuerySelectorAll(".sheet a, .sheet button, .sheet input, .sheet [style]"));
    }

    [Fact]
    public async Task The_question_to_answer_next_is_marked_in_the_form()
    {
        (await UploadAsync("""{"role": "mlEngineer", "mlYears": 3, "baseSalary": 200000}""")).RedirectsTo();
        var page = (await _browser.GetAsync("/decide?asOf=2025-09-15&assume=article")).Ok();

        var next = page.One("[data-results]").GetAttribute("data-next");
        if (next is null) Assert.Empty(page.Page.QuerySelectorAll(".field.ask"));
        else Assert.Equal(next, page.One(".field.ask input, .field.ask select").Id);
    }

    [Fact]
    public async Task The_same_question_is_not_computed_twice()
    {
        var decisions = _site.Of<Decisions>();
        var facts = _site.Library.Market!;

        var first = await decisions.OfAsync(Profile.Empty, new(2026, 11, 23), facts, facts.Evidence, 1, Site.Cancel);

        Assert.Same(first, await decisions.OfAsync(Profile.Empty, new(2026, 11, 23), facts, facts.Evidence, 1, Site.Cancel));
        Assert.NotSame(first, await decisions.OfAsync(Profile.Empty, new(2026, 11, 24), facts, facts.Evidence, 1, Site.Cancel));
        Assert.NotSame(first, await decisions.OfAsync(Profile.Empty, new(2026, 11, 23), facts, facts.Evidence.With("causalShare", Spread.Of(1)), 1, Site.Cancel));
    }

    private Profile Accepted(string json) => Assert.IsType<ProfileReading.Accepted>(ProfileJson.Read(Encoding.UTF8.GetBytes(json), _site.Library.Register, _site.Library.Market!)).Profile;

    private string Read(string json) => ProfileJson.Write(Accepted(json));

    private async Task<Answer> UploadAsync(string text)
    {
        var request = Browser.Request(HttpMethod.Post, "/decide/profile");
        request.Headers.Add("RequestVerificationToken", await _browser.TokenAsync());
        request.Content = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "profile.json" } };
        return await _browser.SendAsync(request);
    }

    private async Task<Answer> FragmentAsync(params (string Name, string Value)[] fields)
    {
        var request = Browser.Form("/decide", fields);
        request.Headers.Add("RequestVerificationToken", await _browser.TokenAsync());
        request.Headers.Add(DecideRoom.FragmentHeader, "1");
        return await _browser.SendAsync(request);
    }

    // What a browser would send of the form as it is shown.
    private static (string, string)[] Fields(Answer page) =>
    [
        .. page.Page.QuerySelectorAll("#profile input[name]:not([type=hidden]), input[form=profile][name]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? "")),
        .. page.Page.QuerySelectorAll("#profile select").Select(select => (select.GetAttribute("name")!, select.QuerySelector("option[selected]")?.GetAttribute("value") ?? "")),
    ];

    private static string Plain(JsonElement text) => string.Join(' ', text.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Theory_and_operations_stand_exam_by_exam_with_share_depth_and_source()
    {
        var page = (await _browser.GetAsync("/decide")).Ok();

        Assert.Equal(["MLS-C01", "MLA-C01", "MLA-C02", "AIP-C01", "AIF-C01"], page.Page.QuerySelectorAll("tr[data-depth]").Select(row => row.GetAttribute("data-depth")));
        var classic = page.Words("tr[data-depth='MLS-C01']");
        foreach (var said in new[] { "Theory 60 %, operations 40 %", "high", "moderate", "Grade C: the article" }) Assert.Contains(said, classic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_figure_of_the_market_stands_with_its_grade_and_source()
    {
        var facts = _site.Library.Market!;
        var page = (await _browser.GetAsync("/decide")).Ok();

        foreach (var figure in facts.Figures)
        {
            var row = page.Words($"tr[data-figure='{figure.Id}']");
            foreach (var said in new[] { figure.Finding, figure.Source, figure.AsOf }) Assert.Contains(said, row, StringComparison.Ordinal);
            Assert.Equal(figure.Grade.ToString(), page.Words($"tr[data-figure='{figure.Id}'] [data-label='Grade']"));
        }
        Assert.Contains("trajectory", facts.Figures.Select(figure => figure.Group));
        Assert.Contains("shift", facts.Figures.Select(figure => figure.Group));
    }

    [Fact]
    public async Task Whoever_said_nothing_is_not_told_of_exams_that_nobody_asked_about()
    {
        var verdict = (await _browser.GetAsync("/decide?asOf=2026-11-23&assume=evidence")).Ok().Words("[data-verdict]");

        foreach (var other in new[] { "SCS", "ANS", "SAP" }) Assert.DoesNotContain(other, verdict, StringComparison.Ordinal);
    }
}

using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Certus.Shell.Tests.Web;

public sealed class PageTests(PreparedSite prepared) : IClassFixture<PreparedSite>
{
    private static readonly HtmlParser Strict = new(new HtmlParserOptions { IsStrictMode = true });

    public static readonly TheoryData<string> Pages =
    [
        "/", "/measure", "/measure/sureness", "/measure/misconceptions", "/measure/results", "/measure/results?exam=AIP-C01", "/measure/history", "/measure/history?exam=MLS-C01", "/measure/track-record", "/measure/track-record?scenario=fatigue", "/decide", "/decide?asOf=2025-09-15&assume=article&seed=3", "/decide/compare", "/decide/compare?exam=MLS-C01&a=novelty&aOn=2025-09-15&b=unsure&assume=article", "/review", "/review/options", "/review/options?saved=true", "/review/statistics", "/review/workload", "/cards", "/cards/metrics-f1", "/cards/import", "/lessons", "/lessons/data-leakage", "/labs", "/labs/s3-hygiene", "/labs/fraud-recall", "/projects", "/projects/calls-under-capacity", "/projects/grounded-answers?ticked=questions", "/tracks", "/resources", "/plan", "/plan/new", "/plan/new?exam=AIP-C01", "/plan/week", "/plan/week?from=2027-01-20", "/plan/print", "/plan/progress", "/plan/settings", "/plan/settings?saved=true", "/about", "/bank", "/practice", "/practice?exam=MLS-C01&domain=MLS-C01/1", "/practice/exam/MLS-C01", "/practice/diagnostic/MLA-C02", "/practice/drill/MLA-C02", "/exams", "/exams?on=2027-01-20", "/exams/MLS-C01", "/exams/MLA-C02?on=2026-11-01",
        "/history", "/reports", "/settings", "/settings?saved=true", "/sittings/{exam}/1", "/sittings/{exam}/65", "/sittings/{exam}/review", "/sittings/{exam}/review?show=flagged&from=7",
        "/sittings/{exam}/end", "/sittings/{study}/1", "/sittings/{study}/2", "/sittings/{paused}/paused", "/sittings/{over}/result", "/sittings/{over}/result?show=wrong",
        "/sittings/{over}/result?show=slow&reported=1", "/bank/statistics", "/bank/statistics?exam=MLS-C01&show=all",
    ];

    public static readonly TheoryData<string, HttpStatusCode> Failures = new()
    {
        { "/nowhere", HttpStatusCode.NotFound }, { "/decide?asOf=tomorrow", HttpStatusCode.BadRequest }, { "/decide?assume=hope", HttpStatusCode.BadRequest }, { "/decide?asOf=1999-01-01", HttpStatusCode.BadRequest },
        { "/bank/statistics?exam=NIL-C01", HttpStatusCode.NotFound }, { "/bank/statistics?area=none", HttpStatusCode.NotFound }, { "/exams?on=tomorrow", HttpStatusCode.BadRequest }, { "/decide/compare?aOn=tomorrow", HttpStatusCode.BadRequest }, { "/exams/NIL-C01", HttpStatusCode.NotFound },
        { "/practice/exam/NIL-C01", HttpStatusCode.NotFound }, { "/practice/exam/MLS-C01?seed=x", HttpStatusCode.BadRequest }, { "/practice/start", HttpStatusCode.NotFound },
        { "/sittings/{exam}/66", HttpStatusCode.NotFound }, { "/sittings/{exam}/0", HttpStatusCode.NotFound }, { "/sittings/11111111-2222-3333-4444-555555555555/1", HttpStatusCode.NotFound },
        { "/sittings/x/1", HttpStatusCode.NotFound }, { "/figures/0123456789abcdef0123456789abcdef/plot.svg", HttpStatusCode.NotFound }, { "/css/none.css", HttpStatusCode.NotFound },
        { "/sittings/{exam}/review?from=x", HttpStatusCode.BadRequest }, { "/cards/nothing", HttpStatusCode.NotFound }, { "/plan/week?from=tomorrow", HttpStatusCode.BadRequest }, { "/lessons/nothing", HttpStatusCode.NotFound }, { "/labs/nothing", HttpStatusCode.NotFound }, { "/projects/nothing", HttpStatusCode.NotFound }, { "/projects/grounded-answers/nothing", HttpStatusCode.NotFound }, { "/labs/sandbox", HttpStatusCode.Conflict }, { "/labs/sandbox/meter", HttpStatusCode.Conflict }, { "/review/card", HttpStatusCode.NotFound }, { "/cards/media/00", HttpStatusCode.NotFound },
    };

    public static TheoryData<string> PagesAndFailures => [.. Pages.Select(row => row.Data), .. Failures.Select(row => row.Data.Item1)];

    public static readonly TheoryData<string> Files =
        ["/css/tokens.css", "/css/base.css", "/css/exam.css", "/css/result.css", "/css/decide.css", "/css/measure.css", "/css/review.css", "/css/question.css", "/css/lab.css", "/css/plan.css", "/js/plan.js", "/js/lab.js", "/js/again.js", "/js/review.js", "/js/theme.js", "/js/decide.js", "/js/exam.js", "/js/charts.js", "/exam-sw.js", "/favicon.svg", "/certus.webmanifest"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_there(string path) => Assert.Equal("text/html; charset=utf-8", (await GetAsync(path)).Ok().ContentType);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_that_is_there_can_be_asked_for_its_headers_alone(string path)
    {
        using var browser = prepared.Site.NewBrowser();

        var answer = (await browser.SendAsync(Browser.Request(HttpMethod.Head, prepared.Fill(path)))).Ok();

        Assert.Equal("", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_is_not_there_is_refused_in_one_sentence(string path, HttpStatusCode status)
    {
        var sentence = (await GetAsync(path)).Refused(status);

        Assert.Matches(@"^[A-Z'][^.!\n]*(\d\.\d[^.!\n]*)?\.( [A-Z][^.!\n]*\.)?$", sentence);
    }

    [Theory]
    [MemberData(nameof(PagesAndFailures))]
    public async Task A_page_is_complete_and_says_what_it_is(string path)
    {
        var answer = await GetAsync(path);

        var page = Strict.ParseDocument(answer.Text);      // throws at the first slip in the markup

        Assert.StartsWith("<!DOCTYPE html>", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("</html>", answer.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("meta[name=viewport]"));
        Assert.Matches(@"^\S.* · Certus$", page.Title);
        Assert.NotEqual("", Assert.Single(page.QuerySelectorAll("h1")).TextContent.Trim());
        Assert.Single(page.QuerySelectorAll("main#main"));
        Assert.Empty(page.QuerySelectorAll("[id]").GroupBy(element => element.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(page.QuerySelectorAll("a[href^='#']"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.All(page.QuerySelectorAll("label[for]"), label => Assert.NotNull(page.GetElementById(label.GetAttribute("for")!)));
        Assert.All(page.QuerySelectorAll("[aria-labelledby], [aria-describedby]"), element =>
            Assert.All((element.GetAttribute("aria-labelledby") ?? element.GetAttribute("aria-describedby"))!.Split(' '), id => Assert.NotNull(page.GetElementById(id))));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]), select, textarea"), field => Assert.True(IsNamed(field), field.OuterHtml));
        Assert.All(page.QuerySelectorAll("img"), image => Assert.False(string.IsNullOrWhiteSpace(image.GetAttribute("alt"))));
    }

    [Theory]
    [MemberData(nameof(PagesAndFailures))]
    public async Task A_page_holds_no_code_and_no_style_of_its_own(string path)
    {
        var page = (await GetAsync(path)).Page;

        Assert.Empty(page.QuerySelectorAll("style, [style], base, iframe, object, embed, meta[http-equiv]"));
        Assert.All(page.QuerySelectorAll("script:not([src])"), script => Assert.Equal("application/json", script.GetAttribute("type")));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(PagesAndFailures))]
    public async Task A_page_loads_and_sends_only_here_and_all_of_it_is_there(string path)
    {
        var page = (await GetAsync(path)).Page;
        var loaded = page.QuerySelectorAll("[src]").Select(element => element.GetAttribute("src")!).Concat(page.QuerySelectorAll("link[href]").Select(link => link.GetAttribute("href")!)).Distinct().ToList();

        Assert.NotEmpty(loaded);
        Assert.Empty(page.QuerySelectorAll("[srcset], [poster], [background], [ping], [formaction]"));
        Assert.All(page.QuerySelectorAll("form[action]"), form => Assert.True(IsHere(form.GetAttribute("action")!), form.OuterHtml));
        Assert.All(loaded, address => Assert.True(IsHere(address), address));
        foreach (var address in loaded) (await GetAsync(address)).Ok();
    }

    [Theory]
    [MemberData(nameof(PagesAndFailures))]
    public async Task A_page_leads_to_pages_that_are_there_and_out_only_by_links_that_tell_nothing(string path)
    {
        var page = (await GetAsync(path)).Page;
        var links = page.QuerySelectorAll("a[href]").Where(link => !link.GetAttribute("href")!.StartsWith('#')).ToList();

        var (inside, outside) = (links.Where(link => IsHere(link.GetAttribute("href")!)).ToList(), links.Where(link => !IsHere(link.GetAttribute("href")!)).ToList());

        Assert.All(outside, link =>
        {
            Assert.StartsWith("https://", link.GetAttribute("href"), StringComparison.Ordinal);
            Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
        });
        foreach (var address in inside.Select(link => link.GetAttribute("href")!.Split('#')[0]).Distinct())
            Assert.True((await GetAsync(address)).Status is HttpStatusCode.OK or HttpStatusCode.Redirect, address);
    }

    [Theory]
    [MemberData(nameof(PagesAndFailures))]
    [MemberData(nameof(Files))]
    public async Task Whatever_is_answered_bears_the_headers_of_a_shut_house(string path)
    {
        var headers = (await GetAsync(path)).Message.Headers;

        AssertShut(headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    [Fact]
    public async Task Redirects_refusals_and_answers_to_scripts_bear_the_same_headers()
    {
        using var browser = prepared.Site.NewBrowser();

        Answer[] answers =
        [
            await browser.GetAsync("/", ("Host", "evil.example")), await browser.SendAsync(Browser.Form("/settings")), await browser.PostAsync("/settings", ("on", "on"), ("reset", "true")),
            await browser.EventsAsync(prepared.Exam), await browser.EventsAsync(Guid.NewGuid()), await browser.GetAsync("/css/base.css", ("If-None-Match", await ETagAsync("/css/base.css"))),
        ];

        Assert.Equal([421, 400, 302, 200, 404, 304], answers.Select(answer => (int)answer.Status));
        Assert.All(answers, answer => AssertShut(answer.Message.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value))));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sittings/{exam}/1")]
    [InlineData("/sittings/{exam}/review")]
    [InlineData("/practice")]
    public async Task A_page_without_a_chart_transfers_less_than_150_KB_with_all_it_loads(string path)
    {
        var page = (await GetAsync(path)).Page;
        var loaded = page.QuerySelectorAll("link[href], script[src]").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).Distinct();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = prepared.Site.Address };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        var bytes = 0;

        foreach (var address in loaded.Prepend(prepared.Fill(path))) bytes += (await http.GetByteArrayAsync(new Uri(address, UriKind.Relative), Site.Cancel)).Length;

        Assert.InRange(bytes, 1, 150_000);
    }

    [Fact]
    public async Task To_look_changes_nothing_but_that_a_question_was_shown_for_the_first_time()
    {
        var paths = Pages.Select(row => row.Data).Where(path => path != "/sittings/{exam}/65").ToList();
        foreach (var path in paths) await GetAsync(path);
        var before = prepared.Site.Rows();

        foreach (var path in paths) await GetAsync(path);
        var again = prepared.Site.Rows();
        using var browser = prepared.Site.NewBrowser();
        var unseen = await browser.StartAsync("exam", ("exam", "MLS-C01"), ("seed", "5"));      // other tests follow links into the prepared ones
        var started = prepared.Site.Rows();
        await GetAsync($"/sittings/{unseen}/40");
        var first = prepared.Site.Rows();
        await GetAsync($"/sittings/{unseen}/40");

        Assert.Equal(before, again);
        Assert.Equal(started["events"] + 1, first["events"]);
        Assert.Equal(first, prepared.Site.Rows());
    }

    [Theory]
    [InlineData("Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    public async Task A_question_that_is_only_fetched_ahead_is_not_shown_yet(string header, string value)
    {
        using var browser = prepared.Site.NewBrowser();
        var unseen = await browser.StartAsync("exam", ("exam", "MLS-C01"), ("seed", "6"));

        (await browser.GetAsync($"/sittings/{unseen}/50", (header, value))).Ok();
        (await browser.SendAsync(Browser.Request(HttpMethod.Head, $"/sittings/{unseen}/50"))).Ok();

        Assert.Null((await prepared.Site.SittingAsync(unseen)).At(50).ShownAt);
    }

    private async Task<Answer> GetAsync(string path)
    {
        using var browser = prepared.Site.NewBrowser();
        return await browser.GetAsync(prepared.Fill(path));
    }

    private async Task<string> ETagAsync(string path) => (await GetAsync(path)).Message.Headers.ETag!.ToString();

    private static void AssertShut(Dictionary<string, string> headers)
    {
        var policy = headers["Content-Security-Policy"].Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("http", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", headers["Referrer-Policy"]);
        Assert.Equal("same-origin", headers["Cross-Origin-Opener-Policy"]);
        Assert.Equal("same-origin", headers["Cross-Origin-Resource-Policy"]);
        Assert.DoesNotContain("Server", headers.Keys);
        Assert.DoesNotContain("Access-Control-Allow-Origin", headers.Keys);
    }

    private static bool IsHere(string address) => address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal);

    private static bool IsNamed(IElement field) =>
        field.HasAttribute("aria-label") || field.HasAttribute("aria-labelledby") || field.Closest("label") is not null
        || (field.Id is { } id && field.Owner!.QuerySelector($"label[for='{id}']") is not null);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Certus.Shell.Tests.Web;

/// <summary>Input that nobody would send by mistake: refused with a status of the client's fault and one sentence, never with a stack.</summary>
public sealed class HostileTests(PreparedSite prepared) : IClassFixture<PreparedSite>
{
    public static readonly TheoryData<string> Forms = ["/decide", "/decide/profile", "/practice/start", "/settings", "/sittings/{exam}/1", "/sittings/{exam}/end", "/sittings/{over}/report", "/sittings/{over}/drill", "/sittings/{paused}/paused"];

    public static readonly TheoryData<string, string> Bodies = new()
    {
        { "application/x-www-form-urlencoded", "&&&===&%%%&%zz=%u1234&=" },
        { "application/x-www-form-urlencoded", "mode=%00&exam=%ff%fe&seed=\u0001&pick=%0d%0a" },
        { "application/x-www-form-urlencoded", "pick=" + "&pick=".Times(1000) },
        { "application/x-www-form-urlencoded", "k".Times(3000) + "=v" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nquick" },
        { "multipart/form-data; boundary=x", "nothing of the kind" },
        { "multipart/form-data", "no boundary" },
        { "multipart/form-data; boundary=" + "b".Times(300), "--b" },
        { "text/plain", "mode=quick" },
        { "application/json", "{\"mode\":\"quick\"}" },
        { "application/octet-stream", "\u0000\u0001\u0002" },
        { "nonsense", "x" },
        { "", "" },
    };

    public static TheoryData<string, string, string> FormsAndBodies
    {
        get
        {
            TheoryData<string, string, string> all = [];
            foreach (var form in Forms) foreach (var body in Bodies) all.Add(form.Data, body.Data.Item1, body.Data.Item2);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(FormsAndBodies))]
    public async Task No_body_makes_a_form_fail_on_our_side(string path, string type, string body)
    {
        using var browser = prepared.Site.NewBrowser();
        var request = Browser.Request(HttpMethod.Post, prepared.Fill(path).Replace("/end", "/review", StringComparison.Ordinal), ("RequestVerificationToken", await browser.TokenAsync()));
        request.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        if (type.Length > 0) Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", type));

        var answer = await browser.SendAsync(request);

        answer.LeaksNothing();
        Assert.True((int)answer.Status < 500, $"{(int)answer.Status} {answer.Text}");
        if ((int)answer.Status >= 400) answer.Refused(answer.Status);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_past_a_megabyte_is_too_much(string path)
    {
        using var browser = prepared.Site.NewBrowser();
        var request = Browser.Form(prepared.Fill(path), ("text", "x".Times(1_100_000)));
        request.Headers.Add("RequestVerificationToken", await browser.TokenAsync());
        request.Headers.ExpectContinue = true;
        var before = prepared.Site.Rows();

        var answer = await browser.SendAsync(request);

        // A page that reads no form need not mind how long it is.
        if (path.EndsWith("/end", StringComparison.Ordinal) || path.EndsWith("/drill", StringComparison.Ordinal)) Assert.True((int)answer.Status is 302 or 413);
        else
        {
            Assert.Equal("That is more than this page takes.", answer.Refused(HttpStatusCode.RequestEntityTooLarge));
            Assert.Equal(before, prepared.Site.Rows());
        }
    }

    [Theory]
    [InlineData("/sittings/{exam}/1?%")]
    [InlineData("/sittings/{exam}/1?x=%00%ff")]
    [InlineData("/sittings/%00/1")]
    [InlineData("/sittings/{exam}/%2e%2e/%2e%2e/settings")]
    [InlineData("/sittings/{exam}/1e9")]
    [InlineData("/sittings/{exam}/99999999999999999999")]
    [InlineData("/sittings/{exam}/result?show=<script>&reported=1")]
    [InlineData("/sittings/{over}/result?reported=99999999999")]
    [InlineData("/sittings/{over}/result?reported=-1&show=%0d%0aSet-Cookie:x=1")]
    [InlineData("/sittings/{paused}/paused?at=x")]
    [InlineData("/sittings/{paused}/paused?at=-3")]
    [InlineData("/settings?saved=perhaps")]
    [InlineData("/practice?exam=%3Cscript%3E&domain=%22onload%3D")]
    [InlineData("/practice/exam/%0d%0aLocation:%20http://evil.example")]
    [InlineData("/exams/..%2f..%2fetc%2fpasswd")]
    [InlineData("/exams/%c0%ae%c0%ae")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/figures/..%2f..%2fcertus.db/x")]
    [InlineData("/figures/%27%20OR%201=1--/x.svg")]
    public async Task No_address_makes_a_page_fail_on_our_side(string path)
    {
        using var browser = prepared.Site.NewBrowser();

        var answer = await browser.GetAsync(prepared.Fill(path));

        answer.LeaksNothing();
        Assert.True((int)answer.Status < 500, $"{(int)answer.Status}");
        Assert.DoesNotContain("<script>", answer.Text, StringComparison.Ordinal);
        Assert.False(answer.Message.Headers.Contains("Set-Cookie") && string.Join("", answer.Message.Headers.GetValues("Set-Cookie")).Contains("x=1", StringComparison.Ordinal));
        Assert.DoesNotContain("evil.example", $"{answer.Location}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_long_address_is_refused()
    {
        Assert.Equal(414, Wire.Status(await Wire.SayAsync(prepared.Site.Address, $"GET /exams/{"x".Times(20_000)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")));
        using var browser = prepared.Site.NewBrowser();
        (await browser.GetAsync($"/exams/{"x".Times(7000)}")).Refused(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET /about HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n Set-Cookie: x=1\r\n", 400)]
    [InlineData("GET /about HTTP/1.1\r\nHost: localhost\r\nX A: b\r\n", 400)]
    [InlineData("GET /about HTTP/9.9\r\nHost: localhost\r\n", 505)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: localhost\r\n", 400)]
    [InlineData("POST /settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n", 400)]
    [InlineData("TRACE /about HTTP/1.1\r\nHost: localhost\r\n", 405)]
    [InlineData("DELETE /about HTTP/1.1\r\nHost: localhost\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002", 400)]
    public async Task Whatever_is_no_proper_request_is_refused_without_a_page_from_inside(string request, int status)
    {
        var answer = await Wire.SayAsync(prepared.Site.Address, request + "Connection: close\r\n\r\n");

        Assert.Equal(status, Wire.Status(answer));
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("x=1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_headers_and_too_long_ones_are_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: y\r\n"));

        Assert.Equal(431, Wire.Status(await Wire.SayAsync(prepared.Site.Address, $"GET / HTTP/1.1\r\nHost: localhost\r\n{many}Connection: close\r\n\r\n")));
        Assert.Equal(431, Wire.Status(await Wire.SayAsync(prepared.Site.Address, $"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {"c".Times(40_000)}\r\nConnection: close\r\n\r\n")));
    }

    [Fact]
    public async Task What_a_learner_wrote_is_shown_as_text_everywhere()
    {
        const string Evil = "</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>";
        using var browser = prepared.Site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", "MLS-C01"));
        await browser.EventsAsync(id, Happened.Commented(1, Evil));
        var pages = new List<Answer> { await browser.GetAsync($"/sittings/{id}/1"), await browser.GetAsync($"/sittings/{id}/review") };
        await browser.PostAsync($"/sittings/{id}/end");
        await browser.PostAsync($"/sittings/{id}/report", ("position", "1"), ("text", Evil));
        pages.AddRange([await browser.GetAsync($"/sittings/{id}/result?reported=1"), await browser.GetAsync("/reports")]);

        Assert.All(pages, page =>
        {
            Assert.Empty(page.Page.QuerySelectorAll("[onerror], img[src=x]"));
            Assert.DoesNotContain("alert(1)", page.Page.QuerySelectorAll("script").Select(script => script.TextContent));
        });
        Assert.Equal(Evil, pages[0].One("textarea[name=comment]").TextContent);
    }

    [Fact]
    public async Task A_refusal_is_json_for_whoever_asks_for_json_and_a_page_for_the_rest()
    {
        using var browser = prepared.Site.NewBrowser();
        var json = Browser.Request(HttpMethod.Get, "/nowhere");
        json.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        Assert.Equal("application/problem+json", (await browser.SendAsync(json)).ContentType);
        Assert.Equal("text/html; charset=utf-8", (await browser.GetAsync("/nowhere", ("Accept", "text/html,application/json;q=0.9"))).ContentType);
        Assert.Equal("text/html; charset=utf-8", (await browser.GetAsync("/nowhere")).ContentType);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Certus.Shell.Tests.Web;

public sealed class SafetyTests(PreparedSite prepared, Site elsewhere) : IClassFixture<PreparedSite>, IClassFixture<Site>
{
    private Site Site => prepared.Site;

    public static readonly TheoryData<string> Changes =
    [
        "/decide", "/decide/profile", "/practice/start", "/settings", "/sittings/{exam}/1", "/sittings/{exam}/end", "/sittings/{exam}/events", "/sittings/{exam}/report", "/sittings/{over}/report", "/sittings/{over}/drill",
        "/sittings/{paused}/paused",
    ];

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:5080")]
    [InlineData("LOCALHOST")]
    [InlineData("LocalHost:80")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]")]
    [InlineData("[::1]:5080")]
    public async Task This_machines_own_names_are_answered(string host)
    {
        using var browser = Site.NewBrowser();

        (await browser.GetAsync("/about", ("Host", host))).Ok();
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("EVIL.EXAMPLE")]
    [InlineData("evil.example:5080")]
    [InlineData("evil.example.")]
    [InlineData("localhost.")]
    [InlineData("localhost.:5080")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil.localhost")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1.")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("10.0.0.1")]
    [InlineData("[::]")]
    [InlineData("[::2]")]
    [InlineData("[::1%25eth0]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[fe80::1]:5080")]
    public async Task A_foreign_name_is_refused_for_pages_files_and_posts(string host)
    {
        using var browser = Site.NewBrowser();
        var before = Site.Rows();
        var token = await browser.TokenAsync();
        var post = Browser.Form("/practice/start", ("mode", "quick"), ("exam", "MLS-C01"), ("__RequestVerificationToken", token));
        post.Headers.Host = host;

        List<Answer> answers = [await browser.SendAsync(post)];
        foreach (var path in new[] { "/", "/css/base.css", "/nowhere" }) answers.Add(await browser.GetAsync(path, ("Host", host)));

        foreach (var answer in answers)
        {
            Assert.True((int)answer.Status is 421 or 400, $"{host}: {(int)answer.Status}");       // 400: no host at all, by its spelling
            Assert.DoesNotContain("<", answer.Text, StringComparison.Ordinal);
        }
        Assert.Equal(before, Site.Rows());
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\n", 421)]
    [InlineData("GET / HTTP/1.0\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n", 421)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost evil.example\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1\r\n", 400)]
    public async Task Whatever_is_said_on_the_wire_only_this_machines_names_are_answered(string request, int status)
    {
        var answer = await Wire.SayAsync(Site.Address, request + "Connection: close\r\n\r\n");

        Assert.Equal(status, Wire.Status(answer));
        Assert.DoesNotContain("<h1", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://evil.example:5080")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "https://127.0.0.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "anything")]
    public async Task What_comes_from_another_site_changes_nothing_even_with_a_token(string header, string value)
    {
        using var browser = Site.NewBrowser();
        var token = await browser.TokenAsync();
        var before = Site.Rows();

        foreach (var path in Changes.Select(row => prepared.Fill(row.Data)))
        {
            var request = path.EndsWith("/events", StringComparison.Ordinal)
                ? await browser.JsonAsync(path, JsonContent.Create(new JsonArray(Happened.Flagged(3))))
                : Browser.Form(path, ("mode", "quick"), ("exam", "MLS-C01"), ("position", "1"), ("text", "x"), ("__RequestVerificationToken", token));
            request.Headers.Add(header, value);
            Assert.Equal("The request came from another site, so it was not carried out.", (await browser.SendAsync(request)).Refused(HttpStatusCode.Forbidden));
        }

        Assert.Equal(before, Site.Rows());
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("HEAD", "/")]
    [InlineData("GET", "/css/base.css")]
    [InlineData("GET", "/sittings/{exam}/1")]
    [InlineData("GET", "/sittings/{exam}/bundle")]
    public async Task Another_origin_is_told_nothing_by_what_it_may_only_read(string method, string path)
    {
        using var browser = Site.NewBrowser();

        foreach (var origin in new[] { "https://evil.example", "http://localhost:1", "null" })
        {
            var answer = await browser.SendAsync(Browser.Request(new(method), prepared.Fill(path), ("Origin", origin), ("Sec-Fetch-Site", "cross-site")));

            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.DoesNotContain(answer.Message.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_link_on_another_site_may_lead_here()
    {
        using var browser = Site.NewBrowser();

        (await browser.GetAsync("/", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"))).Ok();
        (await browser.GetAsync("/css/base.css", ("Origin", Site.Address.GetLeftPart(UriPartial.Authority)))).Ok();
    }

    [Fact]
    public async Task The_own_origin_is_carried_out()
    {
        using var browser = Site.NewBrowser();
        var request = Browser.Form("/settings", ("on", "on"), ("__RequestVerificationToken", await browser.TokenAsync()));
        request.Headers.Add("Origin", Site.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.Equal("/settings?saved=true", (await browser.SendAsync(request)).RedirectsTo());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Without_a_true_token_nothing_changes(string path)
    {
        path = prepared.Fill(path);
        using Browser browser = Site.NewBrowser(), stranger = Site.NewBrowser(), foreigner = elsewhere.NewBrowser();
        var own = await browser.TokenAsync();
        var before = Site.Rows();
        HttpRequestMessage With(string? token)
        {
            var request = Browser.Form(path, ("mode", "quick"), ("exam", "MLS-C01"), ("go", "flag"), ("position", "1"), ("text", "x"));
            if (path.EndsWith("/events", StringComparison.Ordinal)) request.Content = JsonContent.Create(new JsonArray(Happened.Flagged(3)));
            if (token is not null) request.Headers.Add("RequestVerificationToken", token);
            return request;
        }

        Answer[] refused =
        [
            await browser.SendAsync(With(null)),                            // none
            await browser.SendAsync(With(own[..^8] + "AAAAAAAA")),           // forged
            await browser.SendAsync(With(await foreigner.TokenAsync())),     // of another installation
            await browser.SendAsync(With(await stranger.TokenAsync())),      // of another browser
            await new Browser(Site.Address).SendAsync(With(own)),            // without the cookie that belongs to it
        ];

        Assert.All(refused, answer => Assert.Equal("This form is too old to be trusted. Open the page again and send it once more.", answer.Refused(HttpStatusCode.BadRequest)));
        Assert.Equal(before, Site.Rows());
    }

    [Fact]
    public async Task A_script_is_told_by_a_word_that_its_token_is_stale()
    {
        using var browser = Site.NewBrowser();
        var request = Browser.Request(HttpMethod.Post, prepared.Fill("/sittings/{exam}/events"), ("RequestVerificationToken", "x"));
        request.Content = JsonContent.Create(new JsonArray());

        var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("stale-token", answer.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Tokens_outlive_a_restart()
    {
        using var data = new Store.TempDirectory();
        var site = new Site(data.FullName);
        using var browser = site.NewBrowser();
        var request = Browser.Form("/settings", ("on", "on"), ("__RequestVerificationToken", await browser.TokenAsync()));
        request.Headers.Add("Cookie", browser.Cookies);

        await using var restarted = await site.RestartAsync();
        using var later = restarted.NewBrowser();

        Assert.Equal("/settings?saved=true", (await later.SendAsync(request)).RedirectsTo());
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var browser = Site.NewBrowser();

        var cookie = Assert.Single((await browser.GetAsync("/settings")).Message.Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("certus-forgery=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }
}

using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Certus.Shell.Tests.Web;

/// <summary>What the server answered.</summary>
internal sealed record Answer(string Asked, HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    private readonly Lazy<IHtmlDocument> _page = new(() => new HtmlParser().ParseDocument(Text));

    /// <summary>The page, as a browser reads it.</summary>
    public IHtmlDocument Page => _page.Value;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Location => Message.Headers.Location?.ToString();

    public string? ContentType => Message.Content.Headers.ContentType?.ToString();

    public string Heading => Words("h1");

    /// <summary>The words of an element as they are read: white space is one blank.</summary>
    public string Words(string selector) => Plain(Page.QuerySelector(selector)?.TextContent ?? throw new InvalidOperationException($"{Asked} has no {selector}:\n{Text}"));

    public IReadOnlyList<string> AllWords(string selector) => [.. Page.QuerySelectorAll(selector).Select(element => Plain(element.TextContent))];

    public IElement One(string selector) => Assert.Single(Page.QuerySelectorAll(selector));

    public string? Value(string selector) => One(selector).GetAttribute("value");

    /// <summary>Whatever went wrong: one sentence, and nothing from behind the scenes.</summary>
    public string Refused(HttpStatusCode status)
    {
        Assert.Equal((Asked, status), (Asked, Status));
        LeaksNothing();
        if (ContentType?.Contains("json", StringComparison.Ordinal) == true) return Json.GetProperty("detail").GetString()!;
        if (ContentType?.StartsWith("text/plain", StringComparison.Ordinal) == true) return Text.TrimEnd('\n');
        return Page.QuerySelector("[role=alert]") is { } alert ? Plain(alert.TextContent) : Words("main .lede");
    }

    public void LeaksNothing()
    {
        foreach (var inner in new[] { "   at ", "Exception", "certus.db", Path.GetTempPath(), AppContext.BaseDirectory, "SQLite", ".cs:line" }) Assert.DoesNotContain(inner, Text, StringComparison.Ordinal);
    }

    /// <summary>Where the answer sends the browser.</summary>
    public string RedirectsTo()
    {
        Assert.True(Status == HttpStatusCode.Redirect, $"{Asked}: {(int)Status} {Text}");
        return Location!;
    }

    public Answer Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{Asked}: {(int)Status} {Text}");
        return this;
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

using Certus.Content;
using CsCheck;

namespace Certus.Tests.Content;

public sealed class MarkdownTests
{
    private static string? Address(string name) => name is "a-chart.svg" ? "/figures/v1/a-chart.svg" : null;

    public static TheoryData<string> Hostile() =>
    [
        "<script>alert(1)</script>",
        "<style>body{display:none}</style>",
        "<iframe src=https://example.org></iframe>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<svg onload=alert(1)>",
        "<!-- x --><b onclick=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java script:alert(1)>)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](http://example.org/ 'plain http')",
        "<javascript:alert(1)>",
        "![x](https://example.org/pixel.png)",
        "![x](//example.org/pixel.png)",
        "![x](data:image/png;base64,iVBORw0KGgo=)",
        "![x](javascript:alert(1))",
        "![x](../../secret.svg)",
        "![x](a-chart.svg \"\\\" onerror=alert(1) x=\\\"\")",
        "![\" onerror=alert(1) x=\"](a-chart.svg)",
        "[x]: javascript:alert(1)\n\n[x]",
        "```html onmouseover=alert(1)\n<script>\n```",
        "| <script>alert(1)</script> | b |\n|---|---|\n| ![x](https://example.org/p.png) | [y](javascript:alert(1)) |",
        "# <script>alert(1)</script>",
        "`<script>alert(1)</script>`",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Nothing_runs_and_nothing_is_loaded_from_elsewhere(string markdown)
    {
        var html = Markdown.ToHtml(markdown, Address);

        AssertHarmless(html);
    }

    /// <summary>Every tag is one of the short list, with attributes of a shorter one; every address is an https link or a figure.</summary>
    private static void AssertHarmless(string html)
    {
        var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html);
        var elements = document.Body!.QuerySelectorAll("*").Concat(document.Head!.QuerySelectorAll("*")).ToList();
        string[] tags = ["p", "br", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "img", "a", "h3", "h4", "hr"];
        string[] attributes = ["href", "src", "alt", "start", "rel", "tabindex"];

        Assert.All(elements, element => Assert.Contains(element.LocalName, tags));
        Assert.All(elements.SelectMany(element => element.Attributes), attribute => Assert.Contains(attribute.Name, attributes));
        Assert.All(elements.Where(element => element.HasAttribute("src")), element => Assert.Equal("/figures/v1/a-chart.svg", element.GetAttribute("src")));
        Assert.All(elements.Where(element => element.LocalName == "img"), element => Assert.True(element.HasAttribute("src")));
        Assert.All(elements.Select(element => element.GetAttribute("href")).OfType<string>(), href => Assert.False(
            href.Split('/', '?', '#')[0].Contains(':', StringComparison.Ordinal) && !href.StartsWith("https:", StringComparison.OrdinalIgnoreCase), href));     // a colon after these is no scheme's
    }

    [Fact]
    public void No_mixture_of_hostile_pieces_gets_through()
    {
        string[] pieces = ["<", ">", "script", "<script>", "[", "](", ")", "!", "javascript:", "data:", "https://example.org/", "a-chart.svg", "\"", "'", "`", "```", "\n", "\n\n", "|", "---", "*", "#", "onerror=", "&#x6A;", "\\", " ", "x", "<!--", "-->", "\0"];

        Gen.Int[0, pieces.Length - 1].Select(piece => pieces[piece]).List[1, 25].Sample(parts => AssertHarmless(Markdown.ToHtml(string.Concat(parts), Address)), iter: 1000);
    }

    [Fact]
    public void Raw_HTML_shows_as_text() => Assert.Equal("<p>Use &lt;b&gt; &amp; <em>em</em>.</p>", Markdown.ToHtml("Use <b> & *em*."));

    [Fact]
    public void Tables_stay_and_can_be_scrolled_by_keyboard()
    {
        var html = Markdown.ToHtml("| a | b |\n|---|--:|\n| 1 | 2 |").ReplaceLineEndings("");

        Assert.Equal("<table tabindex=\"0\"><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", html);
    }

    [Fact]
    public void Code_keeps_its_text()
    {
        var html = Markdown.ToHtml("```python\nif a < b & c:\n    print(\"<b>\")\n```");

        Assert.Equal("<pre tabindex=\"0\"><code>if a &lt; b &amp; c:\n    print(\"&lt;b&gt;\")\n</code></pre>", html);
    }

    [Fact]
    public void A_figure_gets_its_address_and_keeps_its_description() =>
        Assert.Equal("<p>See <img src=\"/figures/v1/a-chart.svg\" alt=\"Two bars\">.</p>", Markdown.ToHtml("See ![Two bars](a-chart.svg).", Address));

    [Fact]
    public void A_figure_without_an_address_is_dropped()
    {
        Assert.Equal("<p>See .</p>", Markdown.ToHtml("See ![Two bars](other.svg).", Address));
        Assert.Equal("<p>See .</p>", Markdown.ToHtml("See ![Two bars](a-chart.svg)."));
    }

    [Fact]
    public void A_link_to_a_page_stays() =>
        Assert.Equal("<p><a href=\"https://docs.aws.amazon.com/a\" rel=\"noopener noreferrer\">a page</a></p>", Markdown.ToHtml("[a page](https://docs.aws.amazon.com/a)"));

    [Theory]
    [InlineData("# One", "<h3>One</h3>")]
    [InlineData("## Two", "<h4>Two</h4>")]
    [InlineData("###### Six", "<h4>Six</h4>")]
    public void Headings_stand_below_those_of_the_page(string markdown, string html) => Assert.Equal(html, Markdown.ToHtml(markdown));

    [Theory]
    [InlineData("plain `code`", "plain <code>code</code>")]
    [InlineData("one\n\ntwo", "<p>one</p>\n<p>two</p>")]
    [InlineData("- item", "<ul>\n<li>item</li>\n</ul>")]
    [InlineData("", "")]
    public void One_line_needs_no_paragraph(string markdown, string html) => Assert.Equal(html, Markdown.ToInlineHtml(markdown).ReplaceLineEndings("\n"));

    [Fact]
    public void Plain_text_has_no_marks() => Assert.Equal("Use code, not magic.", Markdown.ToPlainText("Use `code`, *not* **magic**."));

    [Theory]
    [InlineData('>')]
    [InlineData('[')]
    public void Text_nested_more_deeply_than_anybody_writes_is_shown_as_it_stands(char nested)
    {
        var text = new string(nested, 20_000) + "<b>";

        Assert.DoesNotContain("<b>", Markdown.ToHtml(text), StringComparison.Ordinal);
        Assert.Contains(nested, Markdown.ToPlainText(text));
    }
}

using AngleSharp.Html.Parser;
using Certus.Content;
using Certus.Content.Anki;
using CsCheck;

namespace Certus.Tests.Content.Anki;

public sealed class HtmlMarkdownTests
{
    private static (string Markdown, IReadOnlyList<ImportLoss> Losses) Convert(string html)
    {
        var losses = new Losses();
        return (new HtmlMarkdown(name => name == "x.png" ? "x.png" : null, losses).Convert(html), losses.ToList());
    }

    private static Gen<string> Consts(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<b>bold</b> and <i>italics</i>", "**bold** and *italics*")]
    [InlineData("one<br>two", "one\\\ntwo")]
    [InlineData("one<br><br>two", "one\n\ntwo")]
    [InlineData("<div>one</div><div>two</div>", "one\n\ntwo")]
    [InlineData("a &lt;b&gt; &amp;amp; c", "a \\<b> \\&amp; c")]
    [InlineData("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n\n- b\n\n  - c")]
    [InlineData("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b")]
    [InlineData("<code>max_depth</code>", "`max_depth`")]
    [InlineData("<pre>a  b\nc</pre>", "```\na  b\nc\n```")]
    [InlineData("<table><tr><th>k</th><th>v</th></tr><tr><td>a|b</td><td>1<br>2</td></tr></table>", "| k | v |\n| --- | --- |\n| a\\|b | 1 2 |")]
    [InlineData("<img src=\"x.png\" alt=\"A plot\">", "![A plot](x.png)")]
    [InlineData("<a href=\"https://example.org/a(b)\">there</a>", "[there](https://example.org/a%28b%29)")]
    [InlineData("{{c1::<b>x</b>::hint}} is max_depth", "{{c1::**x**::hint}} is max_depth")]
    [InlineData("{{c1,2::<b>x</b>}} and {{c2::y}}", "{{c1,2::**x**}} and {{c2::y}}")]
    [InlineData("x<sup>2</sup>, CO<sub>2</sub>, e<sup>x</sup>", "x², CO₂, e^(x)")]
    [InlineData("<h2>Title</h2>text", "# Title\n\ntext")]
    [InlineData("<blockquote>said</blockquote>", "> said")]
    [InlineData("1. not a list", "1\\. not a list")]
    [InlineData("# no heading", "\\# no heading")]
    [InlineData("<b> spaced </b>out", "**spaced** out")]
    [InlineData("&nbsp;a&nbsp;&nbsp;b", "a b")]
    public void Html_becomes_the_markdown_that_means_the_same(string html, string markdown) => Assert.Equal(markdown, Convert(html).Markdown);

    [Theory]
    [InlineData("<script>alert(1)</script>a", "a", "Scripts are left out.")]
    [InlineData("<img src=x onerror=alert(1)>a", "a", null)]
    [InlineData("<a href=\"javascript:alert(1)\">a</a>", "a", "A link that does not begin with https is not kept, its text is.")]
    [InlineData("<iframe src=\"https://example.org\"></iframe>a", "a", "Embedded pages, drawings and input fields are left out.")]
    [InlineData("a [sound:b.mp3]", "a", "Sounds and videos are left out.")]
    [InlineData("<span style=\"color:red\">a</span>", "a", "Colors, fonts, underlines and other styles are not shown.")]
    [InlineData("<svg onload=alert(1)><text>b</text></svg>a", "a", "Embedded pages, drawings and input fields are left out.")]
    [InlineData("<b>(x)</b>y", "(x)y", "Bold or italics that Markdown can't show are left out.")]
    [InlineData("\\(x^2\\)", "\\\\(x^2\\\\)", "Formulas stand as their LaTeX source.")]
    public void What_markdown_can_not_say_is_left_out_and_reported(string html, string markdown, string? loss)
    {
        var (text, losses) = Convert(html);

        Assert.Equal(markdown, text);
        Assert.Equal(loss is null ? [] : [loss], losses.Select(entry => entry.What));
    }

    [Fact]
    public void Whatever_text_a_field_holds_is_shown_as_that_text()
    {
        var parser = new HtmlParser();
        Gen.String[Gen.Char["ab1 \\`*_[](){}<>|&#;:+-=.!~^\"'\n\té"], 0, 24].Sample(text =>
        {
            var markdown = Convert(System.Net.WebUtility.HtmlEncode(text)).Markdown;

            var shown = parser.ParseDocument(Markdown.ToHtml(markdown)).Body!.TextContent;

            Assert.Equal(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), string.Join(' ', shown.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }, iter: 1_000);
    }

    [Fact]
    public void Whatever_html_comes_its_words_are_shown_and_no_mark_of_markdown_is()
    {
        var parser = new HtmlParser();
        var inline = Gen.Select(Consts("b", "i", "strong", "em", "span", "u", "code"), Consts("ab", " cd ", "e. ", "(f)", "g", ""), (tag, text) => $"<{tag}>{text}</{tag}>");
        var nested = Gen.Select(Consts("b", "i", "span"), inline, inline, (tag, one, other) => $"<{tag}>{one}{other}</{tag}>");
        var piece = Gen.OneOf(inline, nested, Consts(" ", "<br>", "x", "<div>y</div>", "<ul><li>z</li><li><b>w</b></li></ul>", "<hr>", ", "));
        piece.Array[0, 8].Select(string.Concat).Sample(html =>
        {
            var wanted = Words(parser.ParseDocument(html.Replace("<", " <", StringComparison.Ordinal)).Body!.TextContent);

            var markdown = Convert(html).Markdown;

            var shown = Words(parser.ParseDocument(Markdown.ToHtml(markdown).Replace("<", " <", StringComparison.Ordinal)).Body!.TextContent);
            Assert.True(wanted == shown, $"{html}\n{markdown}\n{Markdown.ToHtml(markdown)}");
        }, iter: 1_000);

        static string Words(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public void Nesting_without_end_is_text_in_the_end()
    {
        var html = string.Concat(Enumerable.Repeat("<div><b>", 20_000)) + "deep";

        Assert.Contains("deep", Convert(html).Markdown, StringComparison.Ordinal);
    }
}

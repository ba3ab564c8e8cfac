using System.Text;
using static Certus.Tests.Content.SampleContent;

namespace Certus.Tests.Content;

public sealed class FigureTests
{
    private static IEnumerable<string> Complaints(string name, byte[] bytes) =>
        Faultless.Change(SingleFile, "A bakery", $"![Bars]({name}) A bakery").With($"questions/modeling/{name}", bytes).Complaints();

    private static string? SvgFault(string svg) => Complaints("bars.svg", Encoding.UTF8.GetBytes(svg)).SingleOrDefault();

    private static string Svg(string inside) => $"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>{inside}</svg>";

    [Theory]
    [InlineData("<title>Training data: 80 %</title><text x='1'>data: javascript: @import url(x)</text>")]
    [InlineData("<defs><linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient></defs><rect fill='url(#g)' width='3' height='3'/>")]
    [InlineData("<rect fill=\"url('#g')\" width='3' height='3'/><circle clip-path='url( #c )' r='1'/>")]
    [InlineData("<style>text { font: 3px sans-serif } @media (prefers-color-scheme: dark) { text { fill: white } } rect { fill: url(#g) }</style>")]
    [InlineData("<g aria-label='Input data: image (left), labels (right)'><path d='M0 0L9 9'/></g>")]
    [InlineData("<text>&lt;script&gt; &#38; &amp;</text>")]
    public void A_harmless_drawing_is_no_fault(string inside) => Assert.Null(SvgFault(Svg(inside)));

    [Theory]
    [InlineData("<script>alert(1)</script>", "holds <script>, which figures may not")]
    [InlineData("<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>", "holds <script>, which figures may not")]
    [InlineData("<foreignObject><p/></foreignObject>", "holds <foreignObject>, which figures may not")]
    [InlineData("<image href='https://example.org/p.png'/>", "holds <image>, which figures may not")]
    [InlineData("<use href='#a'/>", "holds <use>, which figures may not")]
    [InlineData("<a href='https://example.org'/>", "holds <a>, which figures may not")]
    [InlineData("<animate attributeName='href'/>", "holds <animate>, which figures may not")]
    [InlineData("<rect onload='alert(1)'/>", "holds the script attribute 'onload'")]
    [InlineData("<rect ONCLICK='alert(1)'/>", "holds the script attribute 'ONCLICK'")]
    [InlineData("<linearGradient xlink:href='https://example.org/g.svg#g'/>", "links to something else")]
    [InlineData("<rect fill='url(https://example.org/g.svg#g)'/>", "links to something else")]
    [InlineData("<rect fill='URL (\"//example.org/g\")'/>", "links to something else")]
    [InlineData("<rect fill='u\\72l(//example.org/g)'/>", "links to something else")]
    [InlineData("<rect style='background: image-set(\"//example.org/g\" 1x)'/>", "links to something else")]
    [InlineData("<rect fill='&#117;rl(//example.org/g)'/>", "links to something else")]
    [InlineData("<style>@import 'https://example.org/a.css';</style>", "loads something from elsewhere")]
    [InlineData("<style>@im<!-- -->port '//example.org/a.css';</style>", "loads something from elsewhere")]
    [InlineData("<style>@im<![CDATA[port]]> '//example.org/a.css';</style>", "loads something from elsewhere")]
    [InlineData("<style><g/>@import '//example.org/a.css';</style>", "loads something from elsewhere")]
    [InlineData("<style>@\\69mport '//example.org/a.css';</style>", "loads something from elsewhere")]
    [InlineData("<style>rect { fill: url(data:image/png;base64,AA) }</style>", "loads something from elsewhere")]
    [InlineData("<style>rect { background: image-set('//example.org/a' 1x) }</style>", "loads something from elsewhere")]
    [InlineData("<?xml-stylesheet href='https://example.org/a.css'?>", "holds a processing instruction")]
    public void A_drawing_that_runs_or_loads_something_is_refused(string inside, string fault) =>
        Assert.Equal($"{SingleFile}:6: error: the figure 'bars.svg' {fault}.", SvgFault(Svg(inside)));

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>")]
    [InlineData("<!DOCTYPE svg SYSTEM 'https://example.org/a.dtd'><svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<svg>&nbsp;</svg>")]
    [InlineData("<svg><g></svg>")]
    [InlineData("<svg/><svg/>")]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<?xml version='1.0' encoding='no-such-encoding'?><svg/>")]
    public void A_drawing_with_a_document_type_or_no_XML_is_refused(string svg) =>
        Assert.StartsWith($"{SingleFile}:6: error: the figure 'bars.svg' is not well-formed: ", SvgFault(svg), StringComparison.Ordinal);

    [Fact]
    public void Another_kind_of_XML_is_no_drawing() => Assert.Equal($"{SingleFile}:6: error: the figure 'bars.svg' is not an SVG.", SvgFault("<html/>"));

    [Fact]
    public void A_PNG_must_begin_as_one()
    {
        byte[] head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

        Assert.Empty(Complaints("bars.png", [.. head, 1, 2, 3]));
        Assert.Equal([$"{SingleFile}:6: error: the figure 'bars.png' is not a PNG file."], Complaints("bars.png", "<svg/>"u8.ToArray()));
    }

    [Fact]
    public void A_figure_may_be_64_KiB_and_no_more()
    {
        byte[] Png(int length) => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[length - 8]];

        Assert.Empty(Complaints("bars.png", Png(65536)));
        Assert.Equal([$"{SingleFile}:6: error: the figure 'bars.png' is larger than 64 KiB."], Complaints("bars.png", Png(65537)));
    }

    [Theory]
    [InlineData("bars.gif")]
    [InlineData("Bars.svg")]
    [InlineData("bars_2.svg")]
    public void A_figure_of_another_name_is_refused(string name) =>
        Assert.Equal([$"{SingleFile}:6: error: the figure '{name}' must be an .svg or .png file, named in lower-case words with hyphens."], Complaints(name, "<svg/>"u8.ToArray()));

    [Fact]
    public void A_picture_inside_code_is_no_figure() =>
        Assert.Empty(Faultless.Change(SingleFile, "A bakery", "`![x](y.svg)` A bakery").Complaints());
}

using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Certus.Catalog;
using Certus.Practice;
using Certus.Tests.Content;
using static Certus.Tests.Practice.Generated;

namespace Certus.Tests.Practice;

/// <summary>What holds for the stems, explanations and figures of every generator's questions. Apart from <see cref="GeneratorTests"/>, so that both run at once.</summary>
public sealed partial class GeneratorProseTests
{
    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Every_shown_sum_is_right(string id)
    {
        var equations = Of(id).SelectMany(question => question.Options.SelectMany(option => Arithmetic.Equations(option.Why).Select(equation => (question.Id, equation)))).ToList();

        Assert.True(equations.Count > 2000);
        Assert.Empty(equations.Where(entry => !entry.equation.Holds).Take(3));
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Every_explanation_arrives_at_the_value_of_its_option(string id)
    {
        foreach (var option in Of(id).SelectMany(question => question.Options))
        {
            var shown = Shown(option.Text);
            var numbers = Numbers().Matches(option.Why).Select(match => match.Value);

            if (!numbers.Any(number => number == shown || Ratio.Parse(shown) - Ratio.Parse(number) is { Over.IsZero: true })) Assert.Fail($"{option.Text}: {option.Why}");
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void A_stem_tells_a_short_story_and_asks_once(string id)
    {
        foreach (var question in Of(id))
        {
            Assert.EndsWith("?", question.Stem, StringComparison.Ordinal);
            Assert.Equal(1, question.Stem.Count(c => c == '?'));
            var prose = string.Join(' ', question.Stem.Split('\n').Where(line => !line.StartsWith('|') && !line.StartsWith('!')));
            Assert.InRange(SentenceEnd().Count(prose), 3, 6);       // two to five, and the question
            Assert.DoesNotContain("  ", question.Stem, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', question.Stem);
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void At_least_four_wordings_occur(string id) =>
        Assert.True(Of(id).Select(question => string.Join(' ', question.Stem.Split(' ').Take(3))).Distinct().Count() >= 4);

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void A_stem_shows_and_describes_each_of_its_figures(string id)
    {
        foreach (var question in Of(id))
        {
            var images = Image().Matches(question.Stem);

            Assert.Equal(images.Select(image => image.Groups["name"].Value), question.Figures.Select(figure => figure.Name));
            if (images.Count > 0) Assert.Contains("figure", question.Stem, StringComparison.Ordinal);
            foreach (var (image, figure) in images.Zip(question.Figures))
            {
                var alt = Numbers().Matches(image.Groups["alt"].Value).Select(number => number.Value).ToHashSet();
                Assert.True(alt.Count >= 2);
                Assert.All(Parsed(figure).Descendants(Svg + "text").SelectMany(text => Numbers().Matches(text.Value)), number => Assert.Contains(number.Value, alt));
            }
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void A_figure_stands_on_a_white_panel_and_holds_what_it_draws(string id)
    {
        foreach (var figure in Of(id).SelectMany(question => question.Figures).Where((_, i) => i % 5 == 0))
        {
            var root = Parsed(figure);
            var (width, height) = ((int)root.Attribute("width")!, (int)root.Attribute("height")!);
            var panel = root.Elements().First();

            Assert.Equal("image/svg+xml", figure.MediaType);
            Assert.Equal($"0 0 {width} {height}", root.Attribute("viewBox")!.Value);
            Assert.Equal(("rect", "#ffffff", width - 2, height - 2), (panel.Name.LocalName, panel.Attribute("fill")!.Value, (int)panel.Attribute("width")!, (int)panel.Attribute("height")!));
            Assert.All(root.Descendants(Svg + "rect"), box => Assert.True((int)box.Attribute("width")! > 0 && (int)box.Attribute("height")! > 0
                && (int)box.Attribute("x")! + (int)box.Attribute("width")! < width && (int)box.Attribute("y")! + (int)box.Attribute("height")! < height));
            Assert.All(root.Descendants(Svg + "text"), text =>
            {
                var (x, room) = ((int)text.Attribute("x")!, text.Value.Length * (int)text.Attribute("font-size")! * 3 / 5);        // a character is about three fifths as wide as high
                var left = text.Attribute("text-anchor")!.Value switch { "start" => x, "middle" => x - room / 2, _ => x - room };
                Assert.True(left >= 4 && left + room <= width - 4, $"{text.Value} does not fit {figure.Name}");
                Assert.InRange((int)text.Attribute("y")!, 12, height - 6);
            });
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Figures_pass_the_rules_for_written_questions(string id)
    {
        foreach (var figure in Of(id).SelectMany(question => question.Figures).Take(12))
        {
            var complaints = SampleContent.Faultless.Change(SampleContent.SingleFile, "A bakery", $"![A figure]({figure.Name}) A bakery").With($"questions/modeling/{figure.Name}", figure.Bytes).Complaints();

            Assert.Empty(complaints);
        }
    }

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XElement Parsed(Figure figure) => XElement.Parse(Encoding.UTF8.GetString(figure.Bytes));

    [GeneratedRegex(@"^!\[(?<alt>.+)\]\((?<name>.+)\)$", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@"[.?:](?=\s|$)")]
    private static partial Regex SentenceEnd();
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Certus.Catalog;
using Certus.Practice;
using Certus.Practice.Generators;
using Certus.Tests.Content;

namespace Certus.Tests.Practice;

/// <summary>What holds for the questions of every generator, over 2,000 seeds and a few large ones.</summary>
public sealed partial class GeneratorTests
{
    private static readonly ulong[] LargeSeeds = [1UL << 31, (1UL << 31) - 1, 1UL << 33, 999_999_999_999, ulong.MaxValue - 1, ulong.MaxValue];

    private static readonly Dictionary<string, Lazy<Question[]>> Drawn = GeneratorCatalog.All.ToDictionary(
        generator => generator.Id,
        generator => new Lazy<Question[]>(() => [.. Enumerable.Range(0, 2000).Select(seed => (ulong)seed).Concat(LargeSeeds).Select(generator.Generate)]));

    public static TheoryData<string> Ids => [.. GeneratorCatalog.All.Select(generator => generator.Id)];

    [Fact]
    public void The_catalog_lists_twenty_generators_in_the_order_of_their_ids()
    {
        var ids = GeneratorCatalog.All.Select(generator => generator.Id).ToList();

        Assert.Equal(20, ids.Count);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Each_question_names_its_generator_version_and_seed(string id)
    {
        var generator = Generator(id);

        foreach (var seed in LargeSeeds)
        {
            var question = generator.Generate(seed);

            Assert.Equal($"{id}@{seed}", question.Id);
            Assert.Equal(new GeneratedFrom(id, generator.Version, seed), question.GeneratedFrom);
            Assert.Equal(generator.Skills, question.Skills);
            Assert.Equal(generator.Tasks, question.Tasks);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Tasks_belong_to_the_skills_and_the_area_is_that_of_the_main_one(string id)
    {
        var generator = Generator(id);
        var skills = File.ReadAllText(Path.Combine(Repository.Root, "content", "skills.yaml"));
        var entries = generator.Skills.Select(skill => Regex.Match(skills, $@"^  - id: {skill}\n(?:    .*\n| *\n)+", RegexOptions.Multiline).Value).ToList();

        Assert.All(generator.Tasks, task => Assert.Contains(entries, entry => entry.Contains(task, StringComparison.Ordinal)));
        Assert.Matches("^(MLS-C01|AIP-C01)/", generator.Tasks[0]);
        Assert.Contains(generator.Tasks, task => task.StartsWith("MLA-C02/", StringComparison.Ordinal));
        Assert.Contains($"    area: {Drawn[id].Value[0].Area}\n", entries[0], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Four_different_options_hold_one_key(string id)
    {
        foreach (var question in Drawn[id].Value)
        {
            Assert.Equal(QuestionType.Single, question.Type);
            Assert.Equal(4, question.Options.Select(option => option.Text).Distinct().Count());
            var key = Assert.Single(question.Key.Values);
            Assert.InRange(key, 0, 3);
            Assert.Null(question.Options[key].Misconception);
            Assert.Equal(3, question.Options.Select(option => option.Misconception).OfType<string>().Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_key_follows_from_the_text_of_the_stem(string id)
    {
        foreach (var question in Drawn[id].Value)
        {
            var derived = DerivedKeys.Of(id, question.Stem);

            var fitting = question.Options.Where(option => derived.RoundsTo(Shown(option.Text))).ToList();
            Assert.True(fitting.Count == 1 && fitting[0] == question.Options[question.Key.Values[0]], $"{question.Id}: {derived} but {string.Join("; ", question.Options.Select(option => option.Text))}");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_shown_sum_is_right(string id)
    {
        var equations = Drawn[id].Value.SelectMany(question => question.Options.SelectMany(option => Arithmetic.Equations(option.Why).Select(equation => (question.Id, equation)))).ToList();

        Assert.True(equations.Count > 2000);
        Assert.Empty(equations.Where(entry => !entry.equation.Holds).Take(3));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_explanation_arrives_at_the_value_of_its_option(string id)
    {
        foreach (var option in Drawn[id].Value.SelectMany(question => question.Options))
        {
            var shown = Shown(option.Text);
            var numbers = Numbers().Matches(option.Why).Select(match => match.Value);

            Assert.True(numbers.Any(number => Ratio.Parse(shown) - Ratio.Parse(number) is { Over.IsZero: true }), $"{option.Text}: {option.Why}");
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_form_of_an_option_does_not_give_the_key_away(string id)
    {
        var questions = Drawn[id].Value;

        Assert.All(questions, question => Assert.Single(question.Options.Select(option => Form(option.Text)).Distinct()));
        var longest = questions.Count(question => question.Options.All(option => option == Key(question) || option.Text.Length < Key(question).Text.Length));
        Assert.True(longest * 10 <= questions.Length * 3, $"the key is the longest option in {longest} of {questions.Length}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void No_rank_among_the_options_gives_the_key_away(string id)
    {
        var questions = Drawn[id].Value;
        var byRank = questions.GroupBy(question => question.Options.Count(option => Less(option.Text, Key(question).Text))).Select(group => group.Count()).ToList();

        Assert.True(byRank.Count >= 2);
        Assert.True(byRank.Max() * 10 <= questions.Length * 8, $"one rank holds the key {byRank.Max()} times of {questions.Length}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void Options_stand_in_order_of_size(string id) =>
        Assert.All(Drawn[id].Value, question => Assert.All(question.Options.Zip(question.Options.Skip(1)), pair => Assert.True(Less(pair.First.Text, pair.Second.Text))));

    [Theory, MemberData(nameof(Ids))]
    public void Every_misconception_is_in_the_content(string id)
    {
        var known = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "content", "misconceptions.yaml")), @"^  - id: (\S+)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.All(Drawn[id].Value.SelectMany(question => question.Options.Select(option => option.Misconception).OfType<string>()).Distinct(), name => Assert.Contains(name, known));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_stem_tells_a_short_story_and_asks_once(string id)
    {
        foreach (var question in Drawn[id].Value)
        {
            Assert.EndsWith("?", question.Stem, StringComparison.Ordinal);
            Assert.Equal(1, question.Stem.Count(c => c == '?'));
            var prose = string.Join(' ', question.Stem.Split('\n').Where(line => !line.StartsWith('|') && !line.StartsWith('!')));
            Assert.InRange(SentenceEnd().Count(prose), 3, 6);       // two to five, and the question
            Assert.DoesNotContain("  ", question.Stem, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', question.Stem);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void At_least_four_wordings_occur(string id) =>
        Assert.True(Drawn[id].Value.Select(question => string.Join(' ', question.Stem.Split(' ').Take(3))).Distinct().Count() >= 4);

    [Theory, MemberData(nameof(Ids))]
    public void A_stem_shows_and_describes_each_of_its_figures(string id)
    {
        foreach (var question in Drawn[id].Value)
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

    [Theory, MemberData(nameof(Ids))]
    public void A_figure_stands_on_a_white_panel_and_holds_what_it_draws(string id)
    {
        foreach (var figure in Drawn[id].Value.SelectMany(question => question.Figures).Where((_, i) => i % 5 == 0))
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

    [Theory, MemberData(nameof(Ids))]
    public void Figures_pass_the_rules_for_written_questions(string id)
    {
        foreach (var figure in Drawn[id].Value.SelectMany(question => question.Figures).Take(12))
        {
            var complaints = SampleContent.Faultless.Change(SampleContent.SingleFile, "A bakery", $"![A figure]({figure.Name}) A bakery").With($"questions/modeling/{figure.Name}", figure.Bytes).Complaints();

            Assert.Empty(complaints);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Questions_rarely_repeat(string id) =>
        Assert.True(Drawn[id].Value.Select(question => question.Stem).Distinct().Count() > 1500);

    [Theory, MemberData(nameof(Ids))]
    public void The_same_seed_gives_the_same_bytes(string id)
    {
        var generator = Generator(id);

        Assert.All(Drawn[id].Value.Where((_, i) => i % 10 == 0), question => Assert.True(question.ToBody().AsSpan().SequenceEqual(generator.Generate(question.GeneratedFrom!.Seed).ToBody())));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Bytes_do_not_depend_on_the_culture(string id)
    {
        var (before, comma) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.NegativeSign) = (",", ".", "~");
        var expected = Drawn[id].Value.Take(50).Select(question => question.ToBody()).ToList();
        try
        {
            CultureInfo.CurrentCulture = comma;

            Assert.All(expected.Select((body, seed) => (body, seed)), entry => Assert.True(entry.body.AsSpan().SequenceEqual(Generator(id).Generate((ulong)entry.seed).ToBody())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A question once generated is the same forever: whoever changes one raises the version and adds a line to the file, and keeps the old ones for the record.</summary>
    [Fact]
    public void Bodies_are_pinned_until_a_version_is_raised()
    {
        var pinned = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Certus.Tests", "vectors", "generators.txt")).Where(line => !line.StartsWith('#')).ToHashSet();

        var now = GeneratorCatalog.All.Select(generator =>
            $"{generator.Id} {generator.Version.ToString(CultureInfo.InvariantCulture)} {Hash(Enumerable.Range(0, 100).Select(seed => generator.Generate((ulong)seed).ToBody()))}").ToList();

        Assert.True(now.All(pinned.Contains), "generators.txt lacks:\n" + string.Join('\n', now.Where(line => !pinned.Contains(line))));
        Assert.Equal(pinned.Count, pinned.Select(line => string.Join(' ', line.Split(' ').Take(2))).Distinct().Count());
    }

    private static IQuestionGenerator Generator(string id) => GeneratorCatalog.All.Single(generator => generator.Id == id);

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static XElement Parsed(Figure figure) => XElement.Parse(Encoding.UTF8.GetString(figure.Bytes));

    private static Option Key(Question question) => question.Options[question.Key.Values[0]];

    /// <summary>The number of an option, without its unit.</summary>
    private static string Shown(string option) => Numbers().Match(option).Value;

    private static bool Less(string a, string b) => (Ratio.Parse(Shown(a)) - Ratio.Parse(Shown(b))).Over.Sign < 0;

    /// <summary>What is left of an option without its digits before the point: unit and decimals.</summary>
    private static string Form(string option) => WholePart().Replace(option, "#", 1).Replace('0', '9').Select(c => char.IsAsciiDigit(c) ? '9' : c).Aggregate("", (form, c) => form + c);

    private static string Hash(IEnumerable<byte[]> bodies)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var body in bodies)
        {
            hash.AppendData(body);
            hash.AppendData("\n"u8);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex(@"−?\d[\d,]*(\.\d+)?(?<!,)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"−?\d[\d,]*")]
    private static partial Regex WholePart();

    [GeneratedRegex(@"^!\[(?<alt>.+)\]\((?<name>.+)\)$", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@"[.?:](?=\s|$)")]
    private static partial Regex SentenceEnd();
}

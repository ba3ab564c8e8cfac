using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Practice;
using Certus.Practice.Generators;
using static Certus.Tests.Practice.Generated;

namespace Certus.Tests.Practice;

/// <summary>What holds for the keys, options and bytes of every generator's questions.</summary>
public sealed partial class GeneratorTests
{
    [Fact]
    public void The_catalog_lists_twenty_five_generators_in_the_order_of_their_ids()
    {
        var ids = GeneratorCatalog.All.Select(generator => generator.Id).ToList();

        Assert.Equal(25, ids.Count);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
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

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Tasks_belong_to_the_skills_and_the_area_is_that_of_the_main_one(string id)
    {
        var generator = Generator(id);
        var skills = File.ReadAllText(Path.Combine(Repository.Root, "content", "skills.yaml"));
        var entries = generator.Skills.Select(skill => Regex.Match(skills, $@"^  - id: {skill}\n(?:    .*\n| *\n)+", RegexOptions.Multiline).Value).ToList();

        Assert.All(generator.Tasks, task => Assert.Contains(entries, entry => entry.Contains(task, StringComparison.Ordinal)));
        Assert.Matches("^(MLS-C01|AIP-C01)/", generator.Tasks[0]);
        Assert.Contains(generator.Tasks, task => task.StartsWith("MLA-C02/", StringComparison.Ordinal));
        Assert.Contains($"    area: {Of(id)[0].Area}\n", entries[0], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Four_different_options_hold_one_key(string id)
    {
        foreach (var question in Of(id))
        {
            Assert.Equal(QuestionType.Single, question.Type);
            Assert.Equal(4, question.Options.Select(option => option.Text).Distinct().Count());
            var key = Assert.Single(question.Key.Values);
            Assert.InRange(key, 0, 3);
            Assert.Null(question.Options[key].Misconception);
            Assert.Equal(3, question.Options.Select(option => option.Misconception).OfType<string>().Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void The_key_follows_from_the_text_of_the_stem(string id)
    {
        foreach (var question in Of(id))
        {
            var derived = DerivedKeys.Of(id, question.Stem);

            var fitting = question.Options.Where(option => derived.RoundsTo(Shown(option.Text))).ToList();
            if (fitting.Count != 1 || fitting[0] != Key(question)) Assert.Fail($"{question.Id}: {derived} but {string.Join("; ", question.Options.Select(option => option.Text))}");
        }
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void The_form_of_an_option_does_not_give_the_key_away(string id)
    {
        var questions = Of(id);

        Assert.All(questions, question => Assert.Single(question.Options.Select(option => Form(option.Text)).Distinct()));
        var longest = questions.Count(question => question.Options.All(option => option == Key(question) || option.Text.Length < Key(question).Text.Length));
        Assert.True(longest * 10 <= questions.Length * 3, $"the key is the longest option in {longest} of {questions.Length}");
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void No_rank_among_the_options_gives_the_key_away(string id)
    {
        var questions = Of(id);
        var byRank = questions.GroupBy(question => question.Options.Count(option => Less(option.Text, Key(question).Text))).Select(group => group.Count()).ToList();

        Assert.True(byRank.Count >= 2);
        Assert.True(byRank.Max() * 10 <= questions.Length * 8, $"one rank holds the key {byRank.Max()} times of {questions.Length}");
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Options_stand_in_order_of_size(string id) =>
        Assert.All(Of(id), question => Assert.All(question.Options.Zip(question.Options.Skip(1)), pair => Assert.True(Less(pair.First.Text, pair.Second.Text))));

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Every_misconception_is_in_the_content(string id)
    {
        var known = Regex.Matches(string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "content", "misconceptions")).Select(File.ReadAllText)), @"^  - id: (\S+)", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.All(Of(id).SelectMany(question => question.Options.Select(option => option.Misconception).OfType<string>()).Distinct(), name => Assert.Contains(name, known));
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Questions_rarely_repeat(string id) =>
        Assert.True(Of(id).Select(question => question.Stem).Distinct().Count() > 1500);

    /// <summary>Most often: numbers in words, or equal ones that stand for other things, look equal here and are not.</summary>
    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Equal_numbers_are_known_in_any_wording(string id)
    {
        var templates = Of(id).GroupBy(question => Numbers().Replace(question.Stem, "#"));
        var open = templates.Where(template => template.Count() > 20).SelectMany(template =>
        {
            var found = template.Select(question => (Question: question, Numbers: Numbers().Matches(question.Stem).Select(match => match.Value).ToList())).ToList();
            var fixedPlaces = Enumerable.Range(0, found[0].Numbers.Count).Where(place => found.All(entry => entry.Numbers[place] == found[0].Numbers[place])).ToHashSet();
            return found.Select(entry => (entry.Question, Given: string.Join(' ', entry.Numbers.Where((_, place) => !fixedPlaces.Contains(place)).Order(StringComparer.Ordinal))));
        });

        var inOtherWords = open.GroupBy(entry => (entry.Given, Generated.Key(entry.Question).Text)).Where(same => same.DistinctBy(entry => Numbers().Replace(entry.Question.Stem, "#")).Count() > 1).ToList();
        var known = inOtherWords.Count(same => same.DistinctBy(entry => entry.Question.Numbers).Count() == 1);
        Assert.True(inOtherWords.Count < 10 || known * 2 >= inOtherWords.Count, $"only {known} of {inOtherWords.Count}");
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Other_numbers_are_told_apart(string id)
    {
        var derived = Of(id).GroupBy(question => question.Numbers, question => DerivedKeys.Of(id, question.Stem));

        foreach (var same in derived) Assert.True(same.All(key => (key - same.First()).Over.Sign == 0), same.Key);
        Assert.True(Of(id).Select(question => question.Numbers).Distinct().Count() > 100);
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void The_same_seed_gives_the_same_bytes(string id)
    {
        var generator = Generator(id);

        Assert.All(Of(id).Where((_, i) => i % 10 == 0), question => Assert.True(question.ToBody().AsSpan().SequenceEqual(generator.Generate(question.GeneratedFrom!.Seed).ToBody())));
    }

    [Theory, MemberData(nameof(Ids), MemberType = typeof(Generated))]
    public void Bytes_do_not_depend_on_the_culture(string id)
    {
        var (before, comma) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.NegativeSign) = (",", ".", "~");
        var expected = Of(id).Take(50).Select(question => question.ToBody()).ToList();
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

    [GeneratedRegex(@"−?\d[\d,]*")]
    private static partial Regex WholePart();
}

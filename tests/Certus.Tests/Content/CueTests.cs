using System.Text.RegularExpressions;
using Certus.Catalog;
using Certus.Practice;

namespace Certus.Tests.Content;

/// <summary>A guesser who sees the options alone and follows one cue finds the key in at most 30 % of the written questions with four options; luck finds 25 %.</summary>
public sealed partial class CueTests
{
    private const double Most = 0.30;

    private static readonly IReadOnlyList<Question> Questions =
        [.. Repository.BuiltIn.Value.Library.Bank.Items.Select(item => item.Question).Where(question => question.Type == QuestionType.Single && question.Options.Count == 4)];

    /// <summary>What an option has of the cue; the guesser takes the one with most of it, the first of several.</summary>
    private static readonly IReadOnlyDictionary<string, Func<IReadOnlyList<string>, int, double>> Cues = new Dictionary<string, Func<IReadOnlyList<string>, int, double>>
    {
        ["the longest"] = (options, i) => options[i].Length,
        ["the shortest"] = (options, i) => -options[i].Length,
        ["the most words"] = (options, i) => Words(options[i]).Count,
        ["the most detailed: names and numbers"] = (options, i) => options[i].Count(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)),
        ["the most punctuation"] = (options, i) => options[i].Count(letter => ",;()".Contains(letter, StringComparison.Ordinal)),
        ["the odd one out"] = (options, i) => -Likeness(options, i),
        ["the most like the others"] = Likeness,
        ["grammar: the one that begins unlike the others"] = (options, i) => -options.Count(other => Words(other)[0] == Words(options[i])[0]),
        ["neither longest nor shortest, then the most like the others"] = (options, i) =>
            options[i].Length == options.Max(option => option.Length) || options[i].Length == options.Min(option => option.Length) ? -1 : Likeness(options, i),
    };

    public static TheoryData<string> Names => [.. Cues.Keys];

    [Theory, MemberData(nameof(Names))]
    public void No_cue_of_the_options_alone_tells_the_key(string cue)
    {
        var score = Cues[cue];
        var hits = Questions.Count(question =>
        {
            List<string> options = [.. question.Options.Select(option => option.Text)];
            return question.Key.Values[0] == Enumerable.Range(0, options.Count).MaxBy(i => score(options, i));
        });

        Assert.True(hits <= Most * Questions.Count, $"{cue}: {hits} of {Questions.Count}");
    }

    [Fact]
    public void The_longest_option_is_the_key_often_enough_not_to_be_struck() =>
        Assert.InRange(Questions.Count(question => question.Options[question.Key.Values[0]].Text.Length == question.Options.Max(option => option.Text.Length)) / (double)Questions.Count, 0.18, Most);

    private static double Likeness(IReadOnlyList<string> options, int i) =>
        options.Where((_, other) => other != i).Sum(other => Words(options[i]).Intersect(Words(other)).Count() / (double)Words(options[i]).Union(Words(other)).Count());

    private static List<string> Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();
}

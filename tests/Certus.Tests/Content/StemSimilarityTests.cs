using Certus.Content;
using CsCheck;

namespace Certus.Tests.Content;

public sealed class StemSimilarityTests
{
    private static readonly Gen<string> Stems = Gen.Int[0, 8].Select(word => $"w{word}").List[0, 20].Select(words => string.Join(' ', words));

    [Fact]
    public void It_is_symmetric() =>
        Gen.Select(Stems, Stems).Sample((a, b) => Similarity(a, b).Equals(Similarity(b, a)));

    [Fact]
    public void It_is_a_share() => Gen.Select(Stems, Stems).Sample((a, b) => Similarity(a, b) is >= 0 and <= 1);

    [Fact]
    public void A_stem_of_three_words_or_more_is_wholly_like_itself() => Stems.Sample(stem => stem.Split(' ').Length < 3 || Similarity(stem, stem) is 1);

    [Fact]
    public void Too_few_words_are_like_nothing() => Assert.Equal(0, Similarity("two words", "two words"));

    [Fact]
    public void Case_and_punctuation_do_not_count() => Assert.Equal(1, Similarity("A team trains, daily: a `model`!", "a TEAM trains daily a model"));

    /// <summary>Runs of three: abc bcd cde against abc bcd cdx: two common of four.</summary>
    [Fact]
    public void It_is_the_share_of_common_runs_of_three_words() => Assert.Equal(0.5, Similarity("a b c d e", "a b c d x"));

    private static double Similarity(string a, string b) => StemSimilarity.Between(StemSimilarity.Shingles(a), StemSimilarity.Shingles(b));
}

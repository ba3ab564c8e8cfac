using Certus.Content;
using CsCheck;

namespace Certus.Tests.Content;

public sealed class ExcerptTests
{
    private static readonly string[] Parts = ["a", " ", "\n", "é", "問", "🙂"];

    [Theory]
    [InlineData("Short.", "Short.")]
    [InlineData("Ten letter", "Ten letter")]
    [InlineData("Eleven char", "Eleven …")]
    [InlineData("One and two", "One and …")]
    [InlineData("Exactly ten and", "Exactly …")]
    [InlineData("Incomprehensible words", "Incomprehe …")]
    [InlineData(" Incomprehensible", " Incompreh …")]
    [InlineData("データ分析基盤の設計と運用", "データ分析基盤の設計 …")]
    [InlineData("123456789🙂 and more", "123456789 …")]
    public void Words_are_kept_whole_where_there_are_any(string text, string excerpt) => Assert.Equal(excerpt, Excerpt.Words(text, 10));

    [Theory]
    [InlineData("Ten letter", "Ten letter")]
    [InlineData("One and two", "One and tw…")]
    [InlineData("123456789🙂", "123456789…")]
    public void Letters_fill_the_room(string text, string excerpt) => Assert.Equal(excerpt, Excerpt.Letters(text, 10));

    [Fact]
    public void No_text_is_too_odd_and_no_pair_is_split() =>
        Gen.Select(Gen.Int[0, 5].List[0, 30].Select(parts => string.Concat(parts.Select(part => Parts[part]))), Gen.Int[2, 20]).Sample((text, most) =>
        {
            string[] excerpts = [Excerpt.Words(text, most), Excerpt.Letters(text, most)];

            return excerpts.All(excerpt => excerpt.Length <= most + 2 && !excerpt.Where((c, i) => char.IsHighSurrogate(c) && (i + 1 == excerpt.Length || !char.IsLowSurrogate(excerpt[i + 1]))).Any());
        });
}

using Certus.Lab.Protocols;

namespace Certus.Lab.Tests.Protocols;

public sealed class ModelPatternTests
{
    [Fact]
    public void A_text_that_matches_does_so_however_long_it_takes_to_find_out()
    {
        // The first way through is tried in some 2^40 ways before the second is.
        var pattern = new ModelPattern("(x+x+)+y|x+");

        Assert.True(pattern.Matches(new('x', 40)));
        Assert.False(pattern.Matches(new string('x', 40) + "z"));
    }

    [Theory]
    [InlineData("[a-z]([a-z0-9]|-(?!-)){1,61}[a-z0-9]", "a-b", "a--b")]
    [InlineData(@"\d+\_\w*", "12_a", "٣_a")]
    [InlineData(@"[\u0009\u000A\u000D\u0020-\u00FF]+", "{}\n", "Ā")]
    [InlineData(@"[\uD800\uDC00-\uDBFF\uDFFF]*", "😀", "a")]
    public void The_sure_way_and_the_quick_one_say_the_same(string pattern, string match, string other)
    {
        var model = new ModelPattern(pattern);

        Assert.Equal((true, true, false, false), (model.Matches(match), model.MatchesSurely(match), model.Matches(other), model.MatchesSurely(other)));
    }
}

using Certus.Practice;
using CsCheck;

namespace Certus.Tests.Practice;

public sealed class PicksTests
{
    [Fact]
    public void The_order_in_which_options_were_chosen_does_not_matter() => Assert.Equal(Picks.Of([0, 3]), Picks.Of([3, 0, 3]));

    [Fact]
    public void The_order_of_steps_matters() => Assert.NotEqual(Picks.InOrder([0, 1]), Picks.InOrder([1, 0]));

    [Fact]
    public void Text_reads_back_as_the_same_picks() =>
        Gen.Int[-1, 9].List[0, 8].Sample(values => Picks.Parse(Picks.InOrder(values).ToString()).Equals(Picks.InOrder(values)));

    [Fact]
    public void Equal_picks_have_equal_hashes() =>
        Gen.Int[-1, 3].List[0, 4].Sample(values => Picks.InOrder(values).GetHashCode() == Picks.InOrder([.. values]).GetHashCode());

    [Theory]
    [InlineData("a")]
    [InlineData("1,,2")]
    [InlineData("1;2")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData(" ")]
    public void Text_that_is_no_list_of_whole_numbers_is_a_format_error(string text) => Assert.Throws<FormatException>(() => Picks.Parse(text));

    [Theory]
    [InlineData("", true)]
    [InlineData("-1,-1", true)]
    [InlineData("0", false)]
    [InlineData("-1,2", false)]
    public void Picks_are_blank_where_nothing_at_all_is_chosen(string picks, bool blank) => Assert.Equal(blank, Picks.Parse(picks).IsBlank);
}

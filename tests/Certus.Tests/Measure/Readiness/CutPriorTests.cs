using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class CutPriorTests
{
    private static readonly CutPrior Cut = new(0.68, 0.72, 0.77);

    [Fact]
    public void Its_three_numbers_are_its_quantiles()
    {
        Assert.Equal(0.68, Cut.At(0.05), 1e-9);
        Assert.Equal(0.72, Cut.At(0.5), 1e-9);
        Assert.Equal(0.77, Cut.At(0.95), 1e-9);
    }

    [Fact]
    public void A_higher_quantile_is_never_a_lower_cut() =>
        Gen.Select(Gen.Double[1e-6, 0.999999], Gen.Double[1e-6, 0.999999]).Sample((one, other) => Cut.At(Math.Min(one, other)) <= Cut.At(Math.Max(one, other)));

    [Theory]
    [InlineData(0.72, 50, 36)]
    [InlineData(0.7, 50, 35)]
    [InlineData(0.701, 50, 36)]
    public void A_cut_is_reached_by_the_first_whole_score_at_or_above_it(double cut, int scored, int right) => Assert.Equal(right, CutPrior.RawScore(cut, scored));
}

using System.Globalization;
using Certus.Measure.Readiness;
using CsCheck;

namespace Certus.Tests.Measure.Readiness;

public sealed class LordWingerskyTests
{
    [Fact]
    public void Equal_chances_give_the_binomial_distribution()
    {
        var distribution = new double[6];

        LordWingersky.Fill([0.3, 0.3, 0.3, 0.3, 0.3], distribution);

        double[] binomial = [0.16807, 0.36015, 0.3087, 0.1323, 0.02835, 0.00243];
        for (var score = 0; score < binomial.Length; score++) Assert.Equal(binomial[score], distribution[score], 1e-12);
    }

    [Fact]
    public void The_scores_always_sum_to_one_and_have_the_sum_of_the_chances_as_their_mean() =>
        Gen.Double[0, 1].Array[1, 80].Sample(chances =>
        {
            var distribution = new double[chances.Length + 1];
            LordWingersky.Fill(chances, distribution);
            return Math.Abs(distribution.Sum() - 1) < 1e-12 && Math.Abs(distribution.Select((chance, score) => chance * score).Sum() - chances.Sum()) < 1e-10;
        });

    [Fact]
    public void The_scores_of_a_calibrated_test_are_those_of_another_implementation()
    {
        // 600 persons on 32 items, two-parameter model; ability normal, averaged over 61 points from -6 to 6 as there.
        var items = Lines("sat12.2PL.items.csv").Select(cells => (A: Number(cells[1]), B: Number(cells[2]))).ToArray();
        var expected = Lines("sat12.2PL.eapsum.csv").Select(cells => Number(cells[4])).ToArray();
        var averaged = new double[items.Length + 1];
        var distribution = new double[items.Length + 1];
        double weights = 0;
        for (var point = 0; point < 61; point++)
        {
            var theta = -6 + 0.2 * point;
            var weight = Math.Exp(-theta * theta / 2);
            weights += weight;
            LordWingersky.Fill([.. items.Select(item => 1 / (1 + Math.Exp(-item.A * (theta - item.B))))], distribution);
            for (var score = 0; score < averaged.Length; score++) averaged[score] += weight * distribution[score];
        }

        Assert.Equal(33, expected.Length);
        for (var score = 0; score < expected.Length; score++) Assert.Equal(expected[score], 600 * averaged[score] / weights, 1e-3);
    }

    [Fact]
    public void No_score_reaches_more_than_there_are_questions()
    {
        Assert.Equal(0, LordWingersky.AtLeast([0.5, 0.5], 2));
        Assert.Equal(1, LordWingersky.AtLeast([0.5, 0.5], 0));
        Assert.Equal(0.5, LordWingersky.AtLeast([0.5, 0.5], 1));
    }

    private static IEnumerable<string[]> Lines(string name) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests/Certus.Tests/vectors/measure", name)).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

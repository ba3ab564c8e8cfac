using Certus.Measure;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class ItemModelTests
{
    private static readonly Gen<double> Slope = Gen.Double[0.2, 3], Place = Gen.Double[-4, 4];

    /// <summary>Items of every model.</summary>
    internal static readonly Gen<ItemModel> AnyItem = Gen.OneOf<ItemModel>(
        Gen.Select(Slope, Place, Gen.Double[0, 0.5]).Select((a, b, c) => (ItemModel)new ItemModel.Logistic(a, b, c)),
        Gen.Select(Slope, Place).Select((a, b) => (ItemModel)new ItemModel.Logistic(a, b)),
        Gen.Select(Slope, Place, Gen.Double[0.05, 2].Array[0, 4]).Select((a, b, gaps) => (ItemModel)new ItemModel.Graded(a, Ascending(b, gaps))),
        Gen.Select(Slope, Place.Array[1, 5]).Select((a, steps) => (ItemModel)new ItemModel.PartialCredit(a, steps)),
        Gen.Select(Gen.Double[-2, 2].Array[4].Where(slopes => slopes.Max() - slopes.Min() > 0.1), Gen.Double[-2, 2].Array[4]).Select((slopes, intercepts) => (ItemModel)new ItemModel.Nominal(slopes, intercepts)));

    [Fact]
    public void The_probabilities_of_an_item_add_up_to_one() =>
        Gen.Select(AnyItem, Gen.Double[-30, 30]).Sample((item, theta) =>
        {
            var p = new double[item.Categories];
            item.Probabilities(theta, p);
            return p.All(value => value is >= 0 and <= 1) && Math.Abs(p.Sum() - 1) < 1e-12;
        });

    [Fact]
    public void Slope_and_curvature_of_the_log_likelihood_are_its_derivatives() =>
        Gen.Select(AnyItem, Gen.Double[-6, 6]).Sample((item, theta) =>
        {
            const double h = 1e-5;
            for (var k = 0; k < item.Categories; k++)
            {
                LikelihoodTerms before = item.LogLikelihood(theta - h, k), here = item.LogLikelihood(theta, k), after = item.LogLikelihood(theta + h, k);
                Assert.Equal(Math.Log(item.Probability(theta, k)), here.Value, 1e-9 * Math.Max(1, Math.Abs(here.Value)));
                // The difference quotient itself is only good to so many digits of what it compares.
                Assert.Equal((after.Value - before.Value) / (2 * h), here.First, 1e-7 * Math.Max(1, Math.Abs(here.First)));
                Assert.Equal((after.First - before.First) / (2 * h), here.Second, 1e-7 * Math.Max(1, Math.Abs(here.Second)));
            }
        });

    [Fact]
    public void The_information_is_the_expected_curvature_and_its_slope_and_bound_are_its_own() =>
        Gen.Select(AnyItem, Gen.Double[-6, 6], Gen.Double[0, 0.3]).Sample((item, theta, width) =>
        {
            const double h = 1e-5;
            double expected = 0, warm = 0;
            for (var k = 0; k < item.Categories; k++)
            {
                var (p, terms) = (item.Probability(theta, k), item.LogLikelihood(theta, k));
                expected -= p * terms.Second;
                warm += p * terms.First * (terms.First * terms.First + terms.Second);       // P′P″ / P
            }
            Assert.Equal(expected, item.Information(theta), 1e-10);
            Assert.Equal(warm, item.WarmTerm(theta), 1e-10);
            Assert.Equal((item.Information(theta + h) - item.Information(theta - h)) / (2 * h), item.InformationSlope(theta), 1e-6 * Math.Max(1, item.Information(theta)));
            for (var i = 0; i <= 10; i++) Assert.True(item.Information(theta + width * i / 10) <= item.InformationBound(theta, theta + width) * (1 + 1e-12));
        });

    [Fact]
    public void Far_from_an_item_its_log_likelihood_stays_a_number() =>
        Gen.Select(AnyItem, Gen.OneOf(Gen.Double[-5000, -500], Gen.Double[500, 5000])).Sample((item, theta) =>
        {
            for (var k = 0; k < item.Categories; k++)
            {
                var (value, first, second) = item.LogLikelihood(theta, k);
                Assert.True(double.IsFinite(value) && double.IsFinite(first) && double.IsFinite(second) && value <= 0);
                if (item.SlopeAtEnd(k, theta > 0) is not 0 and var slope && Math.Abs(slope) > 0.1 && IsSettled(item)) Assert.Equal(slope, first, 1e-9);
            }
            return double.IsFinite(item.Information(theta));
        });

    /// <summary>Whether 500 logits are far for an item: categories with nearly the same slope stay a mixture for longer.</summary>
    private static bool IsSettled(ItemModel item) =>
        item is not ItemModel.Nominal nominal || nominal.Slopes.Order().Zip(nominal.Slopes.Order().Skip(1), (low, high) => high - low).Min() > 0.06;

    [Fact]
    public void A_more_able_person_has_never_the_smaller_expected_score_on_ordered_categories() =>
        Gen.Select(AnyItem.Where(item => item is not ItemModel.Nominal), Gen.Double[-6, 6], Gen.Double[0, 6]).Sample((item, theta, gain) =>
            item.ExpectedScore(theta) <= item.ExpectedScore(theta + gain) + 1e-12);

    [Fact]
    public void Graded_and_partial_credit_with_two_categories_are_the_two_parameter_model() =>
        Gen.Select(Slope, Place, Gen.Double[-6, 6]).Sample((a, b, theta) =>
        {
            var expected = new ItemModel.Logistic(a, b);
            foreach (var item in (ItemModel[])[new ItemModel.Graded(a, [b]), new ItemModel.PartialCredit(a, [b]), new ItemModel.Nominal([0, a], [0, -a * b])])
            {
                Assert.Equal(expected.Probability(theta, 1), item.Probability(theta, 1), 1e-12);
                Assert.Equal(expected.Information(theta), item.Information(theta), 1e-12);
            }
        });

    [Fact]
    public void Information_agrees_with_an_established_package()
    {
        var items = MeasureVectors.Items("item-bank.csv");
        var rows = MeasureVectors.Rows("item-information.csv");
        double[] thetas = [-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3];

        Assert.Equal(items.Count, rows.Count);
        foreach (var (item, row) in items.Zip(rows))
            foreach (var (theta, cell) in thetas.Zip(row.Values.Skip(1)))
                Assert.Equal(MeasureVectors.Number(cell)!.Value, item.Model.Information(theta), 1e-7);
    }

    [Fact]
    public void The_place_where_an_item_measures_best_is_its_peak() =>
        Gen.Select(Slope, Place, Gen.Double[0, 0.5], Gen.Double[-3, 3]).Sample((a, b, c, away) =>
        {
            var item = new ItemParameters(a, b, c);
            return item.Information(item.MostInformativeTheta) * (1 + 1e-12) >= item.Information(item.MostInformativeTheta + away);
        });

    [Theory]
    [InlineData(0, 0, 0, "discrimination 0")]
    [InlineData(-1, 0, 0, "discrimination -1")]
    [InlineData(double.NaN, 0, 0, "discrimination NaN")]
    [InlineData(1, double.PositiveInfinity, 0, "difficulty Infinity")]
    [InlineData(1, 0, 1, "lower asymptote 1")]
    [InlineData(1, 0, -0.1, "lower asymptote -0.1")]
    [InlineData(1, 0, double.NaN, "lower asymptote NaN")]
    public void Impossible_numbers_are_named(double a, double b, double c, string words)
    {
        Assert.Contains(words, new ItemParameters(a, b, c).Fault, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Throws<ArgumentOutOfRangeException>(() => new ItemModel.Logistic(a, b, c)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_categories_are_named()
    {
        Assert.Contains("thresholds must ascend", ItemModel.Graded.FaultOf(1, [0, 0]), StringComparison.Ordinal);
        Assert.Contains("1 categories", ItemModel.PartialCredit.FaultOf(1, []), StringComparison.Ordinal);
        Assert.Contains("step NaN", ItemModel.PartialCredit.FaultOf(1, [double.NaN]), StringComparison.Ordinal);
        Assert.Contains("measures nothing", ItemModel.Nominal.FaultOf([1, 1], [0, 2]), StringComparison.Ordinal);
        Assert.Contains("2 slopes and 3 intercepts", ItemModel.Nominal.FaultOf([0, 1], [0, 1, 2]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemModel.Graded(1, [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemModel.Logistic(1, 0).Probability(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemModel.Logistic(1, 0).Information(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ItemModel.Nominal([0, 1], [0, 0]).Information(double.NegativeInfinity));
    }

    [Fact]
    public void Equal_numbers_make_equal_items()
    {
        Assert.Equal(new ItemModel.Graded(1, [0, 1]), new ItemModel.Graded(1, [0, 1]));
        Assert.Equal(new ItemModel.Nominal([0, 1], [0, 1]).GetHashCode(), new ItemModel.Nominal([0, 1], [0, 1]).GetHashCode());
        Assert.NotEqual<ItemModel>(new ItemModel.PartialCredit(1, [0, 1]), new ItemModel.Graded(1, [0, 1]));
        Assert.NotEqual(new ItemModel.PartialCredit(1, [0, 1]), new ItemModel.PartialCredit(1, [0, 2]));
    }

    internal static double[] Ascending(double first, double[] gaps)
    {
        List<double> places = [first];
        foreach (var gap in gaps) places.Add(places[^1] + gap);
        return [.. places];
    }
}

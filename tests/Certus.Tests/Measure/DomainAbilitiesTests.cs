using Certus.Measure;
using CsCheck;

namespace Certus.Tests.Measure;

public sealed class DomainAbilitiesTests
{
    private static readonly Gen<ItemModel> Item =
        Gen.Select(Gen.Double[0.4, 2.5], Gen.Double[-3, 3], Gen.Double[0, 0.3]).Select((a, b, c) => (ItemModel)new ItemModel.Logistic(a, b, c));

    private static readonly Gen<(ItemModel[] Items, int[] DomainOf, sbyte[] Responses)> Answered =
        from items in Item.Array[3, 30]
        from domainOf in Gen.Int[0, 2].Array[items.Length]
        from right in Gen.Int[-1, 1].Array[items.Length]
        select (items, domainOf, right.Select(response => (sbyte)response).ToArray());

    private static AbilityEstimate.Found Alone(NormalPrior prior, ItemModel[] items, sbyte[] responses) =>
        Assert.IsType<AbilityEstimate.Found>(Ability.Estimate(AbilityMethod.ExpectedAPosteriori, items, responses, prior));

    private static sbyte[] Only(int domain, (ItemModel[] Items, int[] DomainOf, sbyte[] Responses) test) =>
        [.. test.Responses.Select((response, i) => test.DomainOf[i] == domain ? response : Response.Missing)];

    [Fact]
    public void One_domain_is_the_ordinary_ability_whatever_part_of_it_is_general() =>
        Gen.Select(Answered, Gen.Double[0, 1], Gen.Double[-1, 1], Gen.Double[0.5, 2]).Sample((test, share, mean, deviation) =>
        {
            NormalPrior prior = new(mean, deviation);
            var found = DomainAbilities.Estimate(new([prior], [share]), test.Items, new int[test.Items.Length], test.Responses);

            var expected = Alone(prior, test.Items, test.Responses);
            Assert.Equal(expected.Theta, found.Theta[0], 1e-5);
            Assert.Equal(expected.StandardError, found.StandardError(0), 1e-5);
        }, iter: 50);

    [Fact]
    public void Without_correlation_each_domain_stands_for_itself() =>
        Answered.Sample(test =>
        {
            var found = DomainAbilities.Estimate(new(3, 0), test.Items, test.DomainOf, test.Responses);

            for (var d = 0; d < 3; d++)
            {
                var expected = Alone(NormalPrior.Standard, test.Items, Only(d, test));
                Assert.Equal(expected.Theta, found.Theta[d], 1e-5);
                Assert.Equal(expected.StandardError, found.StandardError(d), 1e-5);
                for (var e = 0; e < d; e++) Assert.Equal(0, found.Covariance[d][e], 1e-9);
            }
        }, iter: 50);

    [Fact]
    public void With_full_correlation_the_domains_are_one() =>
        Answered.Sample(test =>
        {
            var found = DomainAbilities.Estimate(new(3, 1), test.Items, test.DomainOf, test.Responses);

            var expected = Alone(NormalPrior.Standard, test.Items, test.Responses);
            for (var d = 0; d < 3; d++)
            {
                Assert.Equal(expected.Theta, found.Theta[d], 1e-4);
                Assert.Equal(expected.StandardError, found.StandardError(d), 1e-4);
            }
        }, iter: 50);

    [Fact]
    public void A_domain_without_answers_borrows_from_the_others_and_is_less_sure() =>
        Gen.Select(Item.Array[20], Gen.Bool, Gen.Double[0.3, 0.9]).Sample((items, able, correlation) =>
        {
            sbyte[] responses = [.. items.Select((_, i) => (sbyte)((i % 5 == 0) != able ? 1 : 0))];
            var found = DomainAbilities.Estimate(new(2, correlation), items, new int[20], responses);

            // Normal prior: E(theta_1 | answers) is the correlation times E(theta_0 | answers), and the variances follow.
            Assert.Equal(correlation * found.Theta[0], found.Theta[1], 1e-5);
            Assert.Equal(1 - correlation * correlation * (1 - found.Covariance[0][0]), found.Covariance[1][1], 1e-5);
            Assert.Equal(correlation * found.Covariance[0][0], found.Covariance[1][0], 1e-5);
            Assert.True(found.StandardError(1) > found.StandardError(0));
        }, iter: 50);

    [Fact]
    public void Answers_in_one_domain_move_the_estimate_of_a_domain_with_few_and_make_it_surer()
    {
        ItemModel[] items = [.. Enumerable.Range(0, 22).Select(i => new ItemModel.Logistic(1.2, i % 5 * 0.5 - 1))];
        int[] domainOf = [.. Enumerable.Range(0, 22).Select(i => i < 20 ? 0 : 1)];
        sbyte[] responses = [.. Enumerable.Range(0, 22).Select(i => (sbyte)(i < 20 ? 1 : i % 2))];

        DomainAbilities together = DomainAbilities.Estimate(new(2, 0.8), items, domainOf, responses), apart = DomainAbilities.Estimate(new(2, 0), items, domainOf, responses);

        Assert.True(together.Theta[1] > apart.Theta[1] + 0.4);
        Assert.True(together.StandardError(1) < apart.StandardError(1) - 0.1);
        Assert.InRange(together.General, 0.5, 2);
    }

    /// <summary>Two dimensions by brute force on the joint density.</summary>
    [Fact]
    public void Two_domains_agree_with_integration_over_the_plane()
    {
        ItemModel[] items = [new ItemModel.Logistic(1.5, 0, 0.2), new ItemModel.Graded(1, [-1, 0.5]), new ItemModel.Logistic(0.8, 1), new ItemModel.PartialCredit(1.3, [0.2, -0.4])];
        int[] domainOf = [0, 0, 1, 1];
        sbyte[] responses = [1, 2, 0, 1];
        var (r, sums) = (0.6, new double[6]);
        for (var x = -6.0; x <= 6.001; x += 0.05)
            for (var y = -6.0; y <= 6.001; y += 0.05)
            {
                var p = Math.Exp(-(x * x - 2 * r * x * y + y * y) / (2 * (1 - r * r)));
                for (var i = 0; i < 4; i++) p *= items[i].Probability(domainOf[i] == 0 ? x : y, responses[i]);
                double[] terms = [p, p * x, p * y, p * x * x, p * x * y, p * y * y];
                for (var k = 0; k < 6; k++) sums[k] += terms[k];
            }
        double mx = sums[1] / sums[0], my = sums[2] / sums[0];

        var found = DomainAbilities.Estimate(new(2, r), items, domainOf, responses);

        Assert.Equal(mx, found.Theta[0], 1e-6);
        Assert.Equal(my, found.Theta[1], 1e-6);
        Assert.Equal(sums[3] / sums[0] - mx * mx, found.Covariance[0][0], 1e-6);
        Assert.Equal(sums[4] / sums[0] - mx * my, found.Covariance[0][1], 1e-6);
        Assert.Equal(sums[5] / sums[0] - my * my, found.Covariance[1][1], 1e-6);
    }

    [Fact]
    public void Thousands_of_answers_and_a_strong_general_ability_are_no_harder()
    {
        ItemModel[] items = [.. Enumerable.Range(0, 2000).Select(i => new ItemModel.Logistic(2, i % 100 * 0.04 - 2))];
        sbyte[] responses = [.. Enumerable.Range(0, 2000).Select(i => (sbyte)(i * 7919 % 100 < 55 ? 1 : 0))];

        var found = DomainAbilities.Estimate(new(2, 0.995), items, [.. Enumerable.Range(0, 2000).Select(i => i % 2)], responses);

        var expected = Alone(NormalPrior.Standard, items, responses);
        Assert.Equal(expected.Theta, found.Theta[0], 0.05);
        Assert.InRange(found.StandardError(0), expected.StandardError, 1.6 * expected.StandardError);
    }

    [Fact]
    public void Wrong_calls_are_refused()
    {
        ItemModel[] items = [new ItemModel.Logistic(1, 0)];

        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneralFactorPrior(2, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneralFactorPrior(2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneralFactorPrior(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GeneralFactorPrior([new(0, -1)], [0.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DomainAbilities.Estimate(new(2, 0.5), items, [2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DomainAbilities.Estimate(new(2, 0.5), items, [0], [2]));
        Assert.Throws<ArgumentException>(() => DomainAbilities.Estimate(new(2, 0.5), items, [0, 1], [1]));
    }
}

using Certus.Measure;
using Certus.Measure.Calibration;
using Certus.Numerics;

namespace Certus.Tests.Measure;

public sealed class ObservedInformationTests
{
    private const double Step = 1e-4;

    /// <summary>The derivatives that calibration uses, against differences of its own likelihood; the likelihood itself against the item models, summed in the plainest way.</summary>
    [Theory]
    [InlineData("rasch")]
    [InlineData("2pl")]
    [InlineData("3pl")]
    [InlineData("believed")]
    [InlineData("graded")]
    [InlineData("gpcm")]
    [InlineData("nominal")]
    public void Gradient_and_curvature_are_those_of_the_likelihood(string model)
    {
        var cancel = TestContext.Current.CancellationToken;
        var (marginal, responses) = Made(model);
        var beta = Somewhere(model, marginal);
        var n = marginal.Parameters;
        double[] gradient = new double[n], up = new double[n], down = new double[n];

        Assert.Equal(Plainly(marginal, responses, beta), marginal.LogLikelihood(beta, cancel), 1e-8);
        marginal.Gradient(beta, gradient);
        var curvature = ObservedInformation.At(marginal, beta, cancel);

        for (var d = 0; d < n; d++)
        {
            double Moved(double by, double[] slope)
            {
                var moved = (double[])beta.Clone();
                moved[d] += by;
                var value = marginal.LogLikelihood(moved, cancel) + marginal.LogPrior(moved);
                marginal.Gradient(moved, slope);
                return value;
            }

            var (above, below) = (Moved(Step, up), Moved(-Step, down));
            Assert.Equal((above - below) / (2 * Step), gradient[d], 1e-4 * (1 + Math.Abs(gradient[d])));
            for (var e = 0; e < n; e++)
            {
                var expected = -(up[e] - down[e]) / (2 * Step);
                Assert.True(Math.Abs(expected - curvature[d * n + e]) <= 2e-4 * (1 + Math.Abs(expected)), $"{model} {d},{e}: {curvature[d * n + e]} beside {expected}");
            }
        }
    }

    private static (Marginal Marginal, Responses Responses) Made(string model)
    {
        IReadOnlyList<ItemModel> items = model switch
        {
            "graded" => [.. Enumerable.Range(0, 5).Select(i => new ItemModel.Graded(0.8 + 0.2 * i, [-1 + 0.1 * i, 0.2, 1.1]))],
            "gpcm" or "nominal" => [.. Enumerable.Range(0, 5).Select(i => new ItemModel.PartialCredit(0.8 + 0.1 * i, [-0.8, 0.5 - 0.2 * i]))],
            _ => Simulated.Logistic(21, 9, guessing: model is "3pl" or "believed"),
        };
        var responses = Simulated.Answers(31, 300, items, missing: 0.15);
        responses = responses.WithGroups(["A", "B"], [.. Enumerable.Range(0, responses.Persons).Select(person => person % 3 == 0 ? 1 : 0)]);
        Kernel[] kernels =
        [
            .. items.Select((item, i) => model switch
            {
                "rasch" => new LogisticKernel(1, CalibrationPrior.None),
                "2pl" => i == 4 ? new FixedKernel(item) : new LogisticKernel(2, CalibrationPrior.None),
                "3pl" => new LogisticKernel(3, new(LogitLowerAsymptote: CalibrationPrior.UsualGuessing)),
                "believed" => new LogisticKernel(1 + i % 3, CalibrationPrior.OfAuthor(0.3 * i - 1)),
                "graded" => new GradedKernel(4),
                _ => (Kernel)new SoftmaxKernel(3, model == "nominal"),
            }),
            new PopulationKernel([(model == "2pl", model is "rasch" or "2pl"), (true, true)]),
        ];
        return (new(PatternTable.Of(responses, [.. Enumerable.Range(0, items.Count)], [.. items.Select(item => item.Categories)]), kernels, 2), responses);
    }

    private static double[] Somewhere(string model, Marginal marginal)
    {
        var beta = new double[marginal.Parameters];
        var chance = new CounterRandom(1, "somewhere");
        for (var d = 0; d < beta.Length; d++) beta[d] = 0.3 * (chance.At((ulong)d) - 0.5);
        foreach (var kernel in marginal.Kernels)
            switch (kernel)
            {
                case LogisticKernel { Parameters: > 1 }: beta[kernel.First] += 1; if (kernel.Parameters == 3) beta[kernel.First + 2] -= 1.1; break;
                case GradedKernel: for (var k = 0; k < 4; k++) beta[kernel.First + k] += k == 0 ? 1 : 2 - k; break;
                case SoftmaxKernel: beta[kernel.First] += 0.7; break;
            }
        Assert.True(marginal.Allows(beta), model);
        return beta;
    }

    /// <summary>Person after person, point after point, through the public models.</summary>
    private static double Plainly(Marginal marginal, Responses responses, double[] beta)
    {
        var log = 0.0;
        var (tables, population) = (marginal.Kernels.Select((kernel, i) => { var t = new double[kernel.Categories * Grid.Padded]; kernel.Tabulate(marginal.Of(i, beta), t, new double[t.Length * kernel.Parameters]); return t; }).ToList(), marginal.Kernels.Count - 1);
        for (var person = 0; person < responses.Persons; person++)
        {
            var sum = 0.0;
            for (var q = 0; q < 61; q++)
            {
                var value = tables[population][responses.GroupOf(person) * Grid.Padded + q];
                for (var i = 0; i < responses.Items.Count; i++)
                    if (responses.Row(person)[i] is >= 0 and var k) value += tables[i][k * Grid.Padded + q];
                sum += Math.Exp(value);
            }
            log += Math.Log(sum);
        }
        return log;
    }

    [Fact]
    public void The_kernels_have_the_probabilities_of_the_models()
    {
        ItemModel[] models = [new ItemModel.Logistic(1.4, -0.6, 0.2), new ItemModel.Graded(1.2, [-1, 0.3, 0.9]), new ItemModel.PartialCredit(0.7, [0.4, -0.8]), new ItemModel.Nominal([0, 0.5, 1.5], [0, 1, -0.4])];
        (Kernel Kernel, double[] Beta)[] kernels =
        [
            (new LogisticKernel(3, CalibrationPrior.None), [1.4, 1.4 * 0.6, Math.Log(0.2 / 0.8)]), (new GradedKernel(4), [1.2, 1.2, -1.2 * 0.3, -1.2 * 0.9]),
            (new SoftmaxKernel(3, false), [0.7, -0.7 * 0.4, -0.7 * 0.4 + 0.7 * 0.8]), (new SoftmaxKernel(3, true), [0.5, 1.5, 1, -0.4]),
        ];

        foreach (var (model, (kernel, beta)) in models.Zip(kernels))
        {
            var table = new double[kernel.Categories * Grid.Padded];
            kernel.Tabulate(beta, table, new double[table.Length * kernel.Parameters]);
            for (var k = 0; k < kernel.Categories; k++)
                for (var q = 0; q < Grid.Real; q++) Assert.Equal(model.LogLikelihood(Grid.Theta[q], k).Value, table[k * Grid.Padded + q], 1e-12);
        }
    }
}

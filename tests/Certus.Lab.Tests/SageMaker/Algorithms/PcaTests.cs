using System.Text.Json;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class PcaTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Theory]
    [InlineData("regular")]
    [InlineData("randomized")]
    public async Task Projections_lie_along_the_directions_that_power_iteration_finds(string mode)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 6, 1);
        // Hidden factors of falling strength, mixed and shifted.
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 500).Select(_ =>
        {
            double[] factor = [9 * data.Normal(), 5 * data.Normal(), 2 * data.Normal()];
            return (0.0, Enumerable.Range(0, 6).Select(i => 100 * i + factor[i % 3] + (i < 3 ? factor[(i + 1) % 3] : 0) + 0.3 * data.Normal()).ToArray());
        })];

        var model = await _jobs.ModelAsync(Jobs.PcaImage, new() { ["feature_dim"] = "6", ["num_components"] = "2", ["mini_batch_size"] = "100", ["algorithm_mode"] = mode }, _jobs.Channel("train", Jobs.Features(rows), "text/csv;label_size=0"));

        var answers = Jobs.Answers(model, Jobs.Features(rows), "projections");
        var centered = Centered([.. rows.Select(row => row.Row)]);
        foreach (var component in new[] { 0, 1 })
        {
            var direction = PowerIteration(centered);
            double[] expected = [.. centered.Select(row => Dot(row, direction))];
            double[] found = [.. answers.Select(answer => answer.GetProperty("projection")[component].GetDouble())];
            var sign = Math.Sign(Dot(expected, found));
            for (var row = 0; row < found.Length; row++) Assert.Equal(expected[row], sign * found[row], tolerance: 0.01);
            centered = [.. centered.Select((row, i) => row.Zip(direction, (x, d) => x - expected[i] * d).ToArray())];
        }
        Assert.Equal(2, answers[0].GetProperty("projection").GetArrayLength());
    }

    [Fact]
    public async Task More_components_than_features_are_refused() =>
        Assert.Equal("ClientError: Hyperparameter num_components: 3 is more than feature_dim, 2.", await _jobs.ReasonAsync(Jobs.PcaImage, new() { ["feature_dim"] = "2", ["num_components"] = "3", ["mini_batch_size"] = "1" }, _jobs.Channel("train", "1,2\n", "text/csv;label_size=0")));

    private static double[][] Centered(double[][] rows)
    {
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        return [.. rows.Select(row => row.Zip(mean, (x, m) => x - m).ToArray())];
    }

    private static double[] PowerIteration(double[][] rows)
    {
        double[] direction = [.. Enumerable.Range(0, rows[0].Length).Select(i => 1.0 + i)];
        for (var step = 0; step < 1000; step++)
        {
            var next = new double[direction.Length];
            foreach (var row in rows)
            {
                var along = Dot(row, direction);
                for (var i = 0; i < next.Length; i++) next[i] += along * row[i];
            }
            var length = Math.Sqrt(Dot(next, next));
            direction = [.. next.Select(x => x / length)];
        }
        return direction;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}

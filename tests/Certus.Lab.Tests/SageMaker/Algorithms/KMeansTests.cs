using Certus.Lab.Tests.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class KMeansTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Theory]
    [InlineData("random")]
    [InlineData("kmeans++")]
    public async Task Small_data_are_clustered_as_well_as_the_best_of_all_partitions(string method)
    {
        var random = new SeededRandom(LogisticData.FreshSeed);
        double[][] points = [.. Enumerable.Range(0, 11).Select(_ => new double[] { random.Between(-20, 20), random.Between(-20, 20) })];
        var rows = points.Select(point => (0.0, point)).ToList();

        await _jobs.ModelAsync(Jobs.KMeansImage, new() { ["feature_dim"] = "2", ["k"] = "2", ["init_method"] = method, ["eval_metrics"] = "[\"msd\",\"ssd\"]", ["epochs"] = "3" }, _jobs.Channel("train", Jobs.Features(rows), "text/csv;label_size=0"), _jobs.Channel("test", Jobs.Features(rows), "text/csv;label_size=0"));

        var best = Enumerable.Range(1, (1 << 10) - 1).Min(partition => Spread(points, partition) + Spread(points, ~partition));
        // Lloyd's method ends in a local optimum; ten starts on eleven points leave little to chance, and never less than the optimum.
        Assert.InRange(_jobs.Metric("test:ssd"), best * 0.999, best * 1.25);
        Assert.Equal(_jobs.Metric("test:ssd") / 11, _jobs.Metric("test:msd"), tolerance: 1e-9);

        static double Spread(double[][] points, int members)
        {
            var chosen = points.Where((_, i) => (members >> i & 1) == 1).ToArray();
            return Enumerable.Range(0, 2).Sum(axis => chosen.Sum(point => Math.Pow(point[axis] - chosen.Average(other => other[axis]), 2)));
        }
    }

    [Fact]
    public async Task Rows_of_far_groups_get_the_cluster_of_their_group_and_their_distance_to_its_mean()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 3, 1);
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 900).Select(i => ((double)(i % 3), new double[] { 30 * (i % 3) + data.Normal(), data.Normal(), 20 * (i % 3 == 1 ? 1 : 0) + data.Normal() }))];

        var model = await _jobs.ModelAsync(Jobs.KMeansImage, new() { ["feature_dim"] = "3", ["k"] = "3", ["mini_batch_size"] = "100" }, _jobs.Channel("train", Jobs.Features(rows), "text/csv;label_size=0"));

        var answers = Jobs.Answers(model, Jobs.Features(rows), "predictions");
        for (var group = 0; group < 3; group++)
        {
            var members = rows.Index().Where(row => row.Item.Label == group).ToArray();
            Assert.Single(members.Select(row => answers[row.Index].GetProperty("closest_cluster").GetSingle()).Distinct());
            double[] mean = [.. Enumerable.Range(0, 3).Select(axis => members.Average(row => row.Item.Row[axis]))];
            foreach (var (index, (_, row)) in members)
                Assert.Equal(Math.Sqrt(row.Zip(mean, (x, m) => (x - m) * (x - m)).Sum()), answers[index].GetProperty("distance_to_cluster").GetDouble(), tolerance: 1e-3);
        }
        Assert.InRange(_jobs.Metric("train:msd"), 2.5, 3.5);     // three coordinates of variance 1
    }

    [Fact]
    public async Task A_first_column_taken_for_the_label_is_said_where_features_do_not_fit() =>
        Assert.Contains("label_size=0", await _jobs.ReasonAsync(Jobs.KMeansImage, new() { ["feature_dim"] = "2", ["k"] = "1" }, _jobs.Channel("train", "1,2\n3,4\n")), StringComparison.Ordinal);
}

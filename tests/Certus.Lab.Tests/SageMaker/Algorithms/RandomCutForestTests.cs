using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class RandomCutForestTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Rows_far_from_all_others_score_highest_and_count_as_anomalies()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 4, 1);
        var train = data.Rows(3000);
        List<(double Label, double[] Row)> test = [.. data.Rows(990).Select(row => (0.0, row.Row)), .. Enumerable.Range(0, 10).Select(i => (1.0, Enumerable.Range(0, 4).Select(axis => (axis == i % 4 ? 12.0 : 0) + data.Normal()).ToArray()))];

        var model = await _jobs.ModelAsync(Jobs.ForestImage, new() { ["feature_dim"] = "4", ["num_trees"] = "100" }, _jobs.Channel("train", Jobs.Features(train), "text/csv;label_size=0"), _jobs.Channel("test", Jobs.Csv(test), "text/csv;label_size=1"));

        var scores = Jobs.Answers(model, Jobs.Features(test), "scores").Select(answer => answer.GetProperty("score").GetDouble()).ToArray();
        Assert.InRange(Jobs.AucByPairs(scores, [.. test.Select(row => row.Label)]), 0.999, 1);
        Assert.Equal(1, _jobs.Metric("test:recall"));
        var mean = scores.Average();
        var limit = mean + 3 * Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        var beyond = scores.Index().Where(score => score.Item > limit).ToArray();
        Assert.Equal(beyond.Count(score => test[score.Index].Label == 1) / (double)beyond.Length, _jobs.Metric("test:precision"), tolerance: 1e-6);
    }

    [Fact]
    public async Task Two_points_are_parted_at_the_root_so_a_row_between_scores_by_the_sides_it_adds()
    {
        // One feature, the points 0 and 1, one cut between: 3 is cut off at the root with chance 2/3 and otherwise joins a leaf at depth 1.
        var model = await _jobs.ModelAsync(Jobs.ForestImage, new() { ["feature_dim"] = "1", ["num_trees"] = "50", ["num_samples_per_tree"] = "2" }, _jobs.Channel("train", "0\n1\n", "text/csv;label_size=0"));

        var scores = Jobs.Answers(model, "3\n0\n"u8.ToArray(), "scores").Select(answer => answer.GetProperty("score").GetDouble()).ToArray();

        Assert.Equal((2.0 / 3 + 1.0 / 3 / 2) * Math.Log2(3), scores[0], tolerance: 1e-5);
        Assert.Equal((1 - 1 / 4.0) / (1 + Math.Log2(2)) * Math.Log2(3), scores[1], tolerance: 1e-5);
    }

    [Theory]
    [InlineData("num_trees", "49", "Hyperparameter num_trees: 49 is not in [50, 1000].")]
    [InlineData("num_trees", "1001", "Hyperparameter num_trees: 1001 is not in [50, 1000].")]
    [InlineData("num_samples_per_tree", "2049", "Hyperparameter num_samples_per_tree: 2049 is not in [1, 2048].")]
    [InlineData("feature_dim", "10001", "Hyperparameter feature_dim: 10001 is not in [1, 10000].")]
    [InlineData("eval_metrics", "[\"auc\"]", "Hyperparameter eval_metrics: '[\"auc\"]' is not a list of \"accuracy\", \"precision_recall_fscore\".")]
    public async Task What_the_guide_does_not_allow_is_refused_by_name(string name, string value, string reason) =>
        Assert.Equal($"ClientError: {reason}", await _jobs.ReasonAsync(Jobs.ForestImage, new() { ["feature_dim"] = "1", [name] = value }, _jobs.Channel("train", "1\n", "text/csv;label_size=0")));
}

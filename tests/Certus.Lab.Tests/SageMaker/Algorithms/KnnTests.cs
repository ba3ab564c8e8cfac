using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class KnnTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    private static Dictionary<string, string> Settings(string type, int k, int rows) => new() { ["feature_dim"] = "5", ["k"] = $"{k}", ["predictor_type"] = type, ["sample_size"] = $"{rows}" };

    [Theory]
    [InlineData("L2")]
    [InlineData("COSINE")]
    [InlineData("INNER_PRODUCT")]
    public async Task A_regressor_averages_the_labels_of_the_nearest_rows(string metric)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 5, 1);
        List<(double Label, double[] Row)> train = [.. data.Rows(300).Select(row => (10 * data.Chance(row.Row), row.Row))];
        var asked = data.Rows(40);
        var settings = Settings("regressor", 4, 300);
        settings["index_metric"] = metric;

        var model = await _jobs.ModelAsync(Jobs.KnnImage, settings, _jobs.Channel("train", Jobs.Csv(train)));

        var answers = Jobs.Answers(model, Jobs.Features(asked), "predictions", "application/json; verbose=true");
        foreach (var (i, (_, row)) in asked.Index())
        {
            var nearest = train.OrderBy(other => Distance(metric, row, other.Row)).Take(4).ToArray();
            Assert.Equal(nearest.Average(one => one.Label), answers[i].GetProperty("predicted_label").GetDouble(), tolerance: 1e-3);
            foreach (var (place, label) in answers[i].GetProperty("labels").EnumerateArray().Index()) Assert.Equal(nearest[place].Label, label.GetDouble(), tolerance: 1e-3);
            foreach (var (place, distance) in answers[i].GetProperty("distances").EnumerateArray().Index()) Assert.Equal(Distance(metric, row, nearest[place].Row), distance.GetDouble(), tolerance: 1e-3);
        }

        static double Distance(string metric, double[] a, double[] b)
        {
            double Dot(double[] x, double[] y) => x.Zip(y, (p, q) => p * q).Sum();
            return metric switch
            {
                "L2" => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum()),
                "COSINE" => 1 - Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)),
                _ => -Dot(a, b),
            };
        }
    }

    [Fact]
    public async Task A_classifier_of_one_neighbor_knows_the_rows_it_was_trained_on_and_says_its_accuracy()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 5, 1);
        var train = data.Rows(200);

        var model = await _jobs.ModelAsync(Jobs.KnnImage, Settings("classifier", 1, 1000), _jobs.Channel("train", Jobs.Csv(train)), _jobs.Channel("test", Jobs.Csv(train)));

        Assert.Equal(train.Select(row => row.Label), Jobs.Scores(model, train));
        Assert.Equal(1, _jobs.Metric("test:accuracy"));
    }

    [Theory]
    [InlineData("sign")]
    [InlineData("fjlt")]
    public async Task Fewer_dimensions_keep_distances_on_average(string type)
    {
        // The square of a projected distance has the mean of the true one; its deviation over projections is at most sqrt(2 / target) of it, here 0.35, over rows less.
        var data = new LogisticData(LogisticData.FreshSeed, 64, 1);
        var (train, asked) = (data.Rows(60), data.Rows(30));
        Dictionary<string, string> settings = new() { ["feature_dim"] = "64", ["k"] = "60", ["predictor_type"] = "regressor", ["sample_size"] = "60", ["dimension_reduction_type"] = type, ["dimension_reduction_target"] = "16" };

        var model = await _jobs.ModelAsync(Jobs.KnnImage, settings, _jobs.Channel("train", Jobs.Csv(train)));

        var answers = Jobs.Answers(model, Jobs.Features(asked), "predictions", "application/json;verbose=true");
        var ratio = asked.Select((row, i) => answers[i].GetProperty("distances").EnumerateArray().Sum(one => Math.Pow(one.GetDouble(), 2)) / train.Sum(other => other.Row.Zip(row.Row, (p, q) => (p - q) * (p - q)).Sum())).Average();
        Assert.InRange(ratio, 0.6, 1.4);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_model_and_another_seed_another_sample()
    {
        var train = new LogisticData(LogisticData.FreshSeed, 5, 1).Rows(500);
        var channel = _jobs.Channel("train", Jobs.Csv(train));

        var models = new List<byte[]>();
        foreach (var seed in new ulong[] { 7, 7, 8 })
            models.Add(await File.ReadAllBytesAsync(Assert.IsType<TrainingOutcome.Completed>(await _jobs.TrainAsync(Jobs.KnnImage, Settings("classifier", 3, 50), [channel], seed, TestContext.Current.CancellationToken)).ModelPath, TestContext.Current.CancellationToken));

        Assert.Equal(models[0], models[1]);
        Assert.NotEqual(models[0], models[2]);
    }

    [Fact]
    public void A_model_that_claims_a_projection_larger_than_memory_is_refused()
    {
        var path = Path.Combine(_jobs.Folder, "large.tar.gz");
        Dictionary<string, string> settings = new() { ["feature_dim"] = "2000000000", ["k"] = "1", ["sample_size"] = "1", ["predictor_type"] = "classifier", ["dimension_reduction_type"] = "sign", ["dimension_reduction_target"] = "1" };
        ModelArchive.Write(path, new("Certus", "1", "knn", Jobs.KnnImage, settings, 2_000_000_000, 1, DateTimeOffset.UnixEpoch, "model"), new byte[20]);

        Assert.Contains("more than the sandbox holds in memory", Assert.Throws<ModelRefusedException>(() => Predictor.Load(path)).Message, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Globalization;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Bench;

/// <summary>Training jobs of the Lab, from the start of the child process to the written model.</summary>
internal static class TrainingTimes
{
    private static readonly (string Name, string Image, string[] Settings)[] _jobs =
    [
        ("xgboost (LightGBM)", "xgboost", ["objective=binary:logistic", "eval_metric=auc"]),
        ("linear-learner", "linear-learner", ["predictor_type=binary_classifier"]),
        ("kmeans, k 10", "kmeans", ["k=10", "feature_dim=8"]),
        ("pca, 3 components", "pca", ["num_components=3", "feature_dim=8", "mini_batch_size=1000"]),
        ("knn", "knn", ["k=5", "feature_dim=8", "predictor_type=classifier", "sample_size=200000"]),
        ("randomcutforest", "randomcutforest", ["feature_dim=8"]),
    ];

    public static async Task<int> RunAsync(int repeats)
    {
        var folder = Directory.CreateTempSubdirectory("certus-bench-").FullName;
        try
        {
            foreach (var (rows, rounds) in new[] { (2600, 60), (200_000, 100) })
            {
                var data = Path.Combine(folder, $"{rows}.csv");
                Write(data, rows);
                foreach (var (name, image, settings) in _jobs)
                {
                    var hyperparameters = settings.Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
                    if (image == "xgboost") hyperparameters["num_round"] = $"{rounds}";
                    var spec = new TrainingSpec(image, hyperparameters, [new("train", [new(data, "train.csv")], "text/csv")], 1, DateTimeOffset.UnixEpoch);
                    List<double> seconds = [];
                    for (var repeat = 0; repeat < repeats; repeat++)
                    {
                        var start = Stopwatch.GetTimestamp();
                        if (await TrainingProcess.RunAsync(spec, Path.Combine(folder, "job"), _ => { }, _ => { }, CancellationToken.None) is not TrainingOutcome.Completed) throw new InvalidOperationException($"{name} failed.");
                        seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }
                    seconds.Sort();
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} × 8{(image == "xgboost" ? $", {rounds} rounds" : "")}, {name}: {seconds[0]:0.00} s, median {seconds[seconds.Count / 2]:0.00} s of {repeats}"));
                }
            }
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string path, int rows)
    {
        var random = new SeededRandom(1, "training times");
        using var file = new StreamWriter(path);
        for (var row = 0; row < rows; row++)
        {
            double[] values = [.. Enumerable.Range(0, 8).Select(_ => NormalQuantile.At(Unit()))];
            var label = Unit() < 1 / (1 + Math.Exp(-(values[0] - values[1] + values[2] * values[3]))) ? 1 : 0;
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label},{string.Join(',', values.Select(value => value.ToString("0.#####", CultureInfo.InvariantCulture)))}"));
        }

        double Unit() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
    }
}

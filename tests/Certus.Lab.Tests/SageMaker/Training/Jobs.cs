using System.Globalization;
using System.Text;
using Certus.Lab.SageMaker.Algorithms;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Training;

/// <summary>Training jobs in a directory of their own, with fresh data.</summary>
internal sealed class Jobs : IDisposable
{
    public const string XgboostImage = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";
    public const string LinearImage = "382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1";

    public const string KMeansImage = "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1";
    public const string PcaImage = "382416733822.dkr.ecr.us-east-1.amazonaws.com/pca:1";
    public const string KnnImage = "382416733822.dkr.ecr.us-east-1.amazonaws.com/knn:1";
    public const string ForestImage = "382416733822.dkr.ecr.us-east-1.amazonaws.com/randomcutforest:1";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("certus-lab-jobs-");

    public List<string> Log { get; } = [];

    public List<TrainingMetric> Metrics { get; } = [];

    public string Folder => _directory.FullName;

    public void Dispose() => _directory.Delete(recursive: true);

    /// <summary>A channel of one file.</summary>
    public TrainingChannel Channel(string name, byte[] content, string contentType = "text/csv", string fileName = "data.csv")
    {
        var path = Path.Combine(Folder, $"{name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, content);
        return new(name, [new(path, fileName)], contentType);
    }

    public TrainingChannel Channel(string name, string text, string contentType = "text/csv", string fileName = "data.csv") => Channel(name, Encoding.UTF8.GetBytes(text), contentType, fileName);

    public Task<TrainingOutcome> TrainAsync(string image, Dictionary<string, string> hyperparameters, TrainingChannel[] channels, ulong seed = 1, CancellationToken stop = default) =>
        TrainingProcess.RunAsync(Spec(image, hyperparameters, channels, seed), Path.Combine(Folder, Guid.NewGuid().ToString("N")), Log.Add, Metrics.Add, stop);

    public static TrainingSpec Spec(string image, Dictionary<string, string> hyperparameters, TrainingChannel[] channels, ulong seed = 1) =>
        new(image, hyperparameters, channels, seed, new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Trains and loads the model.</summary>
    public async Task<Predictor> ModelAsync(string image, Dictionary<string, string> hyperparameters, params TrainingChannel[] channels)
    {
        var outcome = await TrainAsync(image, hyperparameters, channels);
        return outcome is TrainingOutcome.Completed completed ? Predictor.Load(completed.ModelPath, image) : throw new Xunit.Sdk.XunitException($"{outcome}\n{string.Join('\n', Log)}");
    }

    /// <summary>Trains in this process, which is quicker; the model goes through its archive.</summary>
    public Predictor Here(string image, Dictionary<string, string> hyperparameters, params TrainingChannel[] channels)
    {
        var spec = Spec(image, hyperparameters, channels);
        var named = AlgorithmImage.Find(image, out _)!;
        var algorithm = IAlgorithm.Find(named.Algorithm)!;
        var model = algorithm.Train(new(spec, named, Log.Add, Metrics.Add, CancellationToken.None))!;
        var path = Path.Combine(Folder, $"{Guid.NewGuid():N}.tar.gz");
        ModelArchive.Write(path, new(algorithm.Engine, algorithm.EngineVersion, named.Algorithm, image, hyperparameters, model.Features, model.Rows, spec.TrainedAt, model.FileName), model.Content);
        return Predictor.Load(path, image);
    }

    /// <summary>Trains in this process what must be refused, and gives the sentence.</summary>
    public string Refusal(string image, Dictionary<string, string> hyperparameters, params TrainingChannel[] channels) =>
        Assert.Throws<ClientErrorException>(() => Here(image, hyperparameters, channels)).Message;

    /// <summary>Trains and gives the reason of the failure.</summary>
    public async Task<string> ReasonAsync(string image, Dictionary<string, string> hyperparameters, params TrainingChannel[] channels) =>
        await TrainAsync(image, hyperparameters, channels) is TrainingOutcome.Failed failed ? failed.Reason : throw new Xunit.Sdk.XunitException("It did not fail.");

    /// <summary>Rows of CSV with the label first.</summary>
    public static string Csv(IEnumerable<(double Label, double[] Row)> rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Row.Prepend(row.Label).Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n"));

    /// <summary>Rows of CSV without labels.</summary>
    public static byte[] Features(IEnumerable<(double Label, double[] Row)> rows) =>
        Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join(',', row.Row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n")));

    /// <summary>A model's answer as JSON: the list of a member, an object a row.</summary>
    public static List<System.Text.Json.JsonElement> Answers(Predictor model, byte[] rows, string member, string accept = "application/json")
    {
        var answer = model.Predict(rows, "text/csv", accept);
        Assert.Equal("application/json", answer.ContentType);
        return [.. System.Text.Json.JsonDocument.Parse(answer.Body).RootElement.GetProperty(member).EnumerateArray()];
    }

    /// <summary>The last value of a metric.</summary>
    public double Metric(string name) => Metrics.Last(metric => metric.Name == name).Value;

    /// <summary>The scores a model gives rows, one a row.</summary>
    public static double[] Scores(Predictor model, IEnumerable<(double Label, double[] Row)> rows) =>
        [.. Encoding.UTF8.GetString(model.Predict(Features(rows), "text/csv", "text/csv", batch: true).Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];

    /// <summary>The area under the ROC curve by its definition: every pair of a positive and a negative row, ties half.</summary>
    public static double AucByPairs(IReadOnlyList<double> scores, IReadOnlyList<double> labels)
    {
        double wins = 0, pairs = 0;
        for (var i = 0; i < scores.Count; i++)
            for (var j = 0; j < scores.Count; j++)
            {
                if (labels[i] != 1 || labels[j] != 0) continue;
                pairs++;
                wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            }
        return wins / pairs;
    }
}

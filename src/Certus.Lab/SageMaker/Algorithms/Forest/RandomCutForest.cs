using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The randomcutforest image: trees of random cuts, each over a sample of its own.</summary>
internal sealed class RandomCutForest : OwnAlgorithm
{
    private const long MostValues = 1 << 25;

    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.Whole("feature_dim", 1, 10_000).Required(),
        Hyperparameter.Whole("num_trees", 50, 1000).By("100"),
        Hyperparameter.Whole("num_samples_per_tree", 1, 2048).By("256"),
        Hyperparameter.Text("eval_metrics").By("[\"accuracy\",\"precision_recall_fscore\"]"),
        Hyperparameter.Whole("mini_batch_size", 1),
        Hyperparameter.Flag("force_dense"),
    ];

    public override string Name => "randomcutforest";

    public override string RootName => "scores";

    public override TrainedModel? Train(TrainingRun run)
    {
        var values = new Hyperparameters(_known, run.Hyperparameters);
        var metrics = Metrics(values.Text("eval_metrics"), "accuracy", "precision_recall_fscore");
        var dimension = values.Whole("feature_dim");
        var shape = new InputShape(LabelUse.None, false) { Columns = dimension };
        var train = run.Read("train", TrainingTypes, shape);
        var test = run.Has("test") ? run.Read("test", TrainingTypes, shape with { Labels = LabelUse.IfThere, CheckLabel = label => label is 0 or 1 ? null : $"the label is {label.ToString(CultureInfo.InvariantCulture)}; an anomaly is 1, any other row 0." }) : null;
        var (trees, samples) = (values.Whole("num_trees"), Math.Min(values.Whole("num_samples_per_tree"), train.Rows));
        if ((long)trees * samples * dimension > MostValues) throw new ClientErrorException($"Hyperparameters num_trees, num_samples_per_tree and feature_dim: {trees} × {samples} × {dimension} values are more than the {MostValues} that the sandbox keeps.");

        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(trees);
            writer.Write(samples);
            writer.Write(run.Seed);
            var random = new SeededRandom(run.Seed, "randomcutforest samples");
            for (var tree = 0; tree < trees; tree++)
                foreach (var row in random.Sample(train.Rows, samples)) WriteNumbers(writer, train.Row(row));
        }
        var content = stream.ToArray();
        if (run.IsStopping) return null;
        run.Log(string.Create(CultureInfo.InvariantCulture, $"{trees} trees of {samples} rows each"));
        if (test is not null)
        {
            var scores = new Model(content, dimension).Predict(test, false)[0].Values;
            if (test.Labels.Length == 0) run.Log("[WARNING] The channel 'test' has no labels (text/csv;label_size=1): nothing is measured on it");
            else Report(run, metrics, scores, test.Labels);
        }
        return new("random-cut-forest.bin", content, dimension, train.Rows);
    }

    /// <summary>An anomaly is a row whose score lies more than three standard deviations above the mean of the test data.</summary>
    private static void Report(TrainingRun run, string[] metrics, float[] scores, float[] labels)
    {
        var mean = scores.Average(score => (double)score);
        var deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        var (truePositives, predicted, positives, right) = (0, 0, 0, 0);
        for (var row = 0; row < scores.Length; row++)
        {
            var (guess, label) = (scores[row] > mean + 3 * deviation, labels[row] == 1);
            if (guess) predicted++;
            if (label) positives++;
            if (guess && label) truePositives++;
            if (guess == label) right++;
        }
        run.Log(string.Create(CultureInfo.InvariantCulture, $"Scores of 'test': mean {mean:0.######}, standard deviation {deviation:0.######}; beyond {mean + 3 * deviation:0.######} a row counts as an anomaly"));
        if (metrics.Contains("accuracy")) Score(run, "test", "accuracy", (double)right / scores.Length);
        if (!metrics.Contains("precision_recall_fscore")) return;
        var precision = predicted == 0 ? 0 : (double)truePositives / predicted;
        var recall = positives == 0 ? 0 : (double)truePositives / positives;
        var negatives = scores.Length - positives;
        var trueNegatives = right - truePositives;
        var negativePrecision = scores.Length == predicted ? 0 : (double)trueNegatives / (scores.Length - predicted);
        var negativeRecall = negatives == 0 ? 0 : (double)trueNegatives / negatives;
        Score(run, "test", "precision", precision);
        Score(run, "test", "recall", recall);
        Score(run, "test", "f1", BinaryThreshold.FScore(precision, recall, 1));
        Score(run, "test", "negative_precision", negativePrecision);
        Score(run, "test", "negative_recall", negativeRecall);
        Score(run, "test", "negative_f1", BinaryThreshold.FScore(negativePrecision, negativeRecall, 1));
    }

    public override IModel Load(ModelManifest manifest, byte[] model) => new Model(model, manifest.Features);

    /// <summary>The trees are grown again from the sampled rows and the seed, which is quicker than reading them and can't be read wrong.</summary>
    private sealed class Model : IModel
    {
        private readonly RandomCutTree[] _trees;

        public Model(byte[] content, int dimension)
        {
            Features = dimension;
            if (content.Length < 16) throw new InvalidDataException("it ends too early.");
            using var reader = new BinaryReader(new MemoryStream(content));
            var (trees, samples, seed) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadUInt64());
            if (trees is < 1 or > 1000 || samples is < 1 or > 2048 || (long)trees * samples * dimension > MostValues) throw new InvalidDataException("its trees are not of a forest.");
            _trees = new RandomCutTree[trees];
            for (var tree = 0; tree < trees; tree++) _trees[tree] = new(ReadNumbers(reader, (long)samples * dimension), dimension, seed + (ulong)tree);
        }

        public int Features { get; }

        public bool TakesMissing => false;

        public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
        {
            var scores = new float[rows.Rows];
            for (var row = 0; row < rows.Rows; row++)
            {
                double sum = 0;
                foreach (var tree in _trees) sum += tree.Score(rows.Row(row));
                scores[row] = (float)(sum / _trees.Length);
            }
            return [new("score", scores)];
        }
    }
}

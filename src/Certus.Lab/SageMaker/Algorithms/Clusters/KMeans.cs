using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The kmeans image: more centers than wanted move with mini-batches, Lloyd's method makes k of them, and then goes over the data.</summary>
/// <remarks>"How K-Means clustering works" of the SageMaker guide; the last step, over the data, is ours.</remarks>
internal sealed class KMeans : OwnAlgorithm
{
    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.Whole("feature_dim", 1).Required(),
        Hyperparameter.Whole("k", 1).Required(),
        Hyperparameter.Whole("epochs", 1).By("1"),
        Hyperparameter.Text("eval_metrics").By("[\"msd\"]"),
        Hyperparameter.Whole("extra_center_factor", 1).OrAuto(),
        Hyperparameter.Whole("half_life_time_size", 0).By("0"),
        Hyperparameter.OneOf("init_method", "random", "kmeans++").By("random"),
        Hyperparameter.OneOf("local_lloyd_init_method", "random", "kmeans++").By("kmeans++"),
        Hyperparameter.Whole("local_lloyd_max_iter", 1).By("300"),
        Hyperparameter.Whole("local_lloyd_num_trials", 1).OrAuto(),
        Hyperparameter.Number("local_lloyd_tol").From(0).To(1).By("0.0001"),
        Hyperparameter.Whole("mini_batch_size", 1).By("5000"),
        Hyperparameter.Flag("force_dense"),
    ];

    public override string Name => "kmeans";

    public override TrainedModel? Train(TrainingRun run)
    {
        var values = new Hyperparameters(_known, run.Hyperparameters);
        var metrics = Metrics(values.Text("eval_metrics"), "msd", "ssd");
        var (k, dimension) = (values.Whole("k"), values.Whole("feature_dim"));
        var shape = new InputShape(LabelUse.None, false) { Columns = dimension };
        var train = run.Read("train", TrainingTypes, shape);
        var test = run.Has("test") ? run.Read("test", TrainingTypes, shape) : null;
        if (k > train.Rows) throw new ClientErrorException($"Hyperparameter k: {k} clusters of {train.Rows} rows.");
        if ((long)k * dimension > MatrixBuilder.MostValues) throw new ClientErrorException($"Hyperparameter k: {k} centers of {dimension} features do not fit into memory.");
        var random = new SeededRandom(run.Seed, "kmeans");
        var extra = Math.Min(train.Rows / k, values.WholeOr("extra_center_factor", Math.Clamp(100 / k, 1, 10)));
        run.Log(string.Create(CultureInfo.InvariantCulture, $"{k} clusters, {k * extra} centers while it runs"));
        if (Centers(run, values, train, k * extra, random) is not { } many) return null;

        var (centers, weights) = many;
        var iterations = values.Whole("local_lloyd_max_iter");
        var tolerance = values.Number("local_lloyd_tol");
        if (extra > 1)
        {
            var trials = values.WholeOr("local_lloyd_num_trials", 10);
            float[]? best = null;
            var bestLoss = double.PositiveInfinity;
            for (var trial = 0; trial < trials && (best is null || !run.IsStopping); trial++)
            {
                var tried = Start(centers, weights, dimension, k, values.Text("local_lloyd_init_method") == "kmeans++", random);
                var reached = Lloyd(run, centers, weights, dimension, tried, iterations, tolerance);
                if (reached < bestLoss) (best, bestLoss) = (tried, reached);
            }
            centers = best!;
        }
        var loss = Lloyd(run, train.Values, [], dimension, centers, iterations, tolerance);
        Report("train", train.Rows, loss);
        if (test is not null) Report("test", test.Rows, Loss(test.Values, [], dimension, centers));

        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(k);
            writer.Write(dimension);
            WriteNumbers(writer, centers);
        }
        return new("kmeans-centers.bin", stream.ToArray(), dimension, train.Rows);

        void Report(string channel, int rows, double sum)
        {
            foreach (var metric in metrics) Score(run, channel, metric, metric == "msd" ? sum / rows : sum);
        }
    }

    /// <summary>Mini-batch k-means (Sculley, 2010): a center moves to a batch's rows by their share of all it has seen.</summary>
    private static (float[] Centers, double[] Weights)? Centers(TrainingRun run, Hyperparameters values, DataMatrix train, int count, SeededRandom random)
    {
        var dimension = train.Columns;
        var batch = values.Whole("mini_batch_size");
        var halfLife = values.Whole("half_life_time_size");
        // The first centers are rows of a small sample.
        var sample = random.Sample(train.Rows, Math.Max(count, Math.Min(train.Rows, Math.Max(batch, 3 * count))));
        var sampled = new float[sample.Length * dimension];
        for (var i = 0; i < sample.Length; i++) train.Row(sample[i]).CopyTo(sampled.AsSpan(i * dimension));
        var centers = Start(sampled, [], dimension, count, values.Text("init_method") == "kmeans++", random);
        var weights = new double[count];
        var sums = new double[count * dimension];
        var counts = new int[count];
        var order = new int[train.Rows];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        for (var epoch = 0; epoch < values.Whole("epochs"); epoch++)
        {
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = random.Below(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }
            for (var from = 0; from < order.Length; from += batch)
            {
                if (run.IsStopping) return epoch == 0 ? null : (centers, weights);
                var rows = order.AsSpan(from, Math.Min(batch, order.Length - from));
                Array.Clear(sums);
                Array.Clear(counts);
                foreach (var row in rows)
                {
                    var (closest, _) = Closest(train.Row(row), centers, dimension);
                    counts[closest]++;
                    var values_ = train.Row(row);
                    for (var i = 0; i < dimension; i++) sums[closest * dimension + i] += values_[i];
                }
                var decay = halfLife == 0 ? 1 : Math.Pow(0.5, (double)rows.Length / halfLife);
                for (var center = 0; center < count; center++)
                {
                    weights[center] *= decay;
                    if (counts[center] == 0) continue;
                    weights[center] += counts[center];
                    var share = counts[center] / weights[center];
                    for (var i = 0; i < dimension; i++)
                    {
                        ref var value = ref centers[center * dimension + i];
                        value += (float)(share * (sums[center * dimension + i] / counts[center] - value));
                    }
                }
            }
        }
        return (centers, weights);
    }

    /// <summary>The first centers: rows by chance, or each by the square of its distance to those before (k-means++, Arthur and Vassilvitskii, 2007).</summary>
    private static float[] Start(float[] points, double[] weights, int dimension, int count, bool spread, SeededRandom random)
    {
        var rows = points.Length / dimension;
        var centers = new float[count * dimension];
        if (!spread)
        {
            var chosen = random.Sample(rows, count);
            for (var i = 0; i < count; i++) points.AsSpan(chosen[i] * dimension, dimension).CopyTo(centers.AsSpan(i * dimension));
            return centers;
        }
        var chance = new double[rows];
        for (var row = 0; row < rows; row++) chance[row] = weights.Length == 0 ? 1 : weights[row];
        var distance = new double[rows];
        Array.Fill(distance, double.PositiveInfinity);
        for (var center = 0; center < count; center++)
        {
            double total = 0;
            foreach (var one in chance) total += one;
            var draw = random.Unit() * total;
            var picked = total > 0 ? -1 : random.Below(rows);
            for (var row = 0; row < rows && picked < 0; row++)
                if ((draw -= chance[row]) <= 0 && chance[row] > 0) picked = row;
            if (picked < 0) picked = rows - 1;
            var chosen = points.AsSpan(picked * dimension, dimension);
            chosen.CopyTo(centers.AsSpan(center * dimension));
            for (var row = 0; row < rows; row++)
            {
                distance[row] = Math.Min(distance[row], Distance.Squared(points.AsSpan(row * dimension, dimension), chosen));
                chance[row] = distance[row] * (weights.Length == 0 ? 1 : weights[row]);
            }
        }
        return centers;
    }

    /// <summary>Lloyd's method; the centers are moved in place.</summary>
    /// <returns>The sum of squared distances at the end.</returns>
    private static double Lloyd(TrainingRun run, float[] points, double[] weights, int dimension, float[] centers, int iterations, double tolerance)
    {
        var rows = points.Length / dimension;
        var count = centers.Length / dimension;
        var (sums, totals) = (new double[centers.Length], new double[count]);
        var (distances, before) = (new float[rows], double.PositiveInfinity);
        for (var iteration = 0; iteration < iterations && !run.IsStopping; iteration++)
        {
            Array.Clear(sums);
            Array.Clear(totals);
            double loss = 0;
            for (var row = 0; row < rows; row++)
            {
                var point = points.AsSpan(row * dimension, dimension);
                var (closest, squared) = Closest(point, centers, dimension);
                var weight = weights.Length == 0 ? 1 : weights[row];
                distances[row] = squared;
                loss += weight * squared;
                totals[closest] += weight;
                for (var i = 0; i < dimension; i++) sums[closest * dimension + i] += weight * point[i];
            }
            for (var center = 0; center < count; center++)
            {
                if (totals[center] > 0)
                {
                    for (var i = 0; i < dimension; i++) centers[center * dimension + i] = (float)(sums[center * dimension + i] / totals[center]);
                    continue;
                }
                // A center that lost its last row goes to the row that is farthest from its own.
                var farthest = 0;
                for (var row = 1; row < rows; row++)
                    if (distances[row] > distances[farthest]) farthest = row;
                points.AsSpan(farthest * dimension, dimension).CopyTo(centers.AsSpan(center * dimension));
                distances[farthest] = 0;
            }
            if (before - loss <= tolerance * loss) break;
            before = loss;
        }
        return Loss(points, weights, dimension, centers);
    }

    private static double Loss(float[] points, double[] weights, int dimension, float[] centers)
    {
        double loss = 0;
        for (var row = 0; row < points.Length / dimension; row++) loss += (weights.Length == 0 ? 1 : weights[row]) * Closest(points.AsSpan(row * dimension, dimension), centers, dimension).Squared;
        return loss;
    }

    private static (int Center, float Squared) Closest(ReadOnlySpan<float> point, float[] centers, int dimension)
    {
        var (best, nearest) = (0, float.PositiveInfinity);
        for (var center = 0; center < centers.Length / dimension; center++)
        {
            var squared = Distance.Squared(point, centers.AsSpan(center * dimension, dimension));
            if (squared < nearest) (best, nearest) = (center, squared);
        }
        return (best, nearest);
    }

    public override IModel Load(ModelManifest manifest, byte[] model)
    {
        using var reader = new BinaryReader(new MemoryStream(model));
        if (model.Length < 8) throw new InvalidDataException("it ends too early.");
        var (k, dimension) = (reader.ReadInt32(), reader.ReadInt32());
        if (k < 1 || dimension != manifest.Features) throw new InvalidDataException("its centers do not fit its features.");
        return new Model(ReadNumbers(reader, (long)k * dimension), dimension);
    }

    private sealed class Model(float[] centers, int dimension) : IModel
    {
        public int Features => dimension;

        public bool TakesMissing => false;

        public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
        {
            var (clusters, distances) = (new float[rows.Rows], new float[rows.Rows]);
            for (var row = 0; row < rows.Rows; row++)
            {
                var (center, squared) = Closest(rows.Row(row), centers, dimension);
                (clusters[row], distances[row]) = (center, MathF.Sqrt(squared));
            }
            return [new("closest_cluster", clusters), new("distance_to_cluster", distances)];
        }
    }
}

using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The knn image: a sample of the rows, searched one by one.</summary>
/// <remarks>The search is exact whatever index_type says; ties of the vote go to the label whose nearest row is nearer.</remarks>
internal sealed class Knn : OwnAlgorithm
{
    private static readonly string[] _parts = ["1", "2", "3", "4", "8", "12", "16", "20", "24", "28", "32", "40", "48", "56", "64", "96"];

    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.Whole("feature_dim", 1).Required(),
        Hyperparameter.Whole("k", 1).Required(),
        Hyperparameter.OneOf("predictor_type", "classifier", "regressor").Required(),
        Hyperparameter.Whole("sample_size", 1).Required(),
        Hyperparameter.OneOf("dimension_reduction_type", "sign", "fjlt"),
        Hyperparameter.Whole("dimension_reduction_target", 1),
        Hyperparameter.Whole("faiss_index_ivf_nlists", 1).OrAuto(),
        Hyperparameter.OneOf("faiss_index_pq_m", _parts),
        Hyperparameter.OneOf("index_metric", "L2", "INNER_PRODUCT", "COSINE").By("L2"),
        Hyperparameter.OneOf("index_type", "faiss.Flat", "faiss.IVFFlat", "faiss.IVFPQ").By("faiss.Flat"),
        Hyperparameter.Whole("mini_batch_size", 1).By("5000"),
    ];

    public override string Name => "knn";

    public override TrainedModel? Train(TrainingRun run)
    {
        var values = new Hyperparameters(_known, run.Hyperparameters);
        var (dimension, k) = (values.Whole("feature_dim"), values.Whole("k"));
        var type = values.Find("dimension_reduction_type") ?? "none";
        if (type != "none" && values.Find("dimension_reduction_target") is null) throw new ClientErrorException("Missing required hyperparameter: dimension_reduction_target, as dimension_reduction_type is given.");
        var target = type == "none" ? dimension : values.Whole("dimension_reduction_target");
        if (type != "none" && target >= dimension) throw new ClientErrorException($"Hyperparameter dimension_reduction_target: {target} is not below feature_dim, {dimension}.");
        var index = values.Text("index_type");
        if (index == "faiss.IVFPQ" && values.Text("index_metric") != "L2") throw new ClientErrorException($"Hyperparameter index_metric: {values.Text("index_metric")} is not for index_type faiss.IVFPQ.");
        if (index != "faiss.Flat") run.Log($"[WARNING] index_type {index}: the search is exact here, as with faiss.Flat");
        var classifier = values.Text("predictor_type") == "classifier";
        var shape = new InputShape(LabelUse.Required, false) { Columns = dimension, CheckLabel = label => classifier && !(label >= 0 && label == MathF.Floor(label)) ? $"the label is {label.ToString(CultureInfo.InvariantCulture)}; a classifier takes whole numbers from 0." : null };
        var train = run.Read("train", TrainingTypes, shape);
        var test = run.Has("test") ? run.Read("test", TrainingTypes, shape) : null;

        var sample = new SeededRandom(run.Seed, "knn sample").Sample(train.Rows, values.Whole("sample_size"));
        if (k > sample.Length) throw new ClientErrorException($"Hyperparameter k: {k} neighbors of {sample.Length} sampled rows.");
        run.Log(string.Create(CultureInfo.InvariantCulture, $"{sample.Length} rows are sampled"));
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
        {
            writer.Write(sample.Length);
            writer.Write(run.Seed);
            var reduction = new DimensionReduction(type, dimension, target, run.Seed);
            var reduced = new float[target];
            WriteNumbers(writer, [.. sample.Select(row => train.Labels[row])]);
            foreach (var row in sample)
            {
                reduction.Apply(train.Row(row), reduced);
                WriteNumbers(writer, reduced);
            }
        }
        var content = stream.ToArray();
        if (test is not null && !run.IsStopping)
        {
            var predicted = Read(values, content).Predict(test, false)[0].Values;
            if (classifier) Score(run, "test", "accuracy", predicted.Zip(test.Labels, (guess, label) => guess == label ? 1.0 : 0).Average());
            else Score(run, "test", "mse", predicted.Zip(test.Labels, (guess, label) => ((double)guess - label) * ((double)guess - label)).Average());
        }
        return new("knn-sample.bin", content, dimension, train.Rows);
    }

    public override IModel Load(ModelManifest manifest, byte[] model)
    {
        Hyperparameters values = new(_known, manifest.Hyperparameters);
        return values.Whole("feature_dim") == manifest.Features ? Read(values, model) : throw new InvalidDataException("its rows do not fit its features.");
    }

    private static Model Read(Hyperparameters values, byte[] model)
    {
        if (model.Length < 12) throw new InvalidDataException("it ends too early.");
        using var reader = new BinaryReader(new MemoryStream(model));
        var (rows, seed) = (reader.ReadInt32(), reader.ReadUInt64());
        var dimension = values.Whole("feature_dim");
        var type = values.Find("dimension_reduction_type") ?? "none";
        var target = type == "none" ? dimension : values.Whole("dimension_reduction_target");
        // A projection is made anew, so large as the manifest says.
        if ((long)dimension * target > MatrixBuilder.MostValues && type != "none" || dimension > MatrixBuilder.MostValues) throw new InvalidDataException($"a projection from {dimension:N0} to {target:N0} dimensions is more than the sandbox holds in memory.");
        if (rows < values.Whole("k") || target > dimension) throw new InvalidDataException("its rows do not fit its hyperparameters.");
        var labels = ReadNumbers(reader, rows);
        var points = ReadNumbers(reader, (long)rows * target);
        return new Model(values, new(type, dimension, target, seed), labels, points);
    }

    private sealed class Model(Hyperparameters values, DimensionReduction reduction, float[] labels, float[] points) : IModel
    {
        private readonly string _metric = values.Text("index_metric");
        private readonly bool _classifies = values.Text("predictor_type") == "classifier";
        private readonly int _k = values.Whole("k");
        private readonly float[] _norms = [.. Enumerable.Range(0, labels.Length).Select(row => MathF.Sqrt(Distance.Inner(points.AsSpan(row * reduction.Target, reduction.Target), points.AsSpan(row * reduction.Target, reduction.Target))))];

        public int Features { get; } = values.Whole("feature_dim");

        public bool TakesMissing => false;

        public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
        {
            var (predicted, distances, near) = (new float[rows.Rows], new float[verbose ? rows.Rows * _k : 0], new float[verbose ? rows.Rows * _k : 0]);
            var query = new float[reduction.Target];
            var queue = new PriorityQueue<int, float>(_k + 1);
            var found = new (float Distance, float Label)[_k];
            for (var row = 0; row < rows.Rows; row++)
            {
                reduction.Apply(rows.Row(row), query);
                Nearest(query, queue, found);
                predicted[row] = _classifies ? Vote(found) : (float)found.Average(one => (double)one.Label);
                if (!verbose) continue;
                for (var i = 0; i < _k; i++) (distances[row * _k + i], near[row * _k + i]) = found[i];
            }
            PredictionField label = new("predicted_label", predicted);
            return verbose ? [label, new("distances", distances, _k, true), new("labels", near, _k, true)] : [label];
        }

        private void Nearest(float[] query, PriorityQueue<int, float> queue, (float Distance, float Label)[] found)
        {
            queue.Clear();
            var norm = MathF.Sqrt(Distance.Inner(query, query));
            for (var row = 0; row < labels.Length; row++)
            {
                var point = points.AsSpan(row * query.Length, query.Length);
                var distance = _metric switch
                {
                    "L2" => Distance.Squared(query, point),
                    "INNER_PRODUCT" => -Distance.Inner(query, point),
                    _ => norm > 0 && _norms[row] > 0 ? 1 - Distance.Inner(query, point) / (norm * _norms[row]) : 1,
                };
                // The queue gives the farthest first.
                if (queue.Count < _k) queue.Enqueue(row, -distance);
                else if (queue.TryPeek(out _, out var farthest) && distance < -farthest) queue.DequeueEnqueue(row, -distance);
            }
            for (var i = _k - 1; i >= 0; i--)
            {
                queue.TryDequeue(out var row, out var distance);
                found[i] = (_metric == "L2" ? MathF.Sqrt(-distance) : -distance, labels[row]);
            }
        }

        private static float Vote((float Distance, float Label)[] found)
        {
            var (winner, most) = (found[0].Label, 0);
            for (var i = 0; i < found.Length; i++)
            {
                var votes = 0;
                foreach (var one in found)
                    if (one.Label == found[i].Label) votes++;
                if (votes > most) (winner, most) = (found[i].Label, votes);
            }
            return winner;
        }
    }
}

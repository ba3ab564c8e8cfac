using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Numerics;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>The linear-learner image: several models of different penalties, the best by the criterion on the validation data is kept.</summary>
internal sealed class LinearLearner : IAlgorithm
{
    private const double ChosenDecay = 1e-5;

    /// <summary>One of the models that are trained.</summary>
    private sealed record Variant(double Decay, double L1, double PositiveWeight);

    /// <summary>A trained variant and what it is worth.</summary>
    private sealed record Candidate(LinearModel Model, double Worth, bool IsReached, double[] Theta);

    public string Name => "linear-learner";

    public string Engine => "Certus";

    public string EngineVersion => "1";

    public IReadOnlyList<string> TrainingTypes => [MediaType.RecordIo, MediaType.Csv];

    public IReadOnlyList<string> PredictionTypes => [MediaType.Csv, MediaType.Json, MediaType.JsonLines, MediaType.RecordIo];

    public string DefaultAccept => MediaType.Json;

    public TrainedModel? Train(TrainingRun run)
    {
        var settings = new LinearSettings(run.Hyperparameters);
        var shape = new InputShape(LabelUse.Required, false) { Columns = settings.Features, CheckLabel = label => CheckLabel(settings, label) };
        var train = run.Read("train", TrainingTypes, shape);
        shape = shape with { Columns = train.Columns };
        var validation = run.Has("validation") ? run.Read("validation", TrainingTypes, shape) : null;
        var test = run.Has("test") ? run.Read("test", TrainingTypes, shape) : null;
        if (settings.IsBinary && train.Labels.All(label => label == train.Labels[0])) throw new ClientErrorException($"Channel 'train': every label is {train.Labels[0]}, and a binary classifier needs both 0 and 1.");
        run.Log(settings.Optimizer == "auto" ? "optimizer auto: Newton's method, an epoch is one step on all rows" : $"optimizer {settings.Optimizer}: mini-batches of {settings.BatchSize} rows");

        var scale = LinearScale.Of(train, settings);
        var rows = scale.Rows(train);
        var labels = scale.Labels(train.Labels);
        Candidate? best = null;
        Candidate? last = null;
        var variants = Variants(settings, train);
        for (var i = 0; i < variants.Count && (!run.IsStopping || best is null); i++)
        {
            if (Fit(run, settings, variants[i], last, train, validation, rows, labels, scale) is not { } fitted) return null;
            run.Log(string.Create(CultureInfo.InvariantCulture, $"Model {i}: wd {variants[i].Decay:0.######}, l1 {variants[i].L1:0.######}{(settings.IsBinary ? $", positive_example_weight_mult {variants[i].PositiveWeight:0.####}" : "")}: {(settings.IsBinary ? settings.Criterion : settings.LossName)} {(settings.IsBinary && settings.Criterion != "loss_function" ? fitted.Worth : -fitted.Worth):0.000000}{(fitted.IsReached ? "" : ", target not reached")}"));
            last = fitted;
            if (best is null || (fitted.IsReached, fitted.Worth).CompareTo((best.IsReached, best.Worth)) > 0) best = fitted;
        }
        if (settings.IsBinary) run.Log(string.Create(CultureInfo.InvariantCulture, $"Threshold of the chosen model, by {settings.Criterion} on the {(validation is null ? "training" : "validation")} data: {best!.Model.Threshold:0.000000}"));
        if (!best!.IsReached) run.Log($"[WARNING] No threshold reaches the target of {settings.Criterion}; the nearest to it is kept");
        LinearMetrics.Report(run, settings, best.Model, scale, "train", train);
        if (validation is not null) LinearMetrics.Report(run, settings, best.Model, scale, "validation", validation);
        if (test is not null) LinearMetrics.Report(run, settings, best.Model, scale, "test", test);
        return new("linear-learner.json", best.Model.Write(), train.Columns, train.Rows);
    }

    public IModel Load(ModelManifest manifest, byte[] model) => LinearModel.Read(model, manifest.Features);

    private static Candidate? Fit(TrainingRun run, LinearSettings settings, Variant variant, Candidate? before, DataMatrix train, DataMatrix? validation, float[] rows, float[] labels, LinearScale scale)
    {
        var problem = new LinearProblem(rows, labels, Weights(settings, variant, train), train.Columns, settings.Outputs, settings.Loss, variant.Decay, variant.Decay * settings.BiasDecay, settings.UseBias);
        // The minimum does not depend on the start, and is near that of the variant before.
        double[] theta = before is not null && settings.Optimizer == "auto" && !problem.HasKink ? [.. before.Theta] : new double[problem.Parameters];
        var isFirst = before is null;
        LinearSolver solver;
        if (settings.Optimizer != "auto")
        {
            Start(settings, theta, train.Columns, run.Seed);
            solver = new StochasticSolver(problem, theta, settings, variant.L1, run.Seed);
        }
        else solver = variant.L1 > 0 ? new ProximalSolver(problem, theta, variant.L1) : new NewtonSolver(problem, theta);

        var (bestLoss, waited) = (double.PositiveInfinity, 0);
        double[]? bestTheta = null;
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
        {
            if (run.IsStopping)
            {
                if (bestTheta is null) return null;
                break;
            }
            var (objective, converged) = solver.Epoch(epoch, settings.Epochs);
            if (!double.IsFinite(objective)) throw new ClientErrorException("The training loss is not finite any more: a smaller learning_rate is needed, or features of a smaller range.");
            var watched = validation is null ? objective : LinearMetrics.Loss(settings, scale.Model(settings, solver.Theta, train.Columns, 0), scale, validation);
            if (isFirst)
            {
                run.Log(string.Create(CultureInfo.InvariantCulture, $"#quality_metric: host=algo-1, epoch={epoch}, train {settings.LossName}_objective <loss>={objective:R}"));
                run.Report("train:objective_loss", objective, epoch);
                if (validation is not null)
                {
                    run.Log(string.Create(CultureInfo.InvariantCulture, $"#quality_metric: host=algo-1, epoch={epoch}, validation {settings.LossName}_objective <loss>={watched:R}"));
                    run.Report("validation:objective_loss", watched, epoch);
                }
                run.Log(string.Create(CultureInfo.InvariantCulture, $"#progress_metric: host=algo-1, completed {100.0 * (epoch + 1) / settings.Epochs:0.##} % of epochs"));
            }
            // Newton's steps go to the one minimum; only small steps on mini-batches are worth looking back at.
            if (settings.Optimizer == "auto")
            {
                bestTheta = solver.Theta;
                if (converged) break;
                continue;
            }
            waited = bestLoss - watched > settings.Tolerance * Math.Abs(bestLoss) || double.IsInfinity(bestLoss) ? 0 : waited + 1;
            if (watched < bestLoss) (bestLoss, bestTheta) = (watched, [.. solver.Theta]);
            if (waited >= settings.Patience)
            {
                if (isFirst) run.Log($"Early stopping: no improvement in {settings.Patience} epochs");
                break;
            }
        }
        return Weigh(settings, scale, bestTheta!, validation ?? train, train.Columns);
    }

    private static Candidate Weigh(LinearSettings settings, LinearScale scale, double[] theta, DataMatrix judged, int columns)
    {
        var neutral = settings.LossName == "hinge_loss" ? 0 : 0.5;
        var model = scale.Model(settings, theta, columns, neutral);
        if (!settings.IsBinary || settings.Criterion == "loss_function") return new(model, -LinearMetrics.Loss(settings, model, scale, judged), true, theta);
        var count = Math.Min(judged.Rows, settings.CalibrationRows ?? int.MaxValue);
        var scores = new double[count];
        for (var row = 0; row < count; row++) scores[row] = model.Score(judged.Row(row));
        var cut = BinaryThreshold.Choose(scores, judged.Labels[..count], settings.Criterion, settings.FBeta, settings.Criterion == "recall_at_target_precision" ? settings.TargetPrecision : settings.TargetRecall, neutral);
        return new(model with { Threshold = cut.Threshold }, cut.Value, cut.IsReached, theta);
    }

    private static List<Variant> Variants(LinearSettings settings, DataMatrix train)
    {
        var positives = train.Labels.Count(label => label > 0.5f);
        var balanced = positives == 0 ? 1 : (double)(train.Rows - positives) / positives;
        var weight = !settings.IsBinary ? 1 : settings.PositiveWeight switch { "balanced" => balanced, "auto" => 1, var number => double.Parse(number, CultureInfo.InvariantCulture) };
        var decay = settings.Decay ?? ChosenDecay;
        var first = new Variant(decay, settings.L1, weight);
        List<Variant> variants = [first];
        if (settings.IsBinary && settings.PositiveWeight == "auto") variants.AddRange([first with { PositiveWeight = balanced }, first with { PositiveWeight = Math.Sqrt(balanced) }]);
        var models = settings.Models ?? Math.Max(4, variants.Count);
        // The others have close parameters: penalties ten times as strong and weak, in turn.
        for (var step = 1; variants.Count < models && step <= 16; step++)
            foreach (var factor in new[] { Math.Pow(10, step), Math.Pow(10, -step) })
                if (variants.Count < models && (settings.Decay is not null || factor > 1))
                    variants.Add(first with { Decay = Math.Max(decay, settings.Decay == 0 ? 1e-6 : 0) * factor, L1 = settings.L1 * factor });
        return variants[..Math.Min(models, variants.Count)];
    }

    private static float[] Weights(LinearSettings settings, Variant variant, DataMatrix train)
    {
        var weights = new float[train.Rows];
        Array.Fill(weights, 1);
        if (settings.IsBinary)
            for (var row = 0; row < weights.Length; row++) weights[row] = train.Labels[row] > 0.5f ? (float)variant.PositiveWeight : 1;
        else if (settings is { IsMulticlass: true, BalanceClasses: true })
        {
            var counts = train.Labels.CountBy(label => (int)label).ToDictionary();
            for (var row = 0; row < weights.Length; row++) weights[row] = (float)((double)train.Rows / counts.Count / counts[(int)train.Labels[row]]);
        }
        return weights;
    }

    private static void Start(LinearSettings settings, double[] theta, int columns, ulong seed)
    {
        var random = new SeededRandom(seed, "linear-learner start");
        for (var i = 0; i < theta.Length; i++)
        {
            var uniform = ((random.Next() >> 12) + 0.5) / (1UL << 52);
            theta[i] = i % (columns + 1) == columns ? (settings.UseBias ? settings.InitialBias : 0)
                : settings.InitialScale * (settings.StartsNormal ? NormalQuantile.At(uniform) : 2 * uniform - 1);
        }
    }

    private static string? CheckLabel(LinearSettings settings, float label) =>
        settings.IsBinary && label is not (0 or 1) ? $"the label is {label.ToString(CultureInfo.InvariantCulture)}; a binary_classifier takes 0 and 1."
        : settings.IsMulticlass && !(label >= 0 && label < settings.Outputs && label == MathF.Floor(label)) ? $"the label is {label.ToString(CultureInfo.InvariantCulture)}; with num_classes {settings.Outputs} labels are whole numbers from 0 to {settings.Outputs - 1}."
        : null;
}

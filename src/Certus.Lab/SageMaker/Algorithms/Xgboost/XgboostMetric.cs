using System.Globalization;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>An eval_metric of the XGBoost container.</summary>
/// <param name="Name">As the learner wrote it: auc, error@0.7, ndcg@5.</param>
/// <param name="Maximize">Whether more is better.</param>
internal sealed record XgboostMetric(string Name, bool Maximize)
{
    private static readonly string[] _maximized = ["auc", "aucpr", "ndcg", "map", "accuracy", "balanced_accuracy", "f1", "f1_binary", "f1_macro", "precision", "precision_macro", "recall", "recall_macro", "r2"];
    private static readonly string[] _minimized = ["rmse", "rmsle", "mae", "mape", "mphe", "mse", "logloss", "error", "merror", "mlogloss", "poisson-nloglik", "gamma-nloglik", "gamma-deviance", "tweedie-nloglik"];

    private readonly string _base = Name.Split('@')[0];
    private readonly double? _at = Name.Contains('@', StringComparison.Ordinal) ? double.Parse(Name.Split('@')[1].TrimEnd('-'), CultureInfo.InvariantCulture) : null;

    /// <summary>Reads a metric's name.</summary>
    /// <param name="complaint">One sentence where it does not go with the objective or is not known.</param>
    public static XgboostMetric? Find(string name, XgboostObjective objective, out string complaint)
    {
        complaint = "";
        var parts = name.Split('@');
        var known = _maximized.Contains(parts[0]) || _minimized.Contains(parts[0]);
        if (!known || parts.Length > 2) complaint = $"Hyperparameter eval_metric: '{name}' is not one of {string.Join(", ", _maximized.Concat(_minimized))}.";
        else if (parts.Length == 2 && parts[0] is not ("error" or "ndcg" or "map" or "tweedie-nloglik")) complaint = $"Metric '{name}' is not supported. Parameter 'eval_metric' with customized threshold should be one of these options: 'error', 'ndcg', 'map'.";
        else if (parts.Length == 2 && !double.TryParse(parts[1].TrimEnd('-'), NumberStyles.Float, CultureInfo.InvariantCulture, out _)) complaint = $"Threshold value 't' in '{parts[0]}@t' expects float input.";
        else if (parts[0] is "auc" or "aucpr" && !objective.IsBinary && objective.Name is not ("reg:logistic" or "rank:pairwise" or "rank:ndcg")) complaint = $"Metric '{parts[0]}' can only be applied for classification and ranking problems.";
        else if (parts[0] is "merror" or "mlogloss" && !objective.IsMulticlass) complaint = $"Metric '{parts[0]}' is for multi:softmax and multi:softprob.";
        else if (objective.IsMulticlass && parts[0] is not ("merror" or "mlogloss" or "accuracy" or "balanced_accuracy" or "f1" or "f1_macro" or "precision_macro" or "recall_macro")) complaint = $"Metric '{parts[0]}' is not for {objective.Name}.";
        else if ((objective.Link is XgboostLink.Identity or XgboostLink.Exponential) && objective.Name != "binary:hinge" && parts[0] is "logloss" or "error" or "accuracy" or "balanced_accuracy" or "f1" or "f1_binary" or "f1_macro" or "precision" or "precision_macro" or "recall" or "recall_macro")
            complaint = $"Metric '{parts[0]}' is for classification, and the objective is {objective.Name}.";
        else return new(name, _maximized.Contains(parts[0]));
        return null;
    }

    /// <summary>The metric of predictions.</summary>
    /// <param name="predictions">Row after row, <paramref name="classes"/> each.</param>
    public double Of(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, int[] groups, int classes, double tweediePower)
    {
        switch (_base)
        {
            case "auc": return groups.Length == 0 ? RankMetrics.Auc(predictions, labels, weights) : GroupMean(predictions, labels, groups, (scores, grades) => RankMetrics.Auc(scores, Binary(grades), []));
            case "aucpr": return RankMetrics.PrecisionRecallAuc(predictions, labels, weights);
            case "ndcg": return GroupMean(predictions, labels, groups, Ndcg);
            case "map": return GroupMean(predictions, labels, groups, AveragePrecision);
            case "r2": return R2(predictions, labels, weights);
            case "accuracy" or "balanced_accuracy" or "f1" or "f1_binary" or "f1_macro" or "precision" or "precision_macro" or "recall" or "recall_macro":
                return OfClasses(predictions, labels, classes);
        }
        double sum = 0, total = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.Length == 0 ? 1.0 : weights[row];
            sum += weight * Loss(predictions.Slice(row * classes, classes), labels[row], tweediePower);
            total += weight;
        }
        return _base is "rmse" or "rmsle" ? Math.Sqrt(sum / total) : _base == "gamma-deviance" ? 2 * sum / total : sum / total;
    }

    private double Loss(ReadOnlySpan<float> prediction, double label, double tweediePower)
    {
        double p = prediction[0];
        switch (_base)
        {
            case "rmse" or "mse": return (p - label) * (p - label);
            case "rmsle": return Math.Pow(Math.Log(1 + Math.Max(p, -1 + 1e-16)) - Math.Log(1 + label), 2);
            case "mae": return Math.Abs(p - label);
            case "mape": return Math.Abs((label - p) / label);
            case "mphe": return Math.Sqrt(1 + (p - label) * (p - label)) - 1;
            case "error": return (p > (_at ?? 0.5) ? 1 - label : label);
            case "logloss":
                p = Math.Clamp(p, 1e-16, 1 - 1e-16);
                return -label * Math.Log(p) - (1 - label) * Math.Log(1 - p);
            case "merror": return Best(prediction) == (int)label ? 0 : 1;
            case "mlogloss": return -Math.Log(Math.Max(prediction[(int)label], 1e-16));
            case "poisson-nloglik":
                p = Math.Max(p, 1e-16);
                return LogGamma(label + 1) + p - Math.Log(p) * label;
            case "gamma-nloglik":
                p = Math.Max(p, 1e-6);
                return label / p + Math.Log(p);
            case "gamma-deviance": return Math.Log((p + 1e-6) / (label + 1e-6)) + label / (p + 1e-6) - 1;
            default:
                var rho = _at ?? tweediePower;
                p = Math.Max(p, 1e-16);
                return -label * Math.Pow(p, 1 - rho) / (1 - rho) + Math.Pow(p, 2 - rho) / (2 - rho);
        }
    }

    private double OfClasses(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, int width)
    {
        var classes = Math.Max(2, width);
        var (hits, predicted, actual) = (new double[classes], new double[classes], new double[classes]);
        for (var row = 0; row < labels.Length; row++)
        {
            var guess = width == 1 ? (predictions[row] > 0.5f ? 1 : 0) : Best(predictions.Slice(row * width, width));
            var label = width == 1 ? (labels[row] > 0.5f ? 1 : 0) : (int)labels[row];
            predicted[guess]++;
            actual[label]++;
            if (guess == label) hits[guess]++;
        }
        var present = Enumerable.Range(0, classes).Where(one => predicted[one] + actual[one] > 0).ToArray();
        double Precision(int one) => predicted[one] == 0 ? 0 : hits[one] / predicted[one];
        double Recall(int one) => actual[one] == 0 ? 0 : hits[one] / actual[one];
        double F1(int one) => 2 * hits[one] / (predicted[one] + actual[one]);
        return _base switch
        {
            "accuracy" => hits.Sum() / labels.Length,
            "balanced_accuracy" => present.Where(one => actual[one] > 0).Average(Recall),
            "precision" => Precision(1),
            "precision_macro" => present.Average(Precision),
            "recall" => Recall(1),
            "recall_macro" => present.Average(Recall),
            "f1_binary" => predicted[1] + actual[1] == 0 ? 0 : F1(1),
            _ => present.Average(F1),       // the container's f1 is the macro average too
        };
    }

    private static double R2(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        double total = 0, mean = 0, residual = 0, spread = 0;
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.Length == 0 ? 1.0 : weights[row];
            total += weight;
            mean += weight * labels[row];
        }
        mean /= total;
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = weights.Length == 0 ? 1.0 : weights[row];
            residual += weight * Math.Pow((double)labels[row] - predictions[row], 2);
            spread += weight * Math.Pow(labels[row] - mean, 2);
        }
        return spread > 0 ? 1 - residual / spread : double.NaN;
    }

    private delegate double OfGroup(ReadOnlySpan<float> scores, ReadOnlySpan<float> grades);

    private static double GroupMean(ReadOnlySpan<float> predictions, ReadOnlySpan<float> labels, int[] groups, OfGroup metric)
    {
        double sum = 0;
        var (from, count) = (0, 0);
        foreach (var size in groups.Length == 0 ? [labels.Length] : groups)
        {
            var value = metric(predictions.Slice(from, size), labels.Slice(from, size));
            from += size;
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private double Ndcg(ReadOnlySpan<float> scores, ReadOnlySpan<float> grades)
    {
        var ranked = Ranked(scores, grades);
        var ideal = ranked.OrderDescending().ToArray();
        var most = _at is { } at ? Math.Min((int)at, ranked.Length) : ranked.Length;
        double gain = 0, best = 0;
        for (var i = 0; i < most; i++)
        {
            gain += (Math.Pow(2, ranked[i]) - 1) / Math.Log2(i + 2);
            best += (Math.Pow(2, ideal[i]) - 1) / Math.Log2(i + 2);
        }
        return best == 0 ? Empty : gain / best;
    }

    private double AveragePrecision(ReadOnlySpan<float> scores, ReadOnlySpan<float> grades)
    {
        var ranked = Ranked(scores, grades);
        var most = _at is { } at ? Math.Min((int)at, ranked.Length) : ranked.Length;
        double sum = 0;
        var hits = 0;
        for (var i = 0; i < ranked.Length; i++)
            if (ranked[i] > 0 && ++hits > 0 && i < most) sum += hits / (i + 1.0);
        return hits == 0 ? Empty : sum / Math.Min(hits, most);
    }

    /// <summary>A group without a relevant row counts 1, and 0 where the name ends in a minus.</summary>
    private double Empty => Name.EndsWith('-') ? 0 : 1;

    private static float[] Ranked(ReadOnlySpan<float> scores, ReadOnlySpan<float> grades)
    {
        var (keys, ranked) = (scores.ToArray(), grades.ToArray());
        Array.Sort(keys, ranked, Comparer<float>.Create((a, b) => b.CompareTo(a)));
        return ranked;
    }

    private static float[] Binary(ReadOnlySpan<float> grades)
    {
        var binary = new float[grades.Length];
        for (var i = 0; i < binary.Length; i++) binary[i] = grades[i] > 0 ? 1 : 0;
        return binary;
    }

    private static double LogGamma(double x) => MathNet.Numerics.SpecialFunctions.GammaLn(x);

    public static int Best(ReadOnlySpan<float> prediction)
    {
        var best = 0;
        for (var i = 1; i < prediction.Length; i++)
            if (prediction[i] > prediction[best]) best = i;
        return best;
    }
}

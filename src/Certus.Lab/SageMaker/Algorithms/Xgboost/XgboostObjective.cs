namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>An objective of XGBoost: what LightGBM has in its place, what scores become, what a label may be.</summary>
/// <param name="Name">XGBoost's name.</param>
/// <param name="Engine">LightGBM's name; empty where its derivatives are computed here.</param>
/// <param name="Link">From raw scores to predictions.</param>
/// <param name="Metric">The metric where eval_metric says none.</param>
internal sealed record XgboostObjective(string Name, string Engine, XgboostLink Link, string Metric)
{
    private static readonly XgboostObjective[] _all =
    [
        new("reg:squarederror", "regression", XgboostLink.Identity, "rmse"),
        new("reg:linear", "regression", XgboostLink.Identity, "rmse"),
        new("reg:absoluteerror", "regression_l1", XgboostLink.Identity, "mae"),
        new("reg:squaredlogerror", "", XgboostLink.Identity, "rmsle"),
        new("reg:pseudohubererror", "huber", XgboostLink.Identity, "mphe"),
        new("reg:logistic", "cross_entropy", XgboostLink.Logistic, "rmse"),
        new("binary:logistic", "cross_entropy", XgboostLink.Logistic, "logloss"),
        new("binary:logitraw", "cross_entropy", XgboostLink.Logistic, "logloss"),
        new("binary:hinge", "", XgboostLink.Identity, "error"),
        new("multi:softmax", "multiclass", XgboostLink.Softmax, "mlogloss"),
        new("multi:softprob", "multiclass", XgboostLink.Softmax, "mlogloss"),
        new("count:poisson", "poisson", XgboostLink.Exponential, "poisson-nloglik"),
        new("reg:gamma", "gamma", XgboostLink.Exponential, "gamma-nloglik"),
        new("reg:tweedie", "tweedie", XgboostLink.Exponential, "tweedie-nloglik"),
        new("rank:pairwise", "", XgboostLink.Identity, "map"),
        new("rank:ndcg", "lambdarank", XgboostLink.Identity, "ndcg"),
    ];

    /// <summary>What XGBoost has and LightGBM has nothing for.</summary>
    private static readonly string[] _absent = ["rank:map", "survival:aft", "survival:cox"];

    public static IEnumerable<string> Names => _all.Select(one => one.Name).Concat(_absent);

    /// <summary>The objective of a name; null where nothing here can train it.</summary>
    public static XgboostObjective? Find(string name) => Array.Find(_all, one => one.Name == name);

    public bool IsBinary => Name.StartsWith("binary:", StringComparison.Ordinal);

    public bool IsMulticlass => Link == XgboostLink.Softmax;

    public bool IsRanking => Name.StartsWith("rank:", StringComparison.Ordinal);

    /// <summary>What is wrong with a label; null where nothing is.</summary>
    public string? CheckLabel(float label, int classes) => Name switch
    {
        "binary:logistic" or "binary:logitraw" or "reg:logistic" when label is not (>= 0 and <= 1) => $"the label is {label}; {Name} takes labels in [0, 1].",
        "binary:hinge" when label is not (0 or 1) => $"the label is {label}; {Name} takes 0 and 1.",
        "multi:softmax" or "multi:softprob" when !(label >= 0 && label < classes && label == MathF.Floor(label)) => $"the label is {label}; with num_class {classes} labels are whole numbers from 0 to {classes - 1}.",
        "count:poisson" or "reg:tweedie" or "rank:pairwise" or "rank:ndcg" when !(label >= 0) => $"the label is {label}; {Name} takes labels of 0 and above.",
        "rank:ndcg" when label is not <= 30 || label != MathF.Floor(label) => $"the label is {label}; {Name} takes whole grades from 0 to 30.",
        "reg:gamma" when !(label > 0) => $"the label is {label}; {Name} takes labels above 0.",
        "reg:squaredlogerror" when !(label > -1) => $"the label is {label}; {Name} takes labels above -1.",
        _ => null,
    };

    /// <summary>First and second derivatives of the loss by the score, where LightGBM has no such objective.</summary>
    public void Derivatives(double[] scores, float[] labels, float[] weights, int[] groups, float[] gradient, float[] hessian)
    {
        if (Name == "rank:pairwise")
        {
            Pairwise(scores, labels, groups, gradient, hessian);
            return;
        }
        for (var i = 0; i < labels.Length; i++)
        {
            double score = scores[i], label = labels[i], weight = weights.Length == 0 ? 1 : weights[i];
            var (g, h) = Name switch
            {
                "reg:squaredlogerror" => SquaredLog(Math.Max(score, -1 + 1e-6), label),
                _ => score * (2 * label - 1) < 1 ? (-(2 * label - 1), 1.0) : (0.0, double.Epsilon),
            };
            gradient[i] = (float)(g * weight);
            hessian[i] = Math.Max((float)(h * weight), 1e-16f);
        }
    }

    private static (double, double) SquaredLog(double score, double label)
    {
        var difference = Math.Log(1 + score) - Math.Log(1 + label);
        return (difference / (score + 1), Math.Max((1 - difference) / ((score + 1) * (score + 1)), 1e-6));
    }

    private static void Pairwise(double[] scores, float[] labels, int[] groups, float[] gradient, float[] hessian)
    {
        Array.Clear(gradient);
        Array.Fill(hessian, 1e-16f);
        var from = 0;
        foreach (var size in groups.Length == 0 ? [labels.Length] : groups)
        {
            for (var i = from; i < from + size; i++)
                for (var j = from; j < from + size; j++)
                {
                    if (labels[i] <= labels[j]) continue;
                    var p = 1 / (1 + Math.Exp(scores[j] - scores[i]));
                    var h = (float)Math.Max(2 * p * (1 - p), 1e-16);
                    gradient[i] -= (float)(1 - p);
                    gradient[j] += (float)(1 - p);
                    hessian[i] += h;
                    hessian[j] += h;
                }
            from += size;
        }
    }
}

/// <summary>From raw scores to predictions.</summary>
internal enum XgboostLink
{
    Identity,
    Logistic,
    Exponential,
    Softmax,
}

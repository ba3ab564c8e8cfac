using System.Globalization;
using System.Text.RegularExpressions;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A job's hyperparameters of XGBoost, checked, and what LightGBM is told instead.</summary>
/// <remarks>Ranges: "XGBoost hyperparameters" of the SageMaker guide and the container's own validation.</remarks>
internal sealed partial class XgboostSettings
{
    private const int MostLeaves = 131_072;     // LightGBM's own limit

    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.Whole("num_round", 1).Required(),
        Hyperparameter.OneOf("objective", [.. XgboostObjective.Names]).By("reg:squarederror"),
        Hyperparameter.Whole("num_class", 2),
        Hyperparameter.Number("eta").From(0).To(1).By("0.3"),
        Hyperparameter.Number("gamma").From(0).By("0"),
        Hyperparameter.Whole("max_depth", 0).By("6"),
        Hyperparameter.Number("min_child_weight").From(0).By("1"),
        Hyperparameter.Number("max_delta_step").From(0).By("0"),
        Hyperparameter.Number("subsample").Above(0).To(1).By("1"),
        Hyperparameter.Number("colsample_bytree").Above(0).To(1).By("1"),
        Hyperparameter.Number("colsample_bylevel").Above(0).To(1).By("1"),
        Hyperparameter.Number("colsample_bynode").Above(0).To(1).By("1"),
        Hyperparameter.Number("lambda").From(0).By("1"),
        Hyperparameter.Number("alpha").From(0).By("0"),
        Hyperparameter.OneOf("tree_method", "auto", "exact", "approx", "hist", "gpu_hist").By("auto"),
        Hyperparameter.Number("scale_pos_weight").Above(0).By("1"),
        Hyperparameter.Number("base_score").From(0).By("0.5"),
        Hyperparameter.Whole("early_stopping_rounds", 1),
        Hyperparameter.Text("eval_metric"),
        Hyperparameter.Whole("seed").By("0"),
        Hyperparameter.Whole("csv_weights", 0, 1).By("0"),
        Hyperparameter.OneOf("booster", "gbtree", "gblinear", "dart").By("gbtree"),
        Hyperparameter.OneOf("sample_type", "uniform", "weighted").By("uniform"),
        Hyperparameter.OneOf("normalize_type", "tree", "forest").By("tree"),
        Hyperparameter.Number("rate_drop").From(0).To(1).By("0"),
        Hyperparameter.Whole("one_drop", 0, 1).By("0"),
        Hyperparameter.Number("skip_drop").From(0).To(1).By("0"),
        Hyperparameter.OneOf("grow_policy", "depthwise", "lossguide").By("depthwise"),
        Hyperparameter.Whole("max_leaves", 0).By("0"),
        Hyperparameter.Whole("max_bin", 0).By("256"),
        Hyperparameter.Text("monotone_constraints"),
        Hyperparameter.Text("interaction_constraints"),
        Hyperparameter.Number("tweedie_variance_power").Above(1).Below(2).By("1.5"),
        Hyperparameter.Whole("num_parallel_tree", 1).By("1"),
        Hyperparameter.OneOf("process_type", "default", "update").By("default"),
        Hyperparameter.Text("updater"),
        Hyperparameter.Whole("refresh_leaf", 0, 1),
        Hyperparameter.Number("sketch_eps").Above(0).Below(1),
        Hyperparameter.Number("lambda_bias").From(0).To(1),
        Hyperparameter.Flag("deterministic_histogram"),
        Hyperparameter.Flag("single_precision_histogram"),
        Hyperparameter.Flag("use_dask_gpu_training"),
        Hyperparameter.Flag("save_model_on_termination"),
        Hyperparameter.OneOf("predictor", "auto", "cpu_predictor", "gpu_predictor"),
        Hyperparameter.OneOf("dsplit", "row", "col"),
        Hyperparameter.Whole("nthread", 1),
        Hyperparameter.Whole("verbosity", 0, 3),
        Hyperparameter.Whole("silent", 0, 1),
    ];

    private readonly Hyperparameters _values;

    /// <exception cref="ClientErrorException">A hyperparameter is not good, or LightGBM has nothing for it.</exception>
    public XgboostSettings(IReadOnlyDictionary<string, string> hyperparameters, AlgorithmImage image)
    {
        _values = new(_known, hyperparameters);
        var objective = _values.Text("objective");
        Objective = XgboostObjective.Find(objective) ?? throw Refused($"objective {objective}");
        if (Objective.IsMulticlass && _values.Find("num_class") is null) throw new ClientErrorException("Require input for parameter 'num_class' for multi-classification.");
        Outputs = Objective.IsMulticlass ? _values.Whole("num_class") : 1;
        if (_values.Text("booster") == "gblinear") throw new ClientErrorException("Hyperparameter booster: gblinear has no counterpart in LightGBM, which trains in XGBoost's place here; the linear-learner image trains linear models.");
        if (DropsTrees && Objective.Engine.Length == 0) throw Refused($"booster dart with rate_drop above 0 and objective {objective}");
        if (_values.Text("process_type") == "update") throw Refused("process_type update");
        if (_values.Whole("num_parallel_tree") > 1) throw Refused("num_parallel_tree above 1");
        if (_values.Find("use_dask_gpu_training") == "true") throw Refused("use_dask_gpu_training");
        if (hyperparameters.ContainsKey("_kfold")) throw Refused("_kfold");
        var score = _values.Number("base_score");
        if (Objective.Link == XgboostLink.Logistic && score is <= 0 or >= 1) throw new ClientErrorException($"Hyperparameter base_score: {score} is not in (0, 1), as {objective} needs.");
        if (Objective.Link == XgboostLink.Exponential && score <= 0) throw new ClientErrorException($"Hyperparameter base_score: {score} is not above 0, as {objective} needs.");
        StartsAtMean = !_values.IsGiven("base_score") && Objective.Engine.Length > 0;
        Margin = StartsAtMean || Objective.IsMulticlass ? 0 : Objective.Link switch { XgboostLink.Logistic => Math.Log(score / (1 - score)), XgboostLink.Exponential => Math.Log(score), _ => score };
        Metrics = [.. Wanted(image).Select(name => XgboostMetric.Find(name, Objective, out var complaint) ?? throw new ClientErrorException(complaint))];
        Monotone = _values.Find("monotone_constraints") is { } monotone ? Tuple(monotone) : "";
        Interactions = _values.Find("interaction_constraints") is { } interactions ? NestedList(interactions) : "";
    }

    public XgboostObjective Objective { get; }

    /// <summary>Scores of a row: the classes, or 1.</summary>
    public int Outputs { get; }

    /// <summary>Whether the first tree carries the best constant, as XGBoost 2 has it where base_score is not given; before, leaves of the roots led there.</summary>
    private bool StartsAtMean { get; }

    /// <summary>base_score as a raw score; every row begins with it. 0 where the trees carry it.</summary>
    public double Margin { get; }

    /// <summary>What is reported each round; the last one decides about early stopping.</summary>
    public IReadOnlyList<XgboostMetric> Metrics { get; }

    public int Rounds => _values.Whole("num_round");

    public int? EarlyStopping => _values.Find("early_stopping_rounds") is null ? null : _values.Whole("early_stopping_rounds");

    /// <summary>Whether trees are left out of some rounds, as dart does.</summary>
    public bool DropsTrees => _values.Text("booster") == "dart" && _values.Number("rate_drop") > 0;

    public bool CsvWeights => _values.Whole("csv_weights") == 1;

    public double PositiveWeight => _values.Number("scale_pos_weight");

    public double TweediePower => _values.Number("tweedie_variance_power");

    private string Monotone { get; }

    private string Interactions { get; }

    /// <summary>LightGBM's parameters for data of so many rows and features.</summary>
    public string Parameters(int rows, int features)
    {
        var depth = _values.Whole("max_depth");
        var lossguide = _values.Text("grow_policy") == "lossguide";
        var most = Math.Clamp(rows, 2, MostLeaves);
        // A tree of depth d has at most 2^d leaves; grown to that bound, LightGBM's leaf by leaf comes to the same tree as level by level.
        var leaves = lossguide && _values.Whole("max_leaves") is > 1 and var given ? Math.Min(given, MostLeaves) : depth is > 0 and < 17 ? Math.Min(1 << depth, most) : Math.Min(most, 4096);
        var dart = _values.Text("booster") == "dart";
        List<string> parameters =
        [
            "verbosity=-1", "num_threads=1", "deterministic=true", "force_col_wise=true", "feature_pre_filter=false", "enable_bundle=false", "metric=none", "histogram_pool_size=512",
            $"objective={(Objective.Engine.Length == 0 ? "none" : Objective.Engine)}",
            $"boost_from_average={(StartsAtMean ? "true" : "false")}",
            $"boosting={(dart ? "dart" : "gbdt")}",
            $"num_leaves={leaves}", $"max_depth={(depth == 0 ? -1 : depth)}", "min_data_in_leaf=1", "min_data_in_bin=1",
            $"max_bin={Math.Max((_values.Whole("max_bin") is > 1 and var bins ? Math.Min(bins, 65_535) : 256) - 1, 2)}",
            $"learning_rate={Text(Math.Max(_values.Number("eta"), 1e-30))}",
            // XGBoost's gain is half of LightGBM's.
            $"min_gain_to_split={Text(2 * _values.Number("gamma"))}",
            $"min_sum_hessian_in_leaf={Text(_values.Number("min_child_weight"))}",
            $"max_delta_step={Text(_values.Number("max_delta_step"))}",
            $"lambda_l1={Text(_values.Number("alpha"))}", $"lambda_l2={Text(_values.Number("lambda"))}",
            $"bagging_fraction={Text(_values.Number("subsample"))}", $"bagging_freq={(_values.Number("subsample") < 1 ? 1 : 0)}",
            $"feature_fraction={Text(_values.Number("colsample_bytree"))}",
            $"feature_fraction_bynode={Text(_values.Number("colsample_bynode") * _values.Number("colsample_bylevel"))}",
            $"seed={Math.Abs((long)_values.Whole("seed")) % int.MaxValue}",
        ];
        if (Objective.IsMulticlass) parameters.Add($"num_class={Outputs}");
        if (Objective.Name == "count:poisson") parameters.Add($"poisson_max_delta_step={Text(_values.IsGiven("max_delta_step") && _values.Number("max_delta_step") > 0 ? _values.Number("max_delta_step") : 0.7)}");
        if (Objective.Engine == "huber") parameters.Add("alpha=1");
        if (Objective.Name == "reg:tweedie") parameters.Add($"tweedie_variance_power={Text(TweediePower)}");
        if (dart) parameters.AddRange([$"drop_rate={Text(_values.Number("rate_drop"))}", $"skip_drop={Text(_values.Number("skip_drop"))}", $"uniform_drop={(_values.Text("sample_type") == "uniform" ? "true" : "false")}", "xgboost_dart_mode=true", "max_drop=-1"]);
        if (Monotone.Length > 0)
        {
            var given2 = Monotone.Split(',');
            if (given2.Length > features) throw new ClientErrorException($"Hyperparameter monotone_constraints: {given2.Length} constraints for {features} features.");
            parameters.Add($"monotone_constraints={string.Join(',', given2.Concat(Enumerable.Repeat("0", features - given2.Length)))}");
        }
        if (Interactions.Length > 0)
        {
            var named = Number().Matches(Interactions).Select(match => int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)).ToHashSet();
            if (named.Any(feature => feature >= features)) throw new ClientErrorException($"Hyperparameter interaction_constraints: a feature that is not one of the {features}, from 0.");
            // A feature that no list names splits alone in XGBoost; in LightGBM it would not split at all.
            parameters.Add($"interaction_constraints={string.Join(',', Enumerable.Range(0, features).Where(feature => !named.Contains(feature)).Select(feature => $"[{feature}]").Prepend(Interactions))}");
        }
        return string.Join(' ', parameters);
    }

    /// <summary>What the learner set and LightGBM does in another way, or not at all; a sentence each.</summary>
    public IEnumerable<string> Differences()
    {
        if (Objective.Engine == "huber") yield return "reg:pseudohubererror is trained with LightGBM's Huber loss of width 1, which is nearly the same";
        if (_values.Number("colsample_bylevel") < 1) yield return "colsample_bylevel has no counterpart in LightGBM and is applied at each node";
        if (_values.Text("tree_method") is "exact" or "gpu_hist") yield return $"tree_method {_values.Text("tree_method")} is not LightGBM's: splits are found in histograms, on the CPU";
        if (_values.Text("booster") == "dart" && _values.Whole("one_drop") == 1) yield return "one_drop has no counterpart in LightGBM and is ignored";
        if (_values.Text("booster") == "dart" && _values.Text("normalize_type") == "forest") yield return "normalize_type forest has no counterpart in LightGBM: tree is used";
        if (DropsTrees && EarlyStopping is not null) yield return "dart rescales earlier trees in later rounds: the trees of the best round are kept as the last round has left them";
        if (_values.Find("interaction_constraints") is not null) yield return "interaction_constraints that overlap are stricter in LightGBM: a whole branch must fit into one list";
        if (_values.Text("grow_policy") == "lossguide" && _values.Whole("max_leaves") <= 1 && _values.Whole("max_depth") == 0) yield return "grow_policy lossguide without max_leaves and max_depth: trees have at most 4096 leaves";
        else if (_values.Whole("max_depth") is 0 or > 16) yield return "max_depth without a bound: trees have at most 4096 leaves";
        foreach (var name in new[] { "updater", "refresh_leaf", "sketch_eps", "lambda_bias", "deterministic_histogram", "single_precision_histogram", "predictor", "dsplit", "nthread" })
            if (_values.IsGiven(name)) yield return $"{name} has no counterpart in LightGBM on one thread and is ignored";
    }

    private List<string> Wanted(AlgorithmImage image)
    {
        var metrics = _values.Find("eval_metric") is { } given ? Names(given)
            : [Objective.Name is "binary:logistic" && image.IsBefore(1, 3) ? "error" : Objective.IsMulticlass && image.IsBefore(1, 3) ? "merror" : Objective.Metric];
        // A tuning job wants its objective reported whether eval_metric names it or not.
        if (_values.Find("_tuning_objective_metric") is { } tuned && tuned.Split(':')[^1] is { Length: > 0 } metric && !metrics.Contains(metric)) metrics.Add(metric);
        return metrics;
    }

    private static List<string> Names(string text) => [.. text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('\'', '"')).Distinct()];

    private static string Tuple(string text)
    {
        var inner = text.Trim().Trim('(', ')', '[', ']').TrimEnd(',').Replace(" ", "", StringComparison.Ordinal);
        return inner.Split(',').All(one => one is "-1" or "0" or "1") ? inner : throw new ClientErrorException($"Hyperparameter monotone_constraints: '{text}' is not a tuple of -1, 0 and 1.");
    }

    private static string NestedList(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal);
        return List().IsMatch(compact) ? compact[1..^1] : throw new ClientErrorException($"Hyperparameter interaction_constraints: '{text}' is not a list of lists of features.");
    }

    private static ClientErrorException Refused(string what) => new($"{what} has no counterpart in LightGBM, which trains in XGBoost's place here.");

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[\[[0-9]{1,6}(,[0-9]{1,6})*\](,\[[0-9]{1,6}(,[0-9]{1,6})*\])*\]$")]
    private static partial Regex List();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

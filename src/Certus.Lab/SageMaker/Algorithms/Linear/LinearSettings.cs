using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A job's hyperparameters of the linear learner, checked.</summary>
/// <remarks>Types and ranges: "Linear learner hyperparameters" of the SageMaker guide.</remarks>
internal sealed class LinearSettings
{
    private static readonly Hyperparameter[] _known =
    [
        Hyperparameter.OneOf("predictor_type", "binary_classifier", "multiclass_classifier", "regressor").Required(),
        Hyperparameter.Whole("num_classes", 3, 1_000_000),
        Hyperparameter.Whole("accuracy_top_k", 1).By("3"),
        Hyperparameter.Flag("balance_multiclass_weights").By("false"),
        Hyperparameter.Number("beta_1").From(0).Below(1).OrAuto(),
        Hyperparameter.Number("beta_2").From(0).Below(1).OrAuto(),
        Hyperparameter.Number("bias_lr_mult").Above(0).OrAuto(),
        Hyperparameter.Number("bias_wd_mult").From(0).OrAuto(),
        Hyperparameter.OneOf("binary_classifier_model_selection_criteria", "accuracy", "f_beta", "f1", "precision_at_target_recall", "recall_at_target_precision", "cross_entropy_loss", "loss_function").By("accuracy"),
        Hyperparameter.Whole("early_stopping_patience", 1).By("3"),
        Hyperparameter.Number("early_stopping_tolerance").Above(0).By("0.001"),
        Hyperparameter.Whole("epochs", 1).By("15"),
        Hyperparameter.Number("f_beta").Above(0).By("1"),
        Hyperparameter.Whole("feature_dim", 1).OrAuto(),
        Hyperparameter.Number("huber_delta").Above(0).By("1"),
        Hyperparameter.Number("init_bias").By("0"),
        Hyperparameter.OneOf("init_method", "uniform", "normal").By("uniform"),
        Hyperparameter.Number("init_scale").Above(0).By("0.07"),
        Hyperparameter.Number("init_sigma").Above(0).By("0.01"),
        Hyperparameter.Number("l1").From(0).OrAuto(),
        Hyperparameter.Number("learning_rate").Above(0).OrAuto(),
        Hyperparameter.OneOf("loss", "auto", "logistic", "squared_loss", "absolute_loss", "hinge_loss", "eps_insensitive_squared_loss", "eps_insensitive_absolute_loss", "quantile_loss", "huber_loss", "softmax_loss").By("auto"),
        Hyperparameter.Number("loss_insensitivity").Above(0).By("0.01"),
        Hyperparameter.Number("lr_scheduler_factor").Above(0).Below(1).OrAuto(),
        Hyperparameter.Number("lr_scheduler_minimum_lr").Above(0).OrAuto(),
        Hyperparameter.Whole("lr_scheduler_step", 1).OrAuto(),
        Hyperparameter.Number("margin").Above(0).By("1"),
        Hyperparameter.Whole("mini_batch_size", 1).By("1000"),
        Hyperparameter.Number("momentum").From(0).Below(1).OrAuto(),
        Hyperparameter.OneOf("normalize_data", "auto", "true", "false").By("true"),
        Hyperparameter.OneOf("normalize_label", "auto", "true", "false").By("auto"),
        Hyperparameter.Whole("num_calibration_samples", 1).OrAuto(),
        Hyperparameter.Whole("num_models", 1).OrAuto(),
        Hyperparameter.Whole("num_point_for_scaler", 1).By("10000"),
        Hyperparameter.OneOf("optimizer", "auto", "sgd", "adam", "rmsprop").By("auto"),
        Hyperparameter.Text("positive_example_weight_mult").By("1"),
        Hyperparameter.Number("quantile").Above(0).Below(1).By("0.5"),
        Hyperparameter.Number("target_precision").From(0).To(1).By("0.8"),
        Hyperparameter.Number("target_recall").From(0).To(1).By("0.8"),
        Hyperparameter.OneOf("unbias_data", "auto", "true", "false").By("auto"),
        Hyperparameter.OneOf("unbias_label", "auto", "true", "false").By("auto"),
        Hyperparameter.Flag("use_bias").By("true"),
        Hyperparameter.Flag("use_lr_scheduler").By("true"),
        Hyperparameter.Number("wd").From(0).OrAuto(),
    ];

    private static readonly Hyperparameter _weight = Hyperparameter.Number("positive_example_weight_mult").Above(0).OrAuto();

    private readonly Hyperparameters _values;

    /// <exception cref="ClientErrorException">A hyperparameter is not good.</exception>
    public LinearSettings(IReadOnlyDictionary<string, string> hyperparameters)
    {
        _values = new(_known, hyperparameters);
        Type = _values.Text("predictor_type");
        if (IsMulticlass && !_values.IsGiven("num_classes")) throw new ClientErrorException("Missing required hyperparameter: num_classes, as predictor_type is multiclass_classifier.");
        PositiveWeight = _values.Text("positive_example_weight_mult").Trim() is "balanced" ? "balanced" : _weight.Check(_values.Text("positive_example_weight_mult"));
        var loss = _values.Text("loss");
        string[] losses = Type switch
        {
            "binary_classifier" => ["logistic", "hinge_loss"],
            "multiclass_classifier" => ["softmax_loss"],
            _ => ["squared_loss", "absolute_loss", "eps_insensitive_squared_loss", "eps_insensitive_absolute_loss", "quantile_loss", "huber_loss"],
        };
        if (loss == "auto") loss = losses[0];
        else if (!losses.Contains(loss)) throw new ClientErrorException($"Hyperparameter loss: '{loss}' is not for predictor_type {Type}, which takes 'auto', {string.Join(", ", losses.Select(one => $"'{one}'"))}.");
        LossName = loss;
        Loss = loss == "softmax_loss" ? null : new(loss, loss switch
        {
            "hinge_loss" => _values.Number("margin"),
            "huber_loss" => _values.Number("huber_delta"),
            "quantile_loss" => _values.Number("quantile"),
            "eps_insensitive_squared_loss" or "eps_insensitive_absolute_loss" => _values.Number("loss_insensitivity"),
            _ => 0,
        });
    }

    public string Type { get; }

    public bool IsBinary => Type == "binary_classifier";

    public bool IsMulticlass => Type == "multiclass_classifier";

    public bool IsRegressor => Type == "regressor";

    /// <summary>Scores of a row.</summary>
    public int Outputs => IsMulticlass ? _values.Whole("num_classes") : 1;

    public string LossName { get; }

    /// <summary>Null for softmax.</summary>
    public LinearLoss? Loss { get; }

    /// <summary>A number, "balanced" or "auto".</summary>
    public string PositiveWeight { get; }

    public bool BalanceClasses => _values.Flag("balance_multiclass_weights");

    public int TopK => _values.Whole("accuracy_top_k");

    public string Criterion => _values.Text("binary_classifier_model_selection_criteria") switch { "f1" => "f_beta", "cross_entropy_loss" => "loss_function", var other => other };

    public double FBeta => _values.Number("f_beta");

    public double TargetPrecision => _values.Number("target_precision");

    public double TargetRecall => _values.Number("target_recall");

    public int? Features => _values.IsAuto("feature_dim") ? null : _values.Whole("feature_dim");

    public int Epochs => _values.Whole("epochs");

    public int Patience => _values.Whole("early_stopping_patience");

    public double Tolerance => _values.Number("early_stopping_tolerance");

    public bool UseBias => _values.Flag("use_bias");

    public bool ScalesData => _values.Text("normalize_data") != "false";

    /// <summary>Without a bias a shift of the data would be one.</summary>
    public bool CentersData => UseBias && (ScalesData ? _values.Text("unbias_data") != "false" : _values.Text("unbias_data") == "true");

    public bool ScalesLabel => IsRegressor && _values.Text("normalize_label") != "false";

    public bool CentersLabel => IsRegressor && UseBias && (ScalesLabel ? _values.Text("unbias_label") != "false" : _values.Text("unbias_label") == "true");

    /// <summary>Rows that mean and deviation are taken of; null for all, which is what the default leaves to us.</summary>
    public int? ScalerRows => _values.IsGiven("num_point_for_scaler") ? _values.Whole("num_point_for_scaler") : null;

    public int? CalibrationRows => _values.IsAuto("num_calibration_samples") ? null : _values.Whole("num_calibration_samples");

    public string Optimizer => _values.Text("optimizer");

    public int BatchSize => _values.Whole("mini_batch_size");

    public double Beta1 => _values.NumberOr("beta_1", 0.9);

    public double Beta2 => _values.NumberOr("beta_2", 0.999);

    public double Momentum => _values.NumberOr("momentum", 0.9);

    public double BiasRate => _values.NumberOr("bias_lr_mult", 1);

    public double BiasDecay => _values.NumberOr("bias_wd_mult", 0);

    public double L1 => _values.NumberOr("l1", 0);

    /// <summary>The L2 penalty; null where it is ours to choose.</summary>
    public double? Decay => _values.IsAuto("wd") ? null : _values.Number("wd");

    public int? Models => _values.Find("_tuning_objective_metric") is not null ? 1 : _values.IsAuto("num_models") ? null : _values.Whole("num_models");

    public double InitialBias => _values.Number("init_bias");

    public bool StartsNormal => _values.Text("init_method") == "normal";

    public double InitialScale => StartsNormal ? _values.Number("init_sigma") : _values.Number("init_scale");

    /// <summary>The learning rate at a step, from 0.</summary>
    public double LearningRate(int step)
    {
        var rate = _values.NumberOr("learning_rate", Optimizer == "sgd" ? 0.05 : 0.02);
        if (!_values.Flag("use_lr_scheduler")) return rate;
        var slowed = rate * Math.Pow(_values.NumberOr("lr_scheduler_factor", 0.99), step / _values.WholeOr("lr_scheduler_step", 10));
        return Math.Max(slowed, Math.Min(rate, _values.NumberOr("lr_scheduler_minimum_lr", 1e-5)));
    }
}

using Certus.Lab.SageMaker.Algorithms;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class XgboostTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Trees_rank_held_out_rows_nearly_as_well_as_the_true_chances()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 8, 1.2);
        var (train, validation, held) = (data.Rows(4000), data.Rows(1000), data.Rows(2000));

        var model = await _jobs.ModelAsync(Jobs.XgboostImage, new() { ["num_round"] = "60", ["objective"] = "binary:logistic", ["eval_metric"] = "auc", ["eta"] = "0.1", ["max_depth"] = "3" }, _jobs.Channel("train", Jobs.Csv(train)), _jobs.Channel("validation", Jobs.Csv(validation)));

        var labels = held.Select(row => row.Label).ToArray();
        var best = Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels);
        var reached = Jobs.AucByPairs(Jobs.Scores(model, held), labels);
        Assert.InRange(reached, best - 0.05, best + 0.01);
        Assert.Equal(60, _jobs.Metrics.Count(metric => metric.Name == "validation:auc"));
        Assert.Contains(_jobs.Log, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\[59\]#011train-auc:0\.\d{5}#011validation-auc:0\.\d{5}$"));
        Assert.Contains(_jobs.Log.Take(2), line => line.Contains("LightGBM 4.7.0", StringComparison.Ordinal));
        Assert.Equal("LightGBM", model.Manifest.Engine);
        Assert.Equal(4000, model.Manifest.Rows);
    }

    private TrainingChannel Channel(string name, IEnumerable<(double Label, double[] Row)> rows) => _jobs.Channel(name, Jobs.Csv(rows));

    [Fact]
    public void Trees_walked_here_give_what_LightGBM_itself_gives()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 5, 2);
        // Some values are missing and some are zero, so that every kind of split is walked.
        List<(double Label, double[] Row)> rows = [.. data.Rows(800).Select((row, i) => (row.Label, row.Row.Select((x, column) => (i + column) % 7 == 0 ? double.NaN : (i + column) % 5 == 0 ? 0 : x).ToArray()))];
        Dictionary<string, string> settings = new() { ["num_round"] = "15", ["objective"] = "binary:logistic", ["eval_metric"] = "logloss" };

        var model = _jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows));

        var scores = Jobs.Scores(model, rows);
        var loss = rows.Zip(scores, (row, p) => -Math.Log(row.Label == 1 ? p : 1 - p)).Average();
        Assert.Equal(_jobs.Metric("train:logloss"), loss, tolerance: 1e-6);
        // Each round's figure was LightGBM's own prediction; the last must be ours for every row, not only on average.
        var (train, parameters) = (ChannelReader.Read(Channel("train", rows), [MediaType.Csv], new(LabelUse.Required, true), TestContext.Current.CancellationToken), new XgboostSettings(settings, AlgorithmImage.Find(Jobs.XgboostImage, out _)!).Parameters(800, 5));
        using var set = new LightGbmDataset(train, [], null, parameters, null);
        using var booster = new LightGbmBooster(set, [], parameters);
        for (var round = 0; round < 15; round++) booster.Update();
        var native = new double[800];
        booster.Predict(0, native);
        for (var row = 0; row < native.Length; row++) Assert.Equal(native[row], scores[row], tolerance: 1e-6);
    }

    [Fact]
    public void A_first_tree_of_one_split_has_the_leaves_and_the_gain_of_the_formula()
    {
        // Squared error, base_score 0: a leaf is eta · Σ label / (count + lambda).
        List<(double Label, double[] Row)> rows = [(10, [0]), (12, [0]), (-3, [1]), (-5, [1]), (-4, [1])];
        Dictionary<string, string> settings = new() { ["num_round"] = "1", ["max_depth"] = "1", ["base_score"] = "0", ["eta"] = "0.5", ["lambda"] = "2", ["min_child_weight"] = "0" };

        var scores = Jobs.Scores(_jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows)), rows);

        double left = 0.5 * 22 / (2 + 2), right = 0.5 * -12 / (3 + 2);
        double[] expected = [left, left, right, right, right];
        for (var row = 0; row < 5; row++) Assert.Equal(expected[row], scores[row], tolerance: 1e-5);
        // XGBoost's gain of the split: ½ (22²/4 + 12²/5 − 10²/7); gamma above it leaves one leaf.
        var gain = (22.0 * 22 / 4 + 12.0 * 12 / 5 - 10.0 * 10 / 7) / 2;
        settings["gamma"] = (gain * 1.01).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Single(Jobs.Scores(_jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows)), rows).Distinct());
        settings["gamma"] = (gain * 0.99).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2, Jobs.Scores(_jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows)), rows).Distinct().Count());
    }

    [Theory]
    [InlineData("count:poisson")]
    [InlineData("reg:gamma")]
    [InlineData("reg:tweedie")]
    [InlineData("reg:squarederror")]
    [InlineData("reg:pseudohubererror")]
    [InlineData("reg:squaredlogerror")]
    [InlineData("reg:absoluteerror")]
    public void Where_a_feature_tells_the_label_every_regression_objective_finds_it(string objective)
    {
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 400).Select(i => ((double)(1 + 2 * (i % 3)), new[] { i % 3 + 0.25, i % 2 }))];

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "300", ["objective"] = objective, ["min_child_weight"] = "0" }, Channel("train", rows));

        foreach (var (row, score) in rows.Zip(Jobs.Scores(model, rows))) Assert.Equal(row.Label, score, tolerance: 0.1);
    }

    [Fact]
    public void Multiclass_rows_are_probabilities_that_add_up_to_one_or_the_class_itself()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 1);
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 600).Select(i => ((double)(i % 3), new[] { 6 * (i % 3) + data.Normal(), data.Normal() }))];
        Dictionary<string, string> settings = new() { ["num_round"] = "20", ["objective"] = "multi:softprob", ["num_class"] = "3" };

        var soft = _jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows));
        settings["objective"] = "multi:softmax";
        var hard = _jobs.Here(Jobs.XgboostImage, settings, Channel("train", rows));

        var probabilities = Jobs.Answers(soft, Jobs.Features(rows), "predictions").Select(answer => answer.GetProperty("score").EnumerateArray().Select(one => one.GetDouble()).ToArray()).ToArray();
        var classes = Jobs.Scores(hard, rows);
        Assert.All(probabilities, one => Assert.Equal(1, one.Sum(), tolerance: 1e-5));
        Assert.Equal(probabilities.Select(one => (double)Array.IndexOf(one, one.Max())), classes);
        Assert.InRange(rows.Zip(classes, (row, guess) => row.Label == guess ? 1.0 : 0).Average(), 0.98, 1);
        Assert.Equal("Require input for parameter 'num_class' for multi-classification.", _jobs.Refusal(Jobs.XgboostImage, new() { ["num_round"] = "1", ["objective"] = "multi:softmax" }, Channel("train", rows)));
    }

    [Fact]
    public void Early_stopping_keeps_the_round_of_the_best_last_metric_on_the_validation_data()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 6, 0.7);
        var (train, validation) = (data.Rows(300), data.Rows(300));

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "500", ["objective"] = "binary:logistic", ["eval_metric"] = "auc,logloss", ["early_stopping_rounds"] = "10" }, Channel("train", train), Channel("validation", validation));

        var losses = _jobs.Metrics.Where(metric => metric.Name == "validation:logloss").ToArray();
        var best = losses.MinBy(metric => metric.Value)!;
        Assert.Equal(best.Step + 10, losses[^1].Step);
        Assert.Equal(best.Value, validation.Zip(Jobs.Scores(model, validation), (row, p) => -Math.Log(row.Label == 1 ? p : 1 - p)).Average(), tolerance: 1e-5);
    }

    [Fact]
    public void Weights_count_like_rows_and_the_weight_of_positives_like_theirs()
    {
        // Doubling a row's weight is the same as having it twice; with one split to choose from no near tie can fall either way.
        List<(double Label, double[] Row)> rows = [.. new LogisticData(LogisticData.FreshSeed, 1, 1).Rows(200).Select(row => (row.Label, new[] { row.Row[0] > 0.3 ? 1.0 : 0 }))];
        Dictionary<string, string> settings = new() { ["num_round"] = "10", ["objective"] = "binary:logistic", ["max_depth"] = "2" };
        var weighted = string.Concat(rows.Select(row => Jobs.Csv([(row.Label, [row.Label == 1 ? 2 : 1, .. row.Row])])));

        var byWeight = Jobs.Scores(_jobs.Here(Jobs.XgboostImage, new(settings) { ["csv_weights"] = "1" }, _jobs.Channel("train", weighted)), rows);
        var byScale = Jobs.Scores(_jobs.Here(Jobs.XgboostImage, new(settings) { ["scale_pos_weight"] = "2" }, Channel("train", rows)), rows);
        var byRows = Jobs.Scores(_jobs.Here(Jobs.XgboostImage, settings, Channel("train", [.. rows, .. rows.Where(row => row.Label == 1)])), rows);

        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(byWeight[i], byScale[i], tolerance: 1e-6);
            Assert.Equal(byRows[i], byScale[i], tolerance: 1e-4);
        }
    }

    [Theory]
    [InlineData("reg:squarederror", 3.0)]
    [InlineData("reg:absoluteerror", 2.0)]
    [InlineData("count:poisson", 3.0)]
    [InlineData("reg:logistic", 0.25)]
    public void Where_no_feature_tells_anything_the_best_constant_is_predicted(string objective, double expected)
    {
        double[] labels = objective == "reg:logistic" ? [0, 0, 0, 1] : [1, 2, 2, 7];

        var scores = Jobs.Scores(_jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "5", ["objective"] = objective }, Channel("train", labels.Select(label => (label, new[] { 1.0 })))), [(0, [1.0])]);

        Assert.Equal(expected, scores[0], tolerance: 1e-4);
    }

    [Fact]
    public void A_ranking_puts_the_better_rows_of_a_group_first()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 1);
        var text = string.Concat(Enumerable.Range(0, 100).SelectMany(group => Enumerable.Range(0, 5).Select(grade =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{grade} qid:{group} 0:{grade + 0.2 * data.Normal():0.####} 1:{data.Normal():0.####}\n"))));
        foreach (var objective in new[] { "rank:pairwise", "rank:ndcg" })
        {
            _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "30", ["objective"] = objective, ["eval_metric"] = "ndcg@3" }, _jobs.Channel("train", text, "text/libsvm"));

            Assert.InRange(_jobs.Metric("train:ndcg@3"), 0.98, 1);
        }
    }

    [Theory]
    [InlineData("binary:logistic", "1.7-1", "logloss")]
    [InlineData("binary:logistic", "1.2-2", "error")]
    [InlineData("binary:logistic", "latest", "error")]
    [InlineData("multi:softprob", "1.5-1", "mlogloss")]
    [InlineData("multi:softprob", "0.90-2", "merror")]
    [InlineData("reg:squarederror", "1.7-1", "rmse")]
    public void The_metric_by_default_is_that_of_the_images_version(string objective, string tag, string metric) =>
        Assert.Equal(metric, Assert.Single(new XgboostSettings(new Dictionary<string, string> { ["num_round"] = "1", ["objective"] = objective, ["num_class"] = "3" }, new("xgboost", tag)).Metrics).Name);

    [Fact]
    public void A_tuning_jobs_objective_is_reported_though_eval_metric_does_not_name_it() =>
        Assert.Equal(["logloss", "auc"], new XgboostSettings(new Dictionary<string, string> { ["num_round"] = "1", ["objective"] = "binary:logistic", ["_tuning_objective_metric"] = "validation:auc" }, new("xgboost", "1.7-1")).Metrics.Select(metric => metric.Name));

    [Theory]
    [InlineData("num_round", "0", "Hyperparameter num_round: 0 is not in [1, +inf).")]
    [InlineData("num_round", "ten", "Hyperparameter num_round: 'ten' is not a whole number.")]
    [InlineData("num_round", "10.5", "Hyperparameter num_round: '10.5' is not a whole number.")]
    [InlineData("eta", "1.5", "Hyperparameter eta: 1.5 is not in [0, 1].")]
    [InlineData("eta", "nan", "Hyperparameter eta: 'nan' is not a number.")]
    [InlineData("subsample", "0", "Hyperparameter subsample: 0 is not in (0, 1].")]
    [InlineData("gamma", "-1", "Hyperparameter gamma: -1 is not in [0, +inf).")]
    [InlineData("max_depth", "-1", "Hyperparameter max_depth: -1 is not in [0, +inf).")]
    [InlineData("colsample_bytree", "1.1", "Hyperparameter colsample_bytree: 1.1 is not in (0, 1].")]
    [InlineData("min_child_weight", "-0.1", "Hyperparameter min_child_weight: -0.1 is not in [0, +inf).")]
    [InlineData("tweedie_variance_power", "2", "Hyperparameter tweedie_variance_power: 2 is not in (1, 2).")]
    [InlineData("tree_method", "fast", "Hyperparameter tree_method: 'fast' is not one of 'auto', 'exact', 'approx', 'hist', 'gpu_hist'.")]
    [InlineData("csv_weights", "2", "Hyperparameter csv_weights: 2 is not in [0, 1].")]
    [InlineData("max_dept", "3", "Extraneous hyperparameter found: max_dept.")]
    [InlineData("booster", "gblinear", "Hyperparameter booster: gblinear has no counterpart in LightGBM, which trains in XGBoost's place here; the linear-learner image trains linear models.")]
    [InlineData("objective", "survival:cox", "objective survival:cox has no counterpart in LightGBM, which trains in XGBoost's place here.")]
    [InlineData("num_parallel_tree", "4", "num_parallel_tree above 1 has no counterpart in LightGBM, which trains in XGBoost's place here.")]
    [InlineData("eval_metric", "auc", "Metric 'auc' can only be applied for classification and ranking problems.")]
    [InlineData("eval_metric", "error@x", "Threshold value 't' in 'error@t' expects float input.")]
    [InlineData("monotone_constraints", "(2)", "Hyperparameter monotone_constraints: '(2)' is not a tuple of -1, 0 and 1.")]
    [InlineData("monotone_constraints", "(1, 0)", "Hyperparameter monotone_constraints: 2 constraints for 1 features.")]
    [InlineData("interaction_constraints", "[0,1]", "Hyperparameter interaction_constraints: '[0,1]' is not a list of lists of features.")]
    [InlineData("early_stopping_rounds", "5", "Hyperparameter early_stopping_rounds needs a channel 'validation'.")]
    [InlineData("base_score", "-1", "Hyperparameter base_score: -1 is not in [0, +inf).")]
    public void What_is_out_of_range_or_has_no_counterpart_is_refused_by_name(string name, string value, string reason) =>
        Assert.Equal(reason, _jobs.Refusal(Jobs.XgboostImage, new() { ["num_round"] = "1", [name] = value }, _jobs.Channel("train", "1,2\n3,4\n")));

    [Theory]
    [InlineData("binary:logistic", "2,1\n", "the label is 2; binary:logistic takes labels in [0, 1].")]
    [InlineData("multi:softmax", "3,1\n", "the label is 3; with num_class 3 labels are whole numbers from 0 to 2.")]
    [InlineData("count:poisson", "-1,1\n", "the label is -1; count:poisson takes labels of 0 and above.")]
    [InlineData("reg:gamma", "0,1\n", "the label is 0; reg:gamma takes labels above 0.")]
    public void A_label_that_the_objective_can_not_have_is_named_by_file_and_line(string objective, string text, string reason) =>
        Assert.EndsWith($"data.csv, line 1: {reason}", _jobs.Refusal(Jobs.XgboostImage, new() { ["num_round"] = "1", ["objective"] = objective, ["num_class"] = "3" }, _jobs.Channel("train", text)), StringComparison.Ordinal);

    [Fact]
    public void A_monotone_feature_never_lowers_the_score_as_it_grows()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 0.3);
        List<(double Label, double[] Row)> rows = [.. data.Rows(500).Select(row => (row.Row[0] + 3 * data.Normal(), row.Row))];

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "50", ["monotone_constraints"] = "(1, 0)", ["tree_method"] = "hist" }, Channel("train", rows));

        var path = Jobs.Scores(model, Enumerable.Range(-30, 61).Select(x => (0.0, new[] { x / 10.0, 0.1 })));
        Assert.All(path.Zip(path.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-6));
        Assert.True(path[^1] > path[0]);
    }

    [Fact]
    public void Dart_drops_trees_and_still_learns()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 4, 1.5);
        var (train, held) = (data.Rows(1500), data.Rows(800));

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "40", ["booster"] = "dart", ["rate_drop"] = "0.1", ["objective"] = "binary:logistic", ["eval_metric"] = "auc" }, Channel("train", train));

        double[] labels = [.. held.Select(row => row.Label)];
        Assert.InRange(Jobs.AucByPairs(Jobs.Scores(model, held), labels), Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels) - 0.08, 1);
        Assert.Equal(_jobs.Metric("train:auc"), Jobs.AucByPairs(Jobs.Scores(model, train), [.. train.Select(row => row.Label)]), tolerance: 1e-4);
    }

    private static readonly (double Label, double[] Row)[] Fixed = [.. new LogisticData(7, 6, 1.2).Rows(600)];

    private static double Loss(Predictor model, (double Label, double[] Row)[] rows) =>
        rows.Zip(Jobs.Scores(model, rows), (row, p) => -Math.Log(row.Label == 1 ? p : 1 - p)).Average();

    [Fact]
    public void What_is_kept_is_the_best_round_also_where_rounds_found_no_split()
    {
        var (train, validation) = (Fixed[..200], Fixed[200..]);

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "80", ["objective"] = "binary:logistic", ["eta"] = "0.5", ["max_depth"] = "2", ["gamma"] = "3.5", ["subsample"] = "0.3", ["early_stopping_rounds"] = "12" }, Channel("train", train), Channel("validation", validation));

        var told = _jobs.Metrics.Where(metric => metric.Name == "validation:logloss").Select(metric => metric.Value).ToList();
        var best = told.IndexOf(told.Min());
        Assert.Contains(Enumerable.Range(1, best), round => told[round] == told[round - 1]);      // a round without a split comes before
        Assert.Equal(told[best], Loss(model, validation), tolerance: 1e-5);
    }

    [Fact]
    public void Trees_dropped_for_a_round_without_a_split_are_not_lost()
    {
        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "300", ["objective"] = "binary:logistic", ["booster"] = "dart", ["rate_drop"] = "0.5", ["eta"] = "0.5", ["gamma"] = "10" }, Channel("train", Fixed));

        Assert.Contains(_jobs.Log, line => line.Contains("finds no split", StringComparison.Ordinal));
        Assert.Equal(_jobs.Metric("train:logloss"), Loss(model, Fixed), tolerance: 1e-5);
    }

    [Fact]
    public void A_feature_that_no_interaction_constraint_names_can_still_split()
    {
        (double Label, double[] Row)[] rows = [.. Fixed.Select(row => (row.Row[4] > 0 ? 1.0 : 0, row.Row))];

        var model = _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "10", ["objective"] = "binary:logistic", ["interaction_constraints"] = "[[0,1]]" }, Channel("train", rows));

        Assert.InRange(Jobs.AucByPairs(Jobs.Scores(model, rows), [.. rows.Select(row => row.Label)]), 0.999, 1);
    }

    [Fact]
    public void What_LightGBM_has_less_room_for_trains_or_is_refused_in_a_sentence()
    {
        Dictionary<string, string> With(params (string Name, string Value)[] more) => new([new("num_round", "2"), .. more.Select(one => KeyValuePair.Create(one.Name, one.Value))]);
        (double, double[])[] many = [.. Enumerable.Range(0, 10_001).Select(n => ((double)(n % 2), new double[] { n }))];

        _jobs.Here(Jobs.XgboostImage, With(("max_bin", "2"), ("silent", "0")), Channel("train", Fixed));
        Assert.Contains("a group of 10,001 rows, where LightGBM takes at most 10,000", _jobs.Refusal(Jobs.XgboostImage, With(("objective", "rank:ndcg")), Channel("train", many)), StringComparison.Ordinal);
        Assert.StartsWith("LightGBM: ", _jobs.Refusal(Jobs.XgboostImage, With(("objective", "count:poisson")), Channel("train", [(0, [1, 2]), (0, [3, 4])])), StringComparison.Ordinal);
        Assert.StartsWith("booster dart with rate_drop above 0 and objective binary:hinge has no counterpart", _jobs.Refusal(Jobs.XgboostImage, With(("booster", "dart"), ("rate_drop", "0.5"), ("objective", "binary:hinge")), Channel("train", Fixed)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_is_no_number_does_not_end_training()
    {
        (double Label, double[] Row)[] oneClass = [.. Fixed.Where(row => row.Label == 1)];

        _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "9", ["objective"] = "binary:logistic", ["eval_metric"] = "auc", ["early_stopping_rounds"] = "2" }, Channel("train", Fixed), Channel("validation", oneClass));

        Assert.Equal(9, _jobs.Metrics.Count(metric => metric.Name == "train:auc"));
    }
}

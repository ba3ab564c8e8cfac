using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Training;

namespace Certus.Lab.Tests.SageMaker.Algorithms;

public sealed class LinearLearnerTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task Scores_rank_held_out_rows_as_well_as_the_true_chances()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 8, 1.2);
        var (train, validation, held) = (data.Rows(4000), data.Rows(1000), data.Rows(2000));

        var model = await _jobs.ModelAsync(Jobs.LinearImage, new() { ["predictor_type"] = "binary_classifier" }, _jobs.Channel("train", Jobs.Csv(train)), _jobs.Channel("validation", Jobs.Csv(validation)));

        var labels = held.Select(row => row.Label).ToArray();
        var best = Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels);
        Assert.InRange(Jobs.AucByPairs(Jobs.Scores(model, held), labels), best - 0.01, best + 0.01);
    }

    private TrainingChannel Channel(string name, IEnumerable<(double Label, double[] Row)> rows) => _jobs.Channel(name, Jobs.Csv(rows));

    private static Dictionary<string, string> Settings(string type, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> settings = new() { ["predictor_type"] = type };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    [Fact]
    public void Without_a_penalty_probabilities_are_those_of_the_logistic_regression_at_its_maximum()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 4, 0.8);
        // Features of very different scale and place, which the learner has to bring back.
        List<(double Label, double[] Row)> rows = [.. data.Rows(600).Select(row => (row.Label, row.Row.Select((x, i) => 50 * i + Math.Pow(10, i - 2) * x).ToArray()))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("binary_classifier", ("wd", "0"), ("num_models", "1")), Channel("train", rows));

        var expected = Maximum(rows);
        foreach (var (row, score) in rows.Zip(Jobs.Scores(model, rows)))
            Assert.Equal(1 / (1 + Math.Exp(-expected[^1] - row.Row.Zip(expected, (x, w) => x * w).Sum())), score, tolerance: 2e-4);
    }

    [Theory]
    [InlineData("absolute_loss")]
    [InlineData("quantile_loss")]
    [InlineData("eps_insensitive_absolute_loss")]
    [InlineData("huber_loss")]
    public void Labels_far_from_zero_are_reached_also_where_they_are_not_normalized(string loss)
    {
        // House prices: 100,000 and more, of which one feature tells most.
        var random = new Certus.Numerics.SeededRandom(11, "prices");
        double Uniform() => (random.Next() >> 11) * (1.0 / (1UL << 53));
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 800).Select(_ => Uniform()).Select(x => (100_000 + 60_000 * x + 4_000 * (Uniform() - 0.5), new[] { x }))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("regressor", ("loss", loss), ("normalize_label", "false"), ("num_models", "1"), ("wd", "0")), Channel("train", rows));

        // The law itself is off by a thousand on average.
        Assert.InRange(rows.Zip(Jobs.Scores(model, rows), (row, score) => Math.Abs(row.Label - score)).Average(), 900, 1_150);
    }

    [Fact]
    public void Without_a_penalty_a_regressor_is_least_squares()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 3, 1);
        List<(double Label, double[] Row)> rows = [.. data.Rows(300).Select(row => (1000 + 20 * row.Row[0] - 5 * row.Row[1] + 3 * data.Normal(), row.Row))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("regressor", ("wd", "0"), ("num_models", "1")), Channel("train", rows), Channel("test", rows));

        var expected = LeastSquares(rows, rows.Select(_ => 1.0).ToArray(), rows.Select(row => row.Label).ToArray());
        var scores = Jobs.Scores(model, rows);
        foreach (var (row, score) in rows.Zip(scores)) Assert.Equal(expected[^1] + row.Row.Zip(expected, (x, w) => x * w).Sum(), score, tolerance: 0.01);
        Assert.Equal(rows.Zip(scores, (row, score) => Math.Pow(row.Label - score, 2)).Average(), _jobs.Metric("test:mse"), tolerance: 1e-2);
    }

    [Theory]
    [InlineData("absolute_loss", "0.5", 0.5)]
    [InlineData("quantile_loss", "0.9", 0.9)]
    [InlineData("quantile_loss", "0.2", 0.2)]
    public void Where_features_tell_nothing_absolute_and_quantile_loss_find_the_quantile(string loss, string quantile, double share)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 1, 1);
        var labels = Enumerable.Range(0, 2001).Select(_ => Math.Exp(data.Normal())).ToArray();

        var scores = Jobs.Scores(_jobs.Here(Jobs.LinearImage, Settings("regressor", ("loss", loss), ("quantile", quantile)), Channel("train", labels.Select(label => (label, new[] { 1.0 })))), [(0, [1.0])]);

        Assert.Equal(share, labels.Count(label => label < scores[0]) / 2001.0, tolerance: 0.01);
    }

    [Theory]
    [InlineData("huber_loss")]
    [InlineData("eps_insensitive_squared_loss")]
    [InlineData("eps_insensitive_absolute_loss")]
    [InlineData("absolute_loss")]
    public void A_robust_loss_passes_by_a_few_wild_labels(string loss)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 1);
        List<(double Label, double[] Row)> clean = [.. data.Rows(500).Select(row => (3 * row.Row[0] - row.Row[1] + 7, row.Row))];
        var wild = loss == "eps_insensitive_squared_loss" ? clean : [.. clean, .. data.Rows(10).Select(row => (400.0, row.Row))];

        var scores = Jobs.Scores(_jobs.Here(Jobs.LinearImage, Settings("regressor", ("loss", loss), ("huber_delta", "0.01"), ("loss_insensitivity", "0.001"), ("wd", "0"), ("epochs", "60"), ("num_models", "1")), Channel("train", wild)), clean);

        Assert.InRange(clean.Zip(scores, (row, score) => Math.Abs(row.Label - score)).Average(), 0, 0.35);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void Small_steps_on_mini_batches_come_near_the_true_chances_too(string optimizer)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 6, 1);
        var (train, held) = (data.Rows(3000), data.Rows(1500));

        var model = _jobs.Here(Jobs.LinearImage, Settings("binary_classifier", ("optimizer", optimizer), ("mini_batch_size", "100")), Channel("train", train), Channel("validation", held));

        double[] labels = [.. held.Select(row => row.Label)];
        Assert.InRange(Jobs.AucByPairs(Jobs.Scores(model, held), labels), Jobs.AucByPairs([.. held.Select(row => data.Chance(row.Row))], labels) - 0.02, 1);
        Assert.Equal(Jobs.AucByPairs(Jobs.Scores(model, held), labels), _jobs.Metric("validation:roc_auc_score"), tolerance: 1e-5);
        Assert.Contains(_jobs.Metrics, metric => metric is { Name: "validation:objective_loss", Step: 0 });
    }

    [Fact]
    public void A_hinge_loss_parts_what_can_be_parted()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 1);
        List<(double Label, double[] Row)> rows = [.. data.Rows(400).Where(row => Math.Abs(row.Row[0] + row.Row[1]) > 0.3).Select(row => (row.Row[0] + row.Row[1] > 0 ? 1.0 : 0, row.Row))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("binary_classifier", ("loss", "hinge_loss")), Channel("train", rows));

        Assert.Equal(rows.Select(row => row.Label), Jobs.Answers(model, Jobs.Features(rows), "predictions").Select(answer => (double)answer.GetProperty("predicted_label").GetInt32()));
    }

    [Fact]
    public void Three_classes_get_probabilities_and_the_metrics_of_the_guide()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 2, 1);
        List<(double Label, double[] Row)> rows = [.. Enumerable.Range(0, 900).Select(i => ((double)(i % 3), new[] { 8 * (i % 3 == 1 ? 1 : 0) + data.Normal(), 8 * (i % 3 == 2 ? 1 : 0) + data.Normal() }))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("multiclass_classifier", ("num_classes", "3"), ("accuracy_top_k", "2")), Channel("train", rows), Channel("test", rows));

        foreach (var (row, answer) in rows.Zip(Jobs.Answers(model, Jobs.Features(rows), "predictions")))
        {
            double[] scores = [.. answer.GetProperty("score").EnumerateArray().Select(one => one.GetDouble())];
            Assert.Equal(1, scores.Sum(), tolerance: 1e-5);
            Assert.Equal(Array.IndexOf(scores, scores.Max()), answer.GetProperty("predicted_label").GetInt32());
        }
        // Means eight standard deviations apart: an error has a chance below 1 in 10,000.
        Assert.InRange(_jobs.Metric("test:multiclass_accuracy"), 0.99, 1);
        Assert.InRange(_jobs.Metric("test:multiclass_top_k_accuracy"), _jobs.Metric("test:multiclass_accuracy"), 1);
        Assert.InRange(_jobs.Metric("test:macro_f_beta"), 0.99, 1);
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("f_beta")]
    [InlineData("precision_at_target_recall")]
    [InlineData("recall_at_target_precision")]
    public void The_threshold_is_the_best_on_the_validation_data_by_the_criterion(string criterion)
    {
        var data = new LogisticData(LogisticData.FreshSeed, 3, 1.5) { Intercept = -2 };
        var validation = data.Rows(700);

        var model = _jobs.Here(Jobs.LinearImage, Settings("binary_classifier", ("binary_classifier_model_selection_criteria", criterion), ("target_recall", "0.9"), ("target_precision", "0.7"), ("num_models", "1")), Channel("train", data.Rows(1500)), Channel("validation", validation));

        var answers = Jobs.Answers(model, Jobs.Features(validation), "predictions").Select((answer, i) => (Score: answer.GetProperty("score").GetDouble(), Guess: answer.GetProperty("predicted_label").GetInt32(), validation[i].Label)).ToArray();
        var chosen = Worth(answers.Select(answer => (answer.Guess == 1, answer.Label)));
        var best = answers.Select(answer => answer.Score).Append(2).Max(cut => Worth(answers.Select(answer => (answer.Score >= cut, answer.Label))));
        Assert.Equal(best, chosen, tolerance: 1e-9);
        Assert.Equal(answers.Average(answer => answer.Guess == answer.Label ? 1.0 : 0), _jobs.Metric("validation:binary_classification_accuracy"), tolerance: 1e-9);

        double Worth(IEnumerable<(bool Guess, double Label)> rows)
        {
            var list = rows.ToArray();
            double hits = list.Count(row => row.Guess && row.Label == 1), guessed = list.Count(row => row.Guess), positives = list.Count(row => row.Label == 1);
            var (precision, recall) = (guessed == 0 ? 0 : hits / guessed, hits / positives);
            return criterion switch
            {
                "accuracy" => list.Average(row => row.Guess == (row.Label == 1) ? 1.0 : 0),
                "f_beta" => precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall),
                "precision_at_target_recall" => recall >= 0.9 ? precision : -1,
                _ => precision >= 0.7 ? recall : -1,
            };
        }
    }

    [Fact]
    public void Balanced_weights_bring_the_mean_score_of_both_classes_to_one_half()
    {
        // At the maximum of a weighted logistic likelihood with a bias, weighted scores add up to weighted labels.
        var data = new LogisticData(LogisticData.FreshSeed, 3, 1) { Intercept = -3 };
        var rows = data.Rows(3000);

        var scores = Jobs.Scores(_jobs.Here(Jobs.LinearImage, Settings("binary_classifier", ("positive_example_weight_mult", "balanced"), ("wd", "0"), ("num_models", "1")), Channel("train", rows)), rows);

        double Mean(int label) => rows.Zip(scores).Where(row => row.First.Label == label).Average(row => row.Second);
        Assert.Equal(1, Mean(0) + Mean(1), tolerance: 1e-3);
    }

    [Fact]
    public void An_l1_penalty_takes_away_the_features_that_tell_nothing()
    {
        var data = new LogisticData(LogisticData.FreshSeed, 8, 1);
        List<(double Label, double[] Row)> rows = [.. data.Rows(2000).Select(row => (5 * row.Row[0] + data.Normal(), row.Row))];

        var model = _jobs.Here(Jobs.LinearImage, Settings("regressor", ("l1", "0.3"), ("wd", "0"), ("num_models", "1")), Channel("train", rows));

        double At(int feature) => Jobs.Scores(model, [(0, [.. Enumerable.Range(0, 8).Select(i => i == feature ? 1.0 : 0)])])[0] - Jobs.Scores(model, [(0, new double[8])])[0];
        Assert.Equal(Enumerable.Repeat(0.0, 7), Enumerable.Range(1, 7).Select(At));
        // With squared loss and unit variance the one that is left is soft-thresholded: 5 − 0.3 / 2 deviations of the label (about 5.1).
        Assert.InRange(At(0), 4, 4.6);
    }

    [Theory]
    [InlineData("predictor_type", "classifier", "Hyperparameter predictor_type: 'classifier' is not one of 'binary_classifier', 'multiclass_classifier', 'regressor'.")]
    [InlineData("loss", "softmax_loss", "Hyperparameter loss: 'softmax_loss' is not for predictor_type binary_classifier, which takes 'auto', 'logistic', 'hinge_loss'.")]
    [InlineData("epochs", "0", "Hyperparameter epochs: 0 is not in [1, +inf).")]
    [InlineData("wd", "-1", "Hyperparameter wd: -1 is not in [0, +inf) or 'auto'.")]
    [InlineData("learning_rate", "0", "Hyperparameter learning_rate: 0 is not in (0, +inf) or 'auto'.")]
    [InlineData("target_recall", "1.2", "Hyperparameter target_recall: 1.2 is not in [0, 1].")]
    [InlineData("quantile", "1", "Hyperparameter quantile: 1 is not in (0, 1).")]
    [InlineData("positive_example_weight_mult", "0", "Hyperparameter positive_example_weight_mult: 0 is not in (0, +inf) or 'auto'.")]
    [InlineData("feature_dim", "0", "Hyperparameter feature_dim: 0 is not in [1, +inf) or 'auto'.")]
    [InlineData("num_classes", "2", "Hyperparameter num_classes: 2 is not in [3, 1000000].")]
    [InlineData("use_bias", "yes", "Hyperparameter use_bias: 'yes' is not one of 'true', 'false'.")]
    [InlineData("optimiser", "adam", "Extraneous hyperparameter found: optimiser.")]
    public void What_the_guide_does_not_allow_is_refused_by_name(string name, string value, string reason) =>
        Assert.Equal(reason, _jobs.Refusal(Jobs.LinearImage, Settings("binary_classifier", (name, value)), _jobs.Channel("train", "1,2\n0,4\n")));

    [Fact]
    public void Labels_and_missing_values_that_can_not_be_are_named()
    {
        Assert.EndsWith("line 2: the label is 2; a binary_classifier takes 0 and 1.", _jobs.Refusal(Jobs.LinearImage, Settings("binary_classifier"), _jobs.Channel("train", "1,2\n2,4\n")), StringComparison.Ordinal);
        Assert.EndsWith("labels are whole numbers from 0 to 2.", _jobs.Refusal(Jobs.LinearImage, Settings("multiclass_classifier", ("num_classes", "3")), _jobs.Channel("train", "3,2\n")), StringComparison.Ordinal);
        Assert.EndsWith("this algorithm takes no missing values.", _jobs.Refusal(Jobs.LinearImage, Settings("regressor"), _jobs.Channel("train", "3,\n")), StringComparison.Ordinal);
        Assert.Equal("Channel 'train': every label is 1, and a binary classifier needs both 0 and 1.", _jobs.Refusal(Jobs.LinearImage, Settings("binary_classifier"), _jobs.Channel("train", "1,2\n1,4\n")));
        Assert.Equal("Missing required hyperparameter: num_classes, as predictor_type is multiclass_classifier.", _jobs.Refusal(Jobs.LinearImage, Settings("multiclass_classifier"), _jobs.Channel("train", "1,2\n")));
        Assert.EndsWith("data.csv, line 1: 1 feature, where 3 are expected.", _jobs.Refusal(Jobs.LinearImage, Settings("regressor", ("feature_dim", "3")), _jobs.Channel("train", "1,2\n")), StringComparison.Ordinal);
    }

    /// <summary>Logistic regression by iteratively reweighted least squares; the intercept comes last.</summary>
    private static double[] Maximum(List<(double Label, double[] Row)> rows)
    {
        // Standardized, or the equations are too unlike each other to solve.
        var width = rows[0].Row.Length;
        double[] mean = [.. Enumerable.Range(0, width).Select(i => rows.Average(row => row.Row[i]))];
        double[] spread = [.. Enumerable.Range(0, width).Select(i => Math.Sqrt(rows.Average(row => Math.Pow(row.Row[i] - mean[i], 2))))];
        List<(double Label, double[] Row)> standard = [.. rows.Select(row => (row.Label, row.Row.Select((x, i) => (x - mean[i]) / spread[i]).ToArray()))];
        var beta = new double[width + 1];
        for (var step = 0; step < 30; step++)
        {
            double[] eta = [.. standard.Select(row => beta[^1] + row.Row.Zip(beta, (x, w) => x * w).Sum())];
            double[] p = [.. eta.Select(x => 1 / (1 + Math.Exp(-x)))];
            beta = LeastSquares(standard, [.. p.Select(x => x * (1 - x))], [.. eta.Select((x, i) => x + (standard[i].Label - p[i]) / (p[i] * (1 - p[i])))]);
        }
        double[] weights = [.. beta.Take(width).Select((b, i) => b / spread[i])];
        return [.. weights, beta[^1] - weights.Zip(mean, (w, m) => w * m).Sum()];
    }

    /// <summary>Weighted least squares by the normal equations; the intercept comes last.</summary>
    private static double[] LeastSquares(List<(double Label, double[] Row)> rows, double[] weights, double[] targets)
    {
        var width = rows[0].Row.Length + 1;
        var system = new double[width, width + 1];
        for (var n = 0; n < rows.Count; n++)
        {
            double[] x = [.. rows[n].Row, 1];
            for (var i = 0; i < width; i++)
            {
                for (var j = 0; j < width; j++) system[i, j] += weights[n] * x[i] * x[j];
                system[i, width] += weights[n] * x[i] * targets[n];
            }
        }
        for (var pivot = 0; pivot < width; pivot++)
            for (var row = 0; row < width; row++)
            {
                if (row == pivot) continue;
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= width; column++) system[row, column] -= factor * system[pivot, column];
            }
        return [.. Enumerable.Range(0, width).Select(i => system[i, width] / system[i, i])];
    }
}

using System.Globalization;
using Certus.Lab.SageMaker.Inputs;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>What the linear learner reports of a finished model, by the names of "Tune a linear learner model".</summary>
internal static class LinearMetrics
{
    /// <summary>The mean loss that was trained on, in the units it was trained in; every row weighs the same.</summary>
    public static double Loss(LinearSettings settings, LinearModel model, LinearScale scale, DataMatrix data)
    {
        double sum = 0;
        var scores = new double[model.Outputs];
        for (var row = 0; row < data.Rows; row++)
        {
            if (settings.Loss is { } loss)
            {
                model.Raw(data.Row(row), scores);
                sum += loss.Of((scores[0] - scale.LabelMean) / scale.LabelDeviation, (data.Labels[row] - scale.LabelMean) / scale.LabelDeviation, 0).Loss;
            }
            else
            {
                model.Probabilities(data.Row(row), scores);
                sum -= Math.Log(Math.Max(scores[(int)data.Labels[row]], 1e-300));
            }
        }
        return sum / data.Rows;
    }

    /// <summary>Reports every metric of a channel.</summary>
    public static void Report(TrainingRun run, LinearSettings settings, LinearModel model, LinearScale scale, string channel, DataMatrix data)
    {
        Dictionary<string, double> metrics = new() { ["objective_loss"] = Loss(settings, model, scale, data) };
        if (settings.IsBinary) Binary(settings, model, data, metrics);
        else if (settings.IsMulticlass) Multiclass(settings, model, data, metrics);
        else Regression(model, data, metrics);
        foreach (var (name, value) in metrics)
        {
            run.Log(string.Create(CultureInfo.InvariantCulture, $"#{channel}_score (algo-1) : ('{name}', {value:R})"));
            run.Report($"{channel}:{name}", value, null);
        }
    }

    private static void Binary(LinearSettings settings, LinearModel model, DataMatrix data, Dictionary<string, double> metrics)
    {
        var scores = new float[data.Rows];
        var (truePositives, predicted, positives, right) = (0, 0, 0, 0);
        for (var row = 0; row < data.Rows; row++)
        {
            var score = model.Score(data.Row(row));
            scores[row] = (float)score;
            var (guess, label) = (score > model.Threshold, data.Labels[row] > 0.5f);
            if (guess) predicted++;
            if (label) positives++;
            if (guess && label) truePositives++;
            if (guess == label) right++;
        }
        var precision = predicted == 0 ? 0 : (double)truePositives / predicted;
        var recall = positives == 0 ? 0 : (double)truePositives / positives;
        metrics["binary_classification_accuracy"] = (double)right / data.Rows;
        metrics["precision"] = precision;
        metrics["recall"] = recall;
        metrics["binary_f_beta"] = BinaryThreshold.FScore(precision, recall, settings.FBeta);
        metrics["roc_auc_score"] = RankMetrics.Auc(scores, data.Labels, []);
    }

    private static void Multiclass(LinearSettings settings, LinearModel model, DataMatrix data, Dictionary<string, double> metrics)
    {
        var classes = model.Outputs;
        var (hits, predicted, actual) = (new double[classes], new double[classes], new double[classes]);
        var probabilities = new double[classes];
        double top = 0, gain = 0;
        for (var row = 0; row < data.Rows; row++)
        {
            model.Probabilities(data.Row(row), probabilities);
            var label = (int)data.Labels[row];
            var rank = 0;
            for (var i = 0; i < classes; i++)
                if (probabilities[i] > probabilities[label] || (probabilities[i] == probabilities[label] && i < label)) rank++;
            var guess = rank == 0 ? label : Array.IndexOf(probabilities, probabilities.Max());
            predicted[guess]++;
            actual[label]++;
            if (rank == 0) hits[label]++;
            if (rank < settings.TopK) top++;
            gain += 1 / Math.Log2(rank + 2);
        }
        var present = Enumerable.Range(0, classes).Where(one => actual[one] > 0).ToArray();
        double Precision(int one) => predicted[one] == 0 ? 0 : hits[one] / predicted[one];
        double Recall(int one) => hits[one] / actual[one];
        metrics["multiclass_accuracy"] = hits.Sum() / data.Rows;
        metrics["multiclass_top_k_accuracy"] = top / data.Rows;
        metrics["dcg"] = gain / data.Rows;
        metrics["macro_precision"] = present.Average(Precision);
        metrics["macro_recall"] = present.Average(Recall);
        metrics["macro_f_beta"] = present.Average(one => BinaryThreshold.FScore(Precision(one), Recall(one), settings.FBeta));
    }

    private static void Regression(LinearModel model, DataMatrix data, Dictionary<string, double> metrics)
    {
        double squares = 0, absolutes = 0, mean = 0, spread = 0;
        foreach (var label in data.Labels) mean += (double)label / data.Rows;
        for (var row = 0; row < data.Rows; row++)
        {
            var error = model.Score(data.Row(row)) - data.Labels[row];
            squares += error * error;
            absolutes += Math.Abs(error);
            spread += (data.Labels[row] - mean) * (data.Labels[row] - mean);
        }
        metrics["mse"] = squares / data.Rows;
        metrics["rmse"] = Math.Sqrt(squares / data.Rows);
        metrics["absolute_loss"] = absolutes / data.Rows;
        if (spread > 0) metrics["r2"] = 1 - squares / spread;
    }
}

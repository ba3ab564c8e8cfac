using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A linear model in the units of the data; its JSON is the model's file.</summary>
/// <param name="PredictorType">As the hyperparameter has it.</param>
/// <param name="Loss">As the hyperparameter has it, never auto.</param>
/// <param name="Features">Features of a row.</param>
/// <param name="Outputs">Scores of a row.</param>
/// <param name="Weights">Output after output.</param>
/// <param name="Bias">One an output.</param>
/// <param name="Threshold">Of a binary classifier: scores above it are 1.</param>
internal sealed record LinearModel(string PredictorType, string Loss, int Features, int Outputs, double[] Weights, double[] Bias, double Threshold) : IModel
{
    [JsonIgnore]
    public bool TakesMissing => false;

    /// <exception cref="InvalidDataException">It is not such a model.</exception>
    public static LinearModel Read(byte[] json, int features)
    {
        var model = JsonSerializer.Deserialize(json, LinearJson.Default.LinearModel);
        if (model is null || model.Features != features || model.Outputs < 1 || model.Bias.Length != model.Outputs || model.Weights.LongLength != (long)features * model.Outputs || model.Weights.Concat(model.Bias).Any(value => !double.IsFinite(value)))
            throw new InvalidDataException("its weights do not fit its features.");
        return model;
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, LinearJson.Default.LinearModel);

    /// <summary>The raw scores of a row.</summary>
    public void Raw(ReadOnlySpan<float> row, Span<double> scores)
    {
        for (var output = 0; output < Outputs; output++)
        {
            var sum = Bias[output];
            var weights = Weights.AsSpan(output * Features, Features);
            for (var i = 0; i < row.Length; i++) sum += weights[i] * row[i];
            scores[output] = sum;
        }
    }

    /// <summary>A binary classifier's score: a probability, for hinge_loss the raw score.</summary>
    public double Score(ReadOnlySpan<float> row)
    {
        double raw = 0;
        Raw(row, new Span<double>(ref raw));
        return Loss != "logistic" ? raw : raw >= 0 ? 1 / (1 + Math.Exp(-raw)) : Math.Exp(raw) / (1 + Math.Exp(raw));
    }

    /// <summary>A multiclass classifier's probabilities.</summary>
    public void Probabilities(ReadOnlySpan<float> row, Span<double> into)
    {
        Raw(row, into);
        var most = double.NegativeInfinity;
        foreach (var score in into) most = Math.Max(most, score);
        double total = 0;
        for (var i = 0; i < into.Length; i++) total += into[i] = Math.Exp(into[i] - most);
        for (var i = 0; i < into.Length; i++) into[i] /= total;
    }

    public IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose)
    {
        var scores = new float[rows.Rows * Outputs];
        var labels = new float[rows.Rows];
        var probabilities = new double[Outputs];
        for (var row = 0; row < rows.Rows; row++)
        {
            if (Outputs == 1)
            {
                var score = Score(rows.Row(row));
                (scores[row], labels[row]) = ((float)score, score > Threshold ? 1 : 0);
                continue;
            }
            Probabilities(rows.Row(row), probabilities);
            for (var i = 0; i < Outputs; i++)
            {
                scores[row * Outputs + i] = (float)probabilities[i];
                if (probabilities[i] > probabilities[(int)labels[row]]) labels[row] = i;
            }
        }
        var score_ = new PredictionField("score", scores, Outputs);
        return PredictorType == "regressor" ? [score_] : [score_, new("predicted_label", labels) { IsWhole = true }];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LinearModel))]
internal sealed partial class LinearJson : JsonSerializerContext;

using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>A trained model; may be asked from several threads.</summary>
internal interface IModel
{
    /// <summary>Features a row has.</summary>
    int Features { get; }

    /// <summary>Whether a row's value may be missing.</summary>
    bool TakesMissing { get; }

    /// <summary>Predicts every row.</summary>
    /// <param name="verbose">Whether everything known of a row is wanted (k-NN's distances).</param>
    /// <returns>What a prediction consists of, in order.</returns>
    IReadOnlyList<PredictionField> Predict(DataMatrix rows, bool verbose);
}

/// <summary>One part of the predictions of all rows.</summary>
/// <param name="Name">As AWS names it: score, predicted_label, closest_cluster.</param>
/// <param name="Values">Row after row, <paramref name="Width"/> each.</param>
/// <param name="Width">Values a row.</param>
/// <param name="IsList">Whether JSON writes a list; a width other than 1 is one in any case.</param>
internal sealed record PredictionField(string Name, float[] Values, int Width = 1, bool IsList = false)
{
    /// <summary>Whether JSON writes whole numbers without a fraction, as the linear learner's labels are.</summary>
    public bool IsWhole { get; init; }
}

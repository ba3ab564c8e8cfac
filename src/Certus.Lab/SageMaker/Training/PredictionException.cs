namespace Certus.Lab.SageMaker.Training;

/// <summary>The model's container would answer with an error; InvokeEndpoint makes a ModelError of it.</summary>
/// <param name="status">The container's HTTP status: 400, 406 or 415.</param>
/// <param name="message">One sentence.</param>
public sealed class PredictionException(int status, string message) : Exception(message)
{
    /// <summary>The container's HTTP status.</summary>
    public int Status { get; } = status;
}

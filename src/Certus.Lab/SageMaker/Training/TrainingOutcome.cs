namespace Certus.Lab.SageMaker.Training;

/// <summary>How a training job ended.</summary>
public abstract record TrainingOutcome
{
    private TrainingOutcome()
    {
    }

    /// <summary>It has a model.</summary>
    /// <param name="ModelPath">model.tar.gz in the job's directory.</param>
    /// <param name="FinalMetrics">The last value of every metric, by name.</param>
    public sealed record Completed(string ModelPath, IReadOnlyDictionary<string, double> FinalMetrics) : TrainingOutcome;

    /// <summary>It has none.</summary>
    /// <param name="Reason">In AWS's words: <c>ClientError: …</c> for what the learner can mend, <c>AlgorithmError: …</c>, <c>InternalServerError: …</c>.</param>
    public sealed record Failed(string Reason) : TrainingOutcome;

    /// <summary>It was told to stop.</summary>
    /// <param name="ModelPath">The model as far as it had come; null where there was none yet.</param>
    /// <param name="FinalMetrics">The last value of every metric, by name.</param>
    public sealed record Stopped(string? ModelPath, IReadOnlyDictionary<string, double> FinalMetrics) : TrainingOutcome;
}

namespace Certus.Lab.SageMaker.Training;

/// <summary>All that a training job is made of; the child process is handed nothing else.</summary>
/// <param name="Image">The training image's address; one of the built-in algorithms, see <see cref="AlgorithmImage"/>.</param>
/// <param name="Hyperparameters">As the learner wrote them.</param>
/// <param name="Channels">The inputs; "train" among them.</param>
/// <param name="Seed">What is drawn is drawn from it: the same specification gives the same model.</param>
/// <param name="TrainedAt">The instant that the model's manifest names.</param>
public sealed record TrainingSpec(string Image, IReadOnlyDictionary<string, string> Hyperparameters, IReadOnlyList<TrainingChannel> Channels, ulong Seed, DateTimeOffset TrainedAt)
{
    /// <summary>The most bytes the child process may hold in memory before it is ended.</summary>
    public long MemoryLimit { get; init; } = 4L << 30;
}

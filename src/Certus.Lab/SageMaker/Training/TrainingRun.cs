using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Training;

/// <summary>One training as an algorithm sees it.</summary>
/// <param name="spec">What is trained.</param>
/// <param name="image">What the specification's image names.</param>
/// <param name="log">Takes a line of the log.</param>
/// <param name="metric">Takes a figure.</param>
/// <param name="stop">Told to stop: the model as far as it has come is returned at the next good moment.</param>
internal sealed class TrainingRun(TrainingSpec spec, AlgorithmImage image, Action<string> log, Action<TrainingMetric> metric, CancellationToken stop)
{
    public AlgorithmImage Image { get; } = image;

    public IReadOnlyDictionary<string, string> Hyperparameters { get; } = spec.Hyperparameters;

    public ulong Seed { get; } = spec.Seed;

    public bool IsStopping => stop.IsCancellationRequested;

    public void Log(string line) => log(line);

    public void Report(string name, double value, int? step) => metric(new(name, value, step));

    /// <summary>Whether the job has a channel.</summary>
    public bool Has(string channel) => spec.Channels.Any(one => one.Name == channel);

    /// <summary>Reads a channel.</summary>
    /// <exception cref="ClientErrorException">It is not there, or its data are not good.</exception>
    /// <exception cref="OperationCanceledException">It was stopped while it read.</exception>
    public DataMatrix Read(string channel, IReadOnlyList<string> types, InputShape shape)
    {
        var found = spec.Channels.FirstOrDefault(one => one.Name == channel)
            ?? throw new ClientErrorException($"Missing required data channel '{channel}'; the job has {(spec.Channels.Count == 0 ? "no channel" : string.Join(", ", spec.Channels.Select(one => $"'{one.Name}'")))}.");
        var data = ChannelReader.Read(found, types, shape, stop);
        Log(FormattableString.Invariant($"Channel '{channel}': {data.Rows} rows, {data.Columns} features"));
        return data;
    }
}

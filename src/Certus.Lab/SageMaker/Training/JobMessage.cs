using System.Text.Json.Serialization;

namespace Certus.Lab.SageMaker.Training;

/// <summary>One line of what the child process says: a line of the log, a figure, or how it ended.</summary>
internal sealed record JobMessage
{
    public string? Log { get; init; }

    public string? Metric { get; init; }

    public double Value { get; init; }

    public int? Step { get; init; }

    /// <summary>completed, stopped (with the model), stopped-empty or failed.</summary>
    public string? End { get; init; }

    public string? Reason { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(JobMessage))]
[JsonSerializable(typeof(TrainingSpec))]
internal sealed partial class JobJson : JsonSerializerContext;

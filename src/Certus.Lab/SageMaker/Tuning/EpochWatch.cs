using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Tuning;

/// <summary>Looks at a training job's objective after each epoch and says when the job shall end.</summary>
/// <param name="metric">The objective's name.</param>
internal abstract class EpochWatch(string metric)
{
    /// <summary>What is kept of a curve; a job that comes so far is not ended early any more.</summary>
    private const int Longest = 20_000;

    private readonly List<double> _curve = [];

    /// <summary>Whether it has ended the job.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The objective after each epoch.</summary>
    public IReadOnlyList<double> Curve => _curve;

    /// <summary>Takes a figure of the job.</summary>
    /// <returns>Whether the job shall end now; said once.</returns>
    public bool Sees(TrainingMetric figure)
    {
        // What is no number, such as the area under the curve of one class, says nothing.
        if (figure.Name != metric || figure.Step is null || !double.IsFinite(figure.Value) || HasEnded || _curve.Count == Longest) return false;
        _curve.Add(figure.Value);
        return HasEnded = IsOver(_curve);
    }

    /// <summary>Whether the job shall end after the last of these epochs.</summary>
    protected abstract bool IsOver(IReadOnlyList<double> curve);

    /// <summary>Who watches a training job.</summary>
    /// <param name="tuning">Its tuning job.</param>
    /// <param name="job">The training job.</param>
    /// <param name="curves">Those of the tuning job's training jobs that have ended.</param>
    /// <returns>Null where nobody does.</returns>
    public static EpochWatch? Of(Resource tuning, Resource job, Func<List<double[]>> curves)
    {
        var config = TuningJobRun.Config(tuning);
        if ((string?)config["HyperParameterTuningJobObjective"]?["MetricName"] is not { } metric) return null;
        var maximize = TuningJobRun.Maximizes(tuning);
        if ((string?)config["Strategy"] == "Hyperband")
        {
            var (least, most) = HyperbandRule.Resources(tuning);
            return new HyperbandRule(metric, maximize, curves(), least, most, (int?)job.Body["_bracket"] ?? 0);
        }
        return (string?)config["TrainingJobEarlyStoppingType"] == "Auto" ? new MedianRule(metric, maximize, curves()) : null;
    }
}

using Certus.Measure.Readiness;

namespace Certus.Measure.TrackRecord;

/// <summary>A real result beside what was predicted of it.</summary>
/// <param name="Report">What happened.</param>
/// <param name="Before">What the answers said at the end of the day before, of an exam on the day after it; null where no answer counted by then, for then nothing but the prior would be scored.</param>
/// <param name="Cut">The share of right answers taken for the most plausible cut.</param>
public sealed record PredictedResult(ScoreReport Report, ExamReadiness? Before, double Cut)
{
    /// <summary>Chance and outcome; null where nothing was predicted.</summary>
    public Prediction? Prediction => Before is { } before ? new(before.Chance, Report.Passed, before.Range) : null;

    /// <summary>Prediction and verdict for each domain of which both are known, in the exam's order.</summary>
    public IReadOnlyList<(DomainReadiness Predicted, bool Low, Competency Reported)> Domains =>
    [
        .. from domain in Before?.Domains ?? []
           where Report.Domains.ContainsKey(domain.Id)
           select (domain, domain.Share < Cut, Report.Domains[domain.Id]),
    ];

    /// <summary>Compares a report with a reading.</summary>
    /// <param name="report">What happened.</param>
    /// <param name="before">The reading at the end of the day before.</param>
    /// <param name="form">What a real form was taken to be in it.</param>
    public static PredictedResult Of(ScoreReport report, ExamReadiness before, ExamForm form)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(form);
        return new(report, before.Answers > 0 ? before : null, form.Cut.Central);
    }
}

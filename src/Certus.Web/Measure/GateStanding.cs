using Certus.Measure.Readiness;
using Certus.Practice;
using Certus.Web.Practice;

namespace Certus.Web.Measure;

/// <summary>How a learner stands at the article's gates: a first full test, then two that hold nothing seen before.</summary>
/// <param name="First">Right answers and questions of the first full test; null where there was none.</param>
/// <param name="Unseen">Those of later full tests without a question seen before, the oldest first.</param>
public sealed record GateStanding((int Right, int Of)? First, IReadOnlyList<(int Right, int Of)> Unseen)
{
    /// <summary>Whether the first gate was met; null before any full test.</summary>
    public bool? FirstMet => First is { } first ? first.Right >= GateWorth.FirstGate * first.Of : null;

    /// <summary>How many unseen tests met the second gate.</summary>
    public int LaterMet => Unseen.Count(test => test.Right >= GateWorth.LaterGate * test.Of);

    /// <summary>Reads it from attempts.</summary>
    /// <param name="attempts">In any order; full tests of other exams and those that are not over are passed over.</param>
    /// <param name="exam">The exam's code.</param>
    public static GateStanding Of(IEnumerable<Attempt> attempts, string exam)
    {
        var tests = attempts.Where(attempt => attempt.Report is not null && attempt.Sitting.Start is { Mode: SittingMode.Exam } start && start.Form.Exam == exam)
            .OrderBy(attempt => attempt.Sitting.Start.StartedAt).ToList();
        static (int, int) Count(Attempt attempt) => (attempt.Report!.Items.Count(item => item.Right), attempt.Report.Items.Count);
        return new(tests.Count == 0 ? null : Count(tests[0]), [.. tests.Skip(1).Where(attempt => attempt.Sitting.Start.Form.NotFresh == 0).Select(Count)]);
    }
}

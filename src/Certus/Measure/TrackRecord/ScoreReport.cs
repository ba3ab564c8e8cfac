namespace Certus.Measure.TrackRecord;

/// <summary>A real score report, as the learner copied it.</summary>
/// <param name="Id">Made by whoever enters it; entering one id twice keeps the first.</param>
/// <param name="Exam">The exam's code.</param>
/// <param name="Day">The day of the exam.</param>
/// <param name="Passed">Whether it was passed.</param>
/// <param name="Total">The scaled score, <see cref="Lowest"/> to <see cref="Highest"/>.</param>
/// <param name="Domains">By the domain's id; those that the report or the learner did not give are left out.</param>
public sealed record ScoreReport(Guid Id, string Exam, DateOnly Day, bool Passed, int Total, IReadOnlyDictionary<string, Competency> Domains)
{
    /// <summary>The lowest scaled score.</summary>
    public const int Lowest = 100;

    /// <summary>The highest.</summary>
    public const int Highest = 1000;
}

namespace Certus.Practice.Labs;

/// <summary>What was achieved in a lab when it was graded.</summary>
/// <param name="Id">Made by whoever graded; keeping one id twice keeps the first.</param>
/// <param name="Lab">The lab's id.</param>
/// <param name="Seed">What its data and fault were made from.</param>
/// <param name="Fault">What was broken at its start; null where nothing was.</param>
/// <param name="StartedAt">When the lab was begun.</param>
/// <param name="GradedAt">When it was graded.</param>
/// <param name="Checks">Each check, in the lab's order.</param>
public sealed record LabGrade(Guid Id, string Lab, ulong Seed, string? Fault, DateTimeOffset StartedAt, DateTimeOffset GradedAt, IReadOnlyList<CheckGrade> Checks)
{
    /// <summary>Points earned, 0 to 100.</summary>
    public double Earned => Checks.Sum(check => check.Earned * check.Points);

    /// <summary>Whether nothing is missing.</summary>
    public bool Passed => Checks.Count > 0 && Checks.All(check => check.Earned >= 1);
}

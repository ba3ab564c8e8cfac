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

    /// <summary>A grade from what a grader found.</summary>
    /// <param name="id">Made by whoever grades.</param>
    /// <param name="brief">The lab, which says what each check is worth.</param>
    /// <param name="seed">What the lab began with.</param>
    /// <param name="fault">What was broken.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="gradedAt">When it was graded.</param>
    /// <param name="findings">By the check's id: the share earned, 0 to 1, and what was seen. A check without one earns nothing.</param>
    public static LabGrade Of(
        Guid id, LabBrief brief, ulong seed, string? fault, DateTimeOffset startedAt, DateTimeOffset gradedAt, IReadOnlyDictionary<string, (double Earned, string Found)> findings)
    {
        ArgumentNullException.ThrowIfNull(brief);
        ArgumentNullException.ThrowIfNull(findings);
        return new(id, brief.Id, seed, fault, startedAt, gradedAt,
            [.. brief.Checks.Select(check => findings.TryGetValue(check.Id, out var finding)
                ? new CheckGrade(check.Id, check.Points, Math.Clamp(finding.Earned, 0, 1), finding.Found)
                : new CheckGrade(check.Id, check.Points, 0, "The grader does not know this check."))]);
    }
}

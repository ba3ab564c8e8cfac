using Certus.Plan.Shelf;

namespace Certus.Plan;

/// <summary>Something with minutes that has to find its days: a skill, a lab or a milestone of a project.</summary>
/// <param name="Key">The beginning of its sessions' ids: <c>learn:SKILL</c>, <c>lab:ID</c>, <c>project:ID:MILESTONE</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Purpose">Learn or Lab.</param>
/// <param name="Minutes">How long.</param>
/// <param name="Skills">The skill it teaches, or those it uses.</param>
/// <param name="Before">Keys of work to finish first; those that aren't planned count as done.</param>
/// <param name="Worth">Its share of the exam; labs and projects have what <see cref="WorkList"/> says.</param>
/// <param name="Block">The number of its block.</param>
/// <param name="Extra">Whether it may wait for a later block.</param>
internal sealed record Work(
    string Key, string Title, Purpose Purpose, int Minutes, IReadOnlyList<string> Skills, IReadOnlyList<string> Before, double Worth, int Block, bool Extra)
{
    public IReadOnlyList<StudyResource> Resources { get; init; } = [];
    public string? Lab { get; init; }
    public string? Project { get; init; }
    /// <summary>The number of the block whose topic it is, where it is done in another one.</summary>
    public int Home { get; init; } = Block;

    public double Density => Worth / Minutes;
    public bool IsSkill => Purpose == Purpose.Learn;

    /// <summary>Its place among the first things to leave a block that is too full: extras, then what is done by hand, then the rest.</summary>
    public int SpillRank => IsSkill ? Extra ? 0 : 2 : 1;
}

using Certus.Plan.Shelf;

namespace Certus.Plan;

/// <summary>A skill that is still to be learned for an exam.</summary>
/// <param name="Id">The skill's id.</param>
/// <param name="Name">For people.</param>
/// <param name="Minutes">What is left to study, from 1.</param>
/// <param name="Prerequisites">Ids of skills of the same syllabus to finish first; without cycles.</param>
/// <param name="Worth">Its share of the exam's questions, from 0 to 1; 0 for one that is only needed for others.</param>
/// <param name="Block">The number of the block that it belongs to.</param>
public sealed record SyllabusSkill(string Id, string Name, int Minutes, IReadOnlyList<string> Prerequisites, double Worth, int Block)
{
    /// <summary>Whether the article's plan doesn't name it, so that it may be learned in a later block.</summary>
    public bool Extra { get; init; }

    /// <summary>Ids of skills that it is taken for; practiced side by side.</summary>
    public IReadOnlyList<string> Confusables { get; init; } = [];

    /// <summary>What to study it from; may be empty.</summary>
    public IReadOnlyList<StudyResource> Resources { get; init; } = [];
}

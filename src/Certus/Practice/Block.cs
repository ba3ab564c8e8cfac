namespace Certus.Practice;

/// <summary>What a form takes whole or not at all: a question, or all questions of a case in their order.</summary>
/// <param name="Parts">One or more.</param>
internal sealed record Block(IReadOnlyList<Candidate> Parts)
{
    /// <summary>How many places of a form it fills.</summary>
    public int Size => Parts.Count;

    /// <summary>The domain whose places it fills, which is that of its first part; null without an exam.</summary>
    public string? DomainId => Parts[0].DomainId;

    /// <summary>The task of its first part.</summary>
    public string? Task => Parts[0].Task;

    /// <summary>Whether the learner has been shown none of it.</summary>
    public bool Fresh => Parts.All(part => part.Fresh);
}

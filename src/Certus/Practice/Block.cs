using System.Collections.Frozen;

namespace Certus.Practice;

/// <summary>What a form takes whole or not at all: a question, or all questions of a case in their order.</summary>
/// <param name="Parts">One or more.</param>
/// <param name="Draw">0 where it is written, else which draw of its generator it is, from 1.</param>
internal sealed record Block(IReadOnlyList<Candidate> Parts, int Draw = 0)
{
    /// <summary>How many places of a form it fills.</summary>
    public int Size => Parts.Count;

    /// <summary>The domain whose places it fills, which is that of its first part; null without an exam.</summary>
    public string? DomainId => Parts[0].DomainId;

    /// <summary>The task of its first part.</summary>
    public string? Task => Parts[0].Task;

    /// <summary>Whether the learner has been shown none of it.</summary>
    public bool Fresh => Parts.All(part => part.Fresh);

    /// <summary>The question, or the case.</summary>
    public string Id => Parts[0].Item.Question.BlockId;

    /// <summary>Questions and cases that must not stand in a form with it.</summary>
    public IReadOnlySet<string> Enemies { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether one of them stands among others.</summary>
    public bool Meets(IEnumerable<Block> others) => Enemies.Count > 0 && others.Any(other => Enemies.Contains(other.Id));

    /// <summary>The time it takes to read it once; a scenario is read once for all its questions.</summary>
    public TimeSpan ReadingTime => Parts.Select((part, i) => i == 0 ? part.Item.Question : part.Item.Question with { Case = null }).Aggregate(TimeSpan.Zero, (sum, question) => sum + Practice.ReadingTime.Of(question));
}

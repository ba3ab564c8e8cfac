namespace Certus.Practice;

/// <summary>Makes questions whose key and wrong options are computed from a seed.</summary>
/// <remarks>
/// One version and one seed give the same bytes on every platform, forever: compute in whole numbers or decimals, draw from
/// <see cref="Numerics.SeededRandom"/>, and raise <see cref="Version"/> with any change that alters a question.
/// </remarks>
public interface IQuestionGenerator
{
    /// <summary>A stable key: <c>gen-…</c>.</summary>
    string Id { get; }

    /// <summary>From 1 up.</summary>
    int Version { get; }

    /// <summary>One line for people.</summary>
    string Title { get; }

    /// <summary>Exam tasks its questions test.</summary>
    IReadOnlyList<string> Tasks { get; }

    /// <summary>Skills its questions test, the main one first.</summary>
    IReadOnlyList<string> Skills { get; }

    /// <summary>The question of a seed.</summary>
    Question Generate(ulong seed);
}

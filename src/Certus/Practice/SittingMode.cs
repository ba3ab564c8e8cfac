namespace Certus.Practice;

/// <summary>The kinds of sitting.</summary>
public enum SittingMode
{
    /// <summary>A full form under exam conditions; the only mode that counts as an exam.</summary>
    Exam,

    /// <summary>Ten questions without a clock, to start with.</summary>
    Quick,

    /// <summary>The explanation follows each answer.</summary>
    Study,

    /// <summary>A set of one's own making: scope, size, time, seed.</summary>
    Custom,

    /// <summary>An adaptive test against the clock: each question is chosen by the answers before it, and none can be gone back to.</summary>
    Diagnostic,

    /// <summary>A missed question, or a variant of it, among the cards of a day's review: the explanation follows the answer, and the sitting is over with it.</summary>
    Review,
}

namespace Certus.Remember;

/// <summary>A model of one memory: how it fades, and what a review does to it. FSRS-6 is one; another may take its place without anything else noticing.</summary>
public interface IMemoryModel
{
    /// <summary>The state after the first review.</summary>
    MemoryState First(Grade grade);

    /// <summary>The state after a further review.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="grade">How it went.</param>
    /// <param name="elapsedDays">Whole days since the review before; 0 on the same day.</param>
    MemoryState Next(MemoryState state, Grade grade, double elapsedDays);

    /// <summary>The chance of recall.</summary>
    /// <param name="state">The state after the last review.</param>
    /// <param name="elapsedDays">Days since then, 0 or more.</param>
    /// <returns>1 right after the review, falling toward 0.</returns>
    double Retrievability(MemoryState state, double elapsedDays);

    /// <summary>The days after which the chance of recall has fallen to a value.</summary>
    /// <param name="state">The state after the last review.</param>
    /// <param name="retention">Above 0 and below 1.</param>
    /// <returns>Not rounded and without a limit.</returns>
    double Interval(MemoryState state, double retention);
}

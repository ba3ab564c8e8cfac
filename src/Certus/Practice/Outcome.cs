namespace Certus.Practice;

/// <summary>What became of one question. Only <see cref="Right"/> earns credit.</summary>
public enum Outcome
{
    /// <summary>Nothing was chosen.</summary>
    Blank,

    /// <summary>Something was missing from the answer.</summary>
    Incomplete,

    /// <summary>A complete answer, and not the right one.</summary>
    Wrong,

    /// <summary>The right answer.</summary>
    Right,
}

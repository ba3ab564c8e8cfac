namespace Certus.Web.Practice;

/// <summary>Which questions of a report are listed.</summary>
public enum ResultFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>A complete answer that was not right.</summary>
    Wrong,

    /// <summary>No complete answer.</summary>
    Blank,

    /// <summary>Flagged for review.</summary>
    Flagged,

    /// <summary>The answer was changed.</summary>
    Changed,

    /// <summary>Markedly longer than there is time for a question.</summary>
    Slow,

    /// <summary>Wrong, and the learner was sure.</summary>
    Sure,

    /// <summary>Right by a guess.</summary>
    Lucky,
}

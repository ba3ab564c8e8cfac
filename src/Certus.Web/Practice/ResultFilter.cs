namespace Certus.Web.Practice;

/// <summary>Which questions of a report are listed.</summary>
public enum ResultFilter
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Wrong or blank.</summary>
    Wrong,

    /// <summary>Flagged for review.</summary>
    Flagged,

    /// <summary>The answer was changed.</summary>
    Changed,

    /// <summary>More than twice the median time.</summary>
    Slow,

    /// <summary>Wrong, and the learner was sure.</summary>
    Sure,

    /// <summary>Right by a guess.</summary>
    Lucky,
}

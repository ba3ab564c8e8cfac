namespace Certus.Web.Practice;

/// <summary>How far an answer has come.</summary>
public enum AnswerState
{
    /// <summary>Nothing chosen.</summary>
    Blank,

    /// <summary>Something is missing, so it would not score.</summary>
    Part,

    /// <summary>Nothing is missing.</summary>
    Complete,
}

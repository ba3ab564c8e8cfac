namespace Certus.Catalog;

/// <summary>The kinds of question an exam can ask.</summary>
public enum QuestionType
{
    /// <summary>One right option.</summary>
    Single,

    /// <summary>Two or more right options; the stem says how many.</summary>
    Multiple,

    /// <summary>Steps to put in order.</summary>
    Ordering,

    /// <summary>Prompts to match with choices.</summary>
    Matching,

    /// <summary>One scenario with several questions; each of them is <see cref="Single"/> or <see cref="Multiple"/> when it is asked.</summary>
    Case,
}

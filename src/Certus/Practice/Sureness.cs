namespace Certus.Practice;

/// <summary>How sure a learner says to be of an answer.</summary>
public enum Sureness
{
    /// <summary>A guess.</summary>
    Guess,

    /// <summary>More likely than not.</summary>
    Unsure,

    /// <summary>Would bet on it.</summary>
    Sure,
}

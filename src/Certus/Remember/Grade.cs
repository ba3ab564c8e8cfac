namespace Certus.Remember;

/// <summary>How a review went.</summary>
public enum Grade
{
    /// <summary>Not recalled.</summary>
    Again = 1,

    /// <summary>Recalled, with effort. Not a way to say "wrong".</summary>
    Hard = 2,

    /// <summary>Recalled.</summary>
    Good = 3,

    /// <summary>Recalled at once.</summary>
    Easy = 4,
}

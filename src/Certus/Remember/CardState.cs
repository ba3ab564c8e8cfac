namespace Certus.Remember;

/// <summary>Where a card stands.</summary>
public enum CardState
{
    /// <summary>Never reviewed.</summary>
    New,

    /// <summary>In its first steps, minutes apart.</summary>
    Learning,

    /// <summary>Reviewed in days.</summary>
    Review,

    /// <summary>Forgotten, and in steps again.</summary>
    Relearning,
}

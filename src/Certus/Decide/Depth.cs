namespace Certus.Decide;

/// <summary>How deep an exam goes into something, in the words of the article.</summary>
public enum Depth
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Low to moderate.</summary>
    LowToModerate,

    /// <summary>Moderate.</summary>
    Moderate,

    /// <summary>High.</summary>
    High,
}

namespace Certus.Decide;

/// <summary>What a reason does.</summary>
public enum ReasonKind
{
    /// <summary>Speaks for the option.</summary>
    For,

    /// <summary>Speaks against it.</summary>
    Against,

    /// <summary>Rules it out.</summary>
    Blocks,

    /// <summary>Must be done before it.</summary>
    Prerequisite,

    /// <summary>Raises or lowers its worth.</summary>
    Modifier,

    /// <summary>Is about whether and until when it can be booked.</summary>
    Lifecycle,
}

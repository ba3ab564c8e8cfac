namespace Certus.Decide;

/// <summary>What came of reading a profile.</summary>
public abstract record ProfileReading
{
    private ProfileReading() { }

    /// <summary>It is a profile.</summary>
    /// <param name="Profile">The profile.</param>
    public sealed record Accepted(Profile Profile) : ProfileReading;

    /// <summary>It is none.</summary>
    /// <param name="Faults">Everything wrong, at least one.</param>
    public sealed record Refused(IReadOnlyList<ProfileFault> Faults) : ProfileReading;
}

namespace Certus.Decide;

/// <summary>Who pays exam fees.</summary>
public enum FeePayer
{
    /// <summary>The candidate.</summary>
    Self,

    /// <summary>The employer.</summary>
    Employer,
}

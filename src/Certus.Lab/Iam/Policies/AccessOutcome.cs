namespace Certus.Lab.Iam.Policies;

/// <summary>How a decision came out.</summary>
public enum AccessOutcome
{
    /// <summary>It may be done.</summary>
    Allowed,

    /// <summary>A statement of the identity's policies denies it.</summary>
    DeniedByIdentityPolicy,

    /// <summary>A statement of the resource's policy denies it.</summary>
    DeniedByResourcePolicy,

    /// <summary>A statement of the permissions boundary denies it.</summary>
    DeniedByBoundary,

    /// <summary>A statement of the session's policy denies it.</summary>
    DeniedBySessionPolicy,

    /// <summary>Nothing allows it.</summary>
    NotAllowedByIdentityPolicy,

    /// <summary>Nothing allows it to a caller who has no identity in the account.</summary>
    NotAllowedByResourcePolicy,

    /// <summary>The permissions boundary does not reach so far.</summary>
    NotAllowedByBoundary,

    /// <summary>The session's policy does not reach so far.</summary>
    NotAllowedBySessionPolicy,
}

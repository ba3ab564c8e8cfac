namespace Certus.Lab.Iam.Policies;

/// <summary>How directly a Principal element names a caller, the weakest first.</summary>
public enum PrincipalMatch
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>By its account: an Allow hands the decision on to the identity's own policies.</summary>
    Account,

    /// <summary>By the role of its session: an Allow needs no policy of the role, but its boundary and the session's policy still limit it.</summary>
    Role,

    /// <summary>Itself, or everybody: an Allow is enough.</summary>
    Direct,
}

namespace Certus.Lab.Iam.Policies;

/// <summary>Whether a request may be done, and why.</summary>
/// <param name="Outcome">Allowed, or what kept it from being so.</param>
/// <param name="Reason">One plain clause, such as "no statement of its policies allows s3:GetObject on arn:aws:s3:::data/train.csv".</param>
public sealed record AccessDecision(AccessOutcome Outcome, string Reason)
{
    /// <summary>Whether it may be done.</summary>
    public bool Allowed => Outcome == AccessOutcome.Allowed;

    /// <summary>The statements that decided: policy and statement; empty where no statement spoke.</summary>
    public IReadOnlyList<(NamedPolicy Policy, PolicyStatement Statement)> Statements { get; init; } = [];

    /// <summary>What AWS adds to "is not authorized to perform": which kind of policy denied, or lacks an Allow.</summary>
    /// <remarks>IAM User Guide, "Troubleshoot access denied error messages".</remarks>
    public string Because(string action) => Outcome switch
    {
        AccessOutcome.DeniedByIdentityPolicy => "with an explicit deny in an identity-based policy",
        AccessOutcome.DeniedByResourcePolicy => "with an explicit deny in a resource-based policy",
        AccessOutcome.DeniedByBoundary => "with an explicit deny in a permissions boundary",
        AccessOutcome.DeniedBySessionPolicy => "with an explicit deny in a session policy",
        AccessOutcome.NotAllowedByBoundary => $"because no permissions boundary allows the {action} action",
        AccessOutcome.NotAllowedBySessionPolicy => $"because no session policy allows the {action} action",
        AccessOutcome.NotAllowedByResourcePolicy => $"because no resource-based policy allows the {action} action",
        _ => $"because no identity-based policy allows the {action} action",
    };
}

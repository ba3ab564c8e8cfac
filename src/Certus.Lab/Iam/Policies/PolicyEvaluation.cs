namespace Certus.Lab.Iam.Policies;

/// <summary>Decides a request within one account.</summary>
/// <remarks>
/// IAM User Guide, "Policy evaluation logic": an explicit deny anywhere wins; then the resource's policy alone may allow whom it names; else the
/// identity's policies must allow, and so must the permissions boundary and the session's policy where there is one. The order of policies and
/// statements never matters.
/// </remarks>
public sealed record PolicyEvaluation
{
    /// <summary>The policies of the user with its groups, or of the role.</summary>
    public IReadOnlyList<NamedPolicy> Identity { get; init; } = [];

    /// <summary>The most that the identity may do; null where it has none.</summary>
    public NamedPolicy? Boundary { get; init; }

    /// <summary>The most that this session may do, by any of them; null where it has none.</summary>
    public IReadOnlyList<NamedPolicy>? Session { get; init; }

    /// <summary>The resource's own policy, such as a bucket's; null where it has none.</summary>
    public NamedPolicy? Resource { get; init; }

    /// <summary>Whether nobody comes in whom the resource's policy does not name: so it is with a role's trust policy.</summary>
    public bool ResourceMustName { get; init; }

    /// <summary>Decides.</summary>
    public AccessDecision Decide(PolicyRequest request)
    {
        var what = request.Resource is "*" or "" ? request.Action : $"{request.Action} on {request.Resource}";
        if (Denied(Identity, AccessOutcome.DeniedByIdentityPolicy) is { } denied) return denied;
        if (Resource is not null && Denied([Resource], AccessOutcome.DeniedByResourcePolicy) is { } byResource) return byResource;
        if (Boundary is not null && Denied([Boundary], AccessOutcome.DeniedByBoundary) is { } byBoundary) return byBoundary;
        if (Session is not null && Denied(Session, AccessOutcome.DeniedBySessionPolicy) is { } bySession) return bySession;

        if (request.Caller.IsRoot && !ResourceMustName) return new(AccessOutcome.Allowed, "the account's root may do all that nothing denies");
        var (granted, grant) = Granted(request);
        if (granted == PrincipalMatch.Direct) return Allowed(grant!.Value);
        if (request.Caller.Account is null || (ResourceMustName && granted == PrincipalMatch.None))
            return new(AccessOutcome.NotAllowedByResourcePolicy, Resource is null ? $"{request.Caller.Label} has no policy, and the resource none that allows {what}" : $"no statement of {Resource.Name} allows {request.Caller.Label} {what}");

        var own = Allowing(Identity, request);
        if (granted != PrincipalMatch.Role && own is null)
            return new(AccessOutcome.NotAllowedByIdentityPolicy, Identity.Count == 0 ? $"it has no policy that allows {what}" : $"no statement of its policies allows {what}");
        if (Boundary is not null && Allowing([Boundary], request) is null)
            return new(AccessOutcome.NotAllowedByBoundary, $"no statement of its permissions boundary {Boundary.Name} allows {what}");
        if (Session is not null && Allowing(Session, request) is null)
            return new(AccessOutcome.NotAllowedBySessionPolicy, $"no statement of the session's policy allows {what}");
        return Allowed(own ?? grant!.Value);

        AccessDecision? Denied(IReadOnlyList<NamedPolicy> policies, AccessOutcome outcome)
        {
            foreach (var policy in policies)
                foreach (var statement in policy.Document.Statements)
                    if (!statement.Allows && Names(statement, request.Caller) != PrincipalMatch.None && statement.Concerns(request, policy.Document.HasVariables))
                        return new(outcome, $"statement {statement.Label} of {policy.Name} denies {what}") { Statements = [(policy, statement)] };
            return null;
        }

        AccessDecision Allowed((NamedPolicy Policy, PolicyStatement Statement) by) =>
            new(AccessOutcome.Allowed, $"statement {by.Statement.Label} of {by.Policy.Name} allows {what}") { Statements = [by] };
    }

    private (PrincipalMatch Match, (NamedPolicy, PolicyStatement)? By) Granted(PolicyRequest request)
    {
        (PrincipalMatch, (NamedPolicy, PolicyStatement)?) best = (PrincipalMatch.None, null);
        foreach (var statement in Resource?.Document.Statements ?? [])
            if (statement.Allows && Names(statement, request.Caller) is var match && match > best.Item1 && statement.Concerns(request, Resource!.Document.HasVariables))
                best = (match, (Resource, statement));
        return best;
    }

    private static (NamedPolicy Policy, PolicyStatement Statement)? Allowing(IReadOnlyList<NamedPolicy> policies, PolicyRequest request)
    {
        foreach (var policy in policies)
            foreach (var statement in policy.Document.Statements)
                if (statement.Allows && statement.Concerns(request, policy.Document.HasVariables)) return (policy, statement);
        return null;
    }

    private static PrincipalMatch Names(PolicyStatement statement, PolicyCaller caller) => statement switch
    {
        { Principals: { } principals } => principals.Match(caller),
        { NotPrincipals: { } others } => others.LeavesOut(caller) ? PrincipalMatch.Direct : PrincipalMatch.None,
        _ => PrincipalMatch.Direct,
    };
}

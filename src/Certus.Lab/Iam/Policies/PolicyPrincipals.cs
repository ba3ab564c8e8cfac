namespace Certus.Lab.Iam.Policies;

/// <summary>The Principal element: kinds (AWS, Service, Federated, CanonicalUser) with values; <c>"*"</c> is kept as the value <c>*</c> of kind AWS.</summary>
public sealed record PolicyPrincipals(IReadOnlyList<(string Kind, string Value)> Values)
{
    /// <summary>Everybody, the anonymous included.</summary>
    public static PolicyPrincipals Everybody { get; } = new([("AWS", "*")]);

    /// <summary>Whether anybody is among them.</summary>
    public bool IncludesEverybody => Values.Any(value => value == ("AWS", "*"));

    /// <summary>How directly they name a caller.</summary>
    /// <remarks>IAM User Guide, "Policy evaluation logic" and "Principal element": what is granted to the account still needs a policy of the identity.</remarks>
    public PrincipalMatch Match(PolicyCaller caller)
    {
        var best = PrincipalMatch.None;
        foreach (var (kind, value) in Values)
        {
            var match = kind switch
            {
                "AWS" when value == "*" => PrincipalMatch.Direct,
                "AWS" when caller.Account is null => PrincipalMatch.None,
                "AWS" when value == caller.Arn => PrincipalMatch.Direct,
                "AWS" when value == caller.RoleArn => PrincipalMatch.Role,
                "AWS" when value == caller.Account || value == $"arn:aws:iam::{caller.Account}:root" => caller.IsRoot ? PrincipalMatch.Direct : PrincipalMatch.Account,
                "Service" when value == caller.Service => PrincipalMatch.Direct,
                _ => PrincipalMatch.None,
            };
            if (match > best) best = match;
        }
        return best;
    }

    /// <summary>Whether one of a caller's identities (its account, its role, itself) is not among them: what a NotPrincipal is about.</summary>
    public bool LeavesOut(PolicyCaller caller) => !IncludesEverybody && (caller.Service is { } service
        ? !Values.Contains(("Service", service))
        : caller.Account is not { } account
            || !(Values.Contains(("AWS", account)) || Values.Contains(("AWS", $"arn:aws:iam::{account}:root")))
            || (caller.RoleArn is { } role && !Values.Contains(("AWS", role)))
            || (!caller.IsRoot && !Values.Contains(("AWS", caller.Arn))));
}

namespace Certus.Lab.Iam.Policies;

/// <summary>One statement of a policy; of each pair of lists exactly one is given where the kind of policy has it, the other is null.</summary>
public sealed record PolicyStatement
{
    /// <summary>Its Sid; null where it has none.</summary>
    public string? Sid { get; init; }

    /// <summary>From 1, in the order of the document.</summary>
    public required int Position { get; init; }

    /// <summary>Whether its effect is Allow; otherwise it denies.</summary>
    public required bool Allows { get; init; }

    /// <summary>Who it is about.</summary>
    public PolicyPrincipals? Principals { get; init; }

    /// <summary>Who it is not about.</summary>
    public PolicyPrincipals? NotPrincipals { get; init; }

    /// <summary>Action patterns such as <c>s3:Get*</c>; letter case does not matter.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Actions it is not about.</summary>
    public IReadOnlyList<string>? NotActions { get; init; }

    /// <summary>ARN patterns, in which letter case matters.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>Resources it is not about.</summary>
    public IReadOnlyList<string>? NotResources { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<PolicyCondition> Conditions { get; init; } = [];

    /// <summary>How a reason names it: its Sid, or its number in the document.</summary>
    public string Label => string.IsNullOrEmpty(Sid) ? $"number {Position}" : Sid;

    /// <summary>Whether it speaks of a request, leaving out who makes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="variables">Whether <c>${…}</c> is a variable (documents of version 2012-10-17) or plain text.</param>
    public bool Concerns(PolicyRequest request, bool variables)
    {
        var context = variables ? request.Context : null;
        return (Actions is { } actions ? actions.Any(Acts) : !NotActions!.Any(Acts))
            && (Resources is { } resources ? resources.Any(Reaches) : NotResources is not { } others || !others.Any(Reaches))
            && Conditions.All(condition => condition.Holds(request.Context, variables));

        bool Acts(string pattern) => PolicyPattern.Matches(pattern, request.Action, null, ignoreCase: true);
        bool Reaches(string pattern) => PolicyPattern.MatchesArn(pattern, request.Resource, context);
    }
}

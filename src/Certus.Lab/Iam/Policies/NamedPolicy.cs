namespace Certus.Lab.Iam.Policies;

/// <summary>A policy as it takes part in a decision.</summary>
/// <param name="Name">How reasons name it: its name, or "the bucket policy".</param>
/// <param name="Document">What it says.</param>
public sealed record NamedPolicy(string Name, PolicyDocument Document)
{
    /// <summary>What it is attached to or who manages it, as the simulator names it: user, group, role, aws-managed, user-managed, resource, none.</summary>
    public string Source { get; init; } = "none";
}

namespace Certus.Lab.Iam.Policies;

/// <summary>Who makes a request, as policies see it.</summary>
/// <param name="Arn">The root, a user, or a role's session; empty for the anonymous and for services.</param>
public sealed record PolicyCaller(string Arn)
{
    /// <summary>Twelve digits; null for the anonymous and for services.</summary>
    public string? Account { get; } = Arn.Split(':') is { Length: >= 6 } parts ? parts[4] : null;

    /// <summary>The role whose session it is; null for everybody else.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The service's name, such as <c>sagemaker.amazonaws.com</c>; null for everybody else.</summary>
    public string? Service { get; init; }

    /// <summary>The account itself.</summary>
    public bool IsRoot => Account is { } account && Arn == $"arn:aws:iam::{account}:root";

    /// <summary>Nobody signed.</summary>
    public static PolicyCaller Anonymous { get; } = new("");

    /// <summary>A service of AWS, on its own behalf.</summary>
    public static PolicyCaller OfService(string name) => new("") { Service = name };

    /// <summary>How a reason names it.</summary>
    public string Label => Service ?? (Arn.Length == 0 ? "an anonymous caller" : Arn);
}

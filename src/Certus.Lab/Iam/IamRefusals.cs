using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>What IAM says when it refuses.</summary>
internal static class IamRefusals
{
    public static AwsException NoSuch(string kind, string name) =>
        NoSuchEntity(kind == IamNames.Profile ? $"Instance Profile {name} cannot be found." : $"The {kind} with name {name} cannot be found.");

    public static AwsException NoSuchEntity(string message) => new("NoSuchEntity", message, 404);

    public static AwsException Exists(string kind, string name) => new("EntityAlreadyExists",
        kind == IamNames.Profile ? $"Instance Profile {name} already exists." : $"{char.ToUpperInvariant(kind[0])}{kind[1..]} with name {name} already exists.", 409);

    public static AwsException Conflict(string message) => new("DeleteConflict", message, 409);

    public static AwsException Limit(string message) => new("LimitExceeded", message, 409);

    public static AwsException Invalid(string message) => new("ValidationError", message);
}

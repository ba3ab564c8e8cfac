namespace Certus.Lab.Iam;

/// <summary>A policy that AWS manages.</summary>
/// <param name="Name">Such as AmazonS3ReadOnlyAccess.</param>
/// <param name="Path">From slash to slash: <c>/</c>, <c>/service-role/</c>.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Document">Its JSON.</param>
public sealed record AwsManagedPolicy(string Name, string Path, string Description, string Document)
{
    /// <summary>Its ARN, in no account.</summary>
    public string Arn => $"arn:aws:iam::aws:policy{Path}{Name}";
}

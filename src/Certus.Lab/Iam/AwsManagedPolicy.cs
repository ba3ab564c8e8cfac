using System.Security.Cryptography;
using System.Text;

namespace Certus.Lab.Iam;

/// <summary>A policy that AWS manages.</summary>
/// <param name="Name">Such as AmazonS3ReadOnlyAccess.</param>
/// <param name="Path">From slash to slash: <c>/</c>, <c>/service-role/</c>.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Document">Its JSON.</param>
public sealed record AwsManagedPolicy(string Name, string Path, string Description, string Document)
{
    /// <summary>When the documents were written from AWS's reference.</summary>
    public static DateTimeOffset Written { get; } = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Its ARN, in no account.</summary>
    public string Arn => $"arn:aws:iam::aws:policy{Path}{Name}";

    /// <summary>An id of IAM's form, always the same for a name; not AWS's own.</summary>
    public string Id => "ANPA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Name)))[..17].Replace('0', 'Z').Replace('1', 'Y').Replace('8', 'X').Replace('9', 'W');
}

using System.Security.Cryptography;
using System.Text;

namespace Certus.Lab.Iam;

/// <summary>A policy that AWS manages.</summary>
/// <param name="Name">Such as AmazonS3ReadOnlyAccess.</param>
/// <param name="Path">From slash to slash: <c>/</c>, <c>/service-role/</c>.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Document">Its JSON.</param>
/// <param name="Version">Its version in force at AWS when the document was written; the sandbox has no other.</param>
/// <param name="Created">When AWS made it.</param>
/// <param name="Edited">When AWS last changed it.</param>
public sealed record AwsManagedPolicy(string Name, string Path, string Description, string Document, int Version, DateTimeOffset Created, DateTimeOffset Edited)
{
    /// <summary>Its ARN, in no account.</summary>
    public string Arn => $"arn:aws:iam::aws:policy{Path}{Name}";

    /// <summary>An id of IAM's form, always the same for a name; not AWS's own.</summary>
    public string Id => "ANPA" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Name)))[..17].Replace('0', 'Z').Replace('1', 'Y').Replace('8', 'X').Replace('9', 'W');
}

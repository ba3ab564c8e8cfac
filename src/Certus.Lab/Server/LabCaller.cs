namespace Certus.Lab.Server;

/// <summary>Who calls.</summary>
/// <param name="AccountId">Twelve digits; the sandbox has one account, <see cref="Account"/>.</param>
/// <param name="Arn">The principal: <c>arn:aws:iam::123456789012:root</c>, a user, or an assumed role; empty where the request is anonymous.</param>
/// <param name="AccessKeyId">The access key the request names; empty where it is anonymous.</param>
/// <param name="Region">From the credential scope; us-east-1 where there is none.</param>
public sealed record LabCaller(string AccountId, string Arn, string AccessKeyId, string Region)
{
    /// <summary>The sandbox's one account.</summary>
    public const string Account = "123456789012";

    /// <summary>Where a request names no region.</summary>
    public const string DefaultRegion = "us-east-1";

    /// <summary>Whether nobody signed the request.</summary>
    public bool IsAnonymous => AccessKeyId.Length == 0;

    /// <summary>The account itself, in a region.</summary>
    public static LabCaller Root(string region = DefaultRegion) => new(Account, $"arn:aws:iam::{Account}:root", "test", region);
}

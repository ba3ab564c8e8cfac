using System.Net.Sockets;

namespace Certus.Lab.Iam.Policies;

/// <summary>Whether a bucket policy makes its bucket public, as GetBucketPolicyStatus, BlockPublicPolicy and RestrictPublicBuckets mean it.</summary>
/// <remarks>
/// Amazon S3 User Guide, "Blocking public access": The meaning of "public". A statement that allows is not public only where it names fixed principals, or where
/// one of its conditions holds a listed key to fixed values. A deny elsewhere never makes a policy less public.
/// </remarks>
public static class PublicAccess
{
    private static readonly HashSet<string> FixingKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount", "aws:userid", "s3:DataAccessPointArn", "s3:DataAccessPointAccount",
        "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:PrincipalAccount", "s3:x-amz-server-side-encryption-aws-kms-key-id",
    };

    /// <summary>Whether it does.</summary>
    public static bool IsPublic(PolicyDocument policy) => policy.Statements.Any(IsPublic);

    /// <summary>Whether one statement does.</summary>
    public static bool IsPublic(PolicyStatement statement) =>
        statement.Allows && statement.Principals is not { IncludesEverybody: false } && !statement.Conditions.Any(Fixes);

    // Negated, IfExists and ForAllValues also hold where the key is missing; then anybody may come.
    private static bool Fixes(PolicyCondition condition) =>
        !condition.IsNegated && !condition.IfExists && condition.Set != "ForAllValues" && condition.Values.Count > 0 && condition switch
        {
            { Operator: "IpAddress" } => condition.Key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase) && condition.Values.All(IsNarrow),
            { Operator: "StringEquals" or "StringEqualsIgnoreCase" or "StringLike" or "ArnEquals" or "ArnLike" } => FixingKeys.Contains(condition.Key) && condition.Values.All(value => IsFixed(condition.Key, value)),
            _ => false,
        };

    private static bool IsFixed(string key, string value)
    {
        if (key.Equals("s3:DataAccessPointArn", StringComparison.OrdinalIgnoreCase) && value.Split(':') is { Length: >= 6 } parts) return PolicyPattern.IsFixed(parts[4]) && parts[4].Length > 0;
        return PolicyPattern.IsFixed(value);
    }

    private static bool IsNarrow(string text)
    {
        if (PolicyOperators.Cidr(text) is not var (address, bits)) return false;
        return bits >= (address.AddressFamily == AddressFamily.InterNetworkV6 ? 32 : 8);
    }
}

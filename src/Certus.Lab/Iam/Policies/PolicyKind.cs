namespace Certus.Lab.Iam.Policies;

/// <summary>What a policy document is attached to: that decides which elements it must and must not have, and in whose words it is refused.</summary>
public enum PolicyKind
{
    /// <summary>To a user, group or role, or a permissions boundary: names no principal; refused as IAM does.</summary>
    Identity,

    /// <summary>To a session: as an identity's, but it may leave out its version.</summary>
    Session,

    /// <summary>A role's trust policy: names who may assume it and no resource; refused as IAM does.</summary>
    Trust,

    /// <summary>A bucket's: names principals and resources; refused as S3 does.</summary>
    Bucket,
}

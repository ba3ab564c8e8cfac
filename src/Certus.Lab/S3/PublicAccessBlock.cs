using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>A bucket's public access block; a new bucket has all four, as AWS has it since April 2023.</summary>
/// <param name="BlockAcls">Refuse public ACLs.</param>
/// <param name="IgnoreAcls">Take public ACLs for none.</param>
/// <param name="BlockPolicy">Refuse public policies.</param>
/// <param name="Restrict">Under a public policy, let in only the account.</param>
internal readonly record struct PublicAccessBlock(bool BlockAcls, bool IgnoreAcls, bool BlockPolicy, bool Restrict)
{
    /// <summary>Of a bucket; nothing is blocked where the configuration was deleted.</summary>
    public static PublicAccessBlock Of(SqliteConnection connection, string bucket) =>
        Settings.Find(connection, bucket, SettingKinds.PublicAccess) is { } block
            ? new((bool?)block["BlockPublicAcls"] == true, (bool?)block["IgnorePublicAcls"] == true, (bool?)block["BlockPublicPolicy"] == true, (bool?)block["RestrictPublicBuckets"] == true)
            : default;
}

namespace Certus.Lab.S3;

/// <summary>The kinds of configurations that other parts of S3 read.</summary>
internal static class SettingKinds
{
    public const string Accelerate = "accelerate";
    public const string Acl = "acl";
    public const string Cors = "cors";
    public const string Encryption = "encryption";
    public const string Lifecycle = "lifecycle";
    public const string Logging = "logging";
    public const string Notification = "notification";
    public const string ObjectLock = "object-lock";
    public const string Ownership = "ownership";
    public const string Policy = "policy";
    public const string PublicAccess = "public-access-block";
    public const string Replication = "replication";
    public const string RequestPayment = "request-payment";
    public const string Tagging = "tagging";
    public const string Website = "website";
}

namespace Certus.Lab.Server;

/// <summary>An access key that IAM or STS made.</summary>
/// <param name="Arn">The principal it stands for: a user or an assumed role's session.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SessionToken">The token that goes with a temporary key; null with a lasting one.</param>
/// <param name="Expires">When a temporary key ends; null with a lasting one.</param>
public sealed record LabKey(string Arn, string Secret, string? SessionToken = null, DateTimeOffset? Expires = null);

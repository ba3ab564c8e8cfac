using Certus.Lab.Server;

namespace Certus.Lab.Iam;

/// <summary>Who calls, and with which secret.</summary>
/// <param name="Caller">The principal.</param>
/// <param name="Secret">The secret access key; null for the root's keys, which IAM did not give out, and for the anonymous.</param>
public sealed record LabCredential(LabCaller Caller, string? Secret);

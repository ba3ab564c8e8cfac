namespace Certus.Lab.Iam;

/// <summary>A role, as other services see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, with its path.</param>
/// <param name="Id">Its id, <c>AROA…</c>.</param>
public sealed record Role(string Name, string Arn, string Id);

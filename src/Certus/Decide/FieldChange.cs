namespace Certus.Decide;

/// <summary>A field in which two profiles differ.</summary>
/// <param name="Field">Its name as in JSON: <c>employer.onAws</c>.</param>
/// <param name="First">What the first says, as in JSON; null for nothing.</param>
/// <param name="Second">What the second says.</param>
public sealed record FieldChange(string Field, string? First, string? Second);

namespace Certus.Decide;

/// <summary>A certification that somebody has.</summary>
/// <param name="Code">The exam's code.</param>
/// <param name="Date">The day of the pass.</param>
public sealed record HeldCertificate(string Code, DateOnly Date);

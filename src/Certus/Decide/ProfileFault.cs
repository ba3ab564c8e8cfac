namespace Certus.Decide;

/// <summary>Something wrong with a profile.</summary>
/// <param name="Field">The field, as <c>held[0].code</c>; empty where the whole text is no profile.</param>
/// <param name="Message">One sentence that names the field.</param>
public sealed record ProfileFault(string Field, string Message);

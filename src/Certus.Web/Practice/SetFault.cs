namespace Certus.Web.Practice;

/// <summary>What is wrong with a form that was sent.</summary>
/// <param name="Field">The field it lies in, where the page has one; null for the form as a whole.</param>
/// <param name="Sentence">One sentence for people.</param>
public sealed record SetFault(string? Field, string Sentence);

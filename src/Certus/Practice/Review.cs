namespace Certus.Practice;

/// <summary>What a blind reader, who saw stem and options only, made of a question.</summary>
/// <param name="Outcome"><c>agreed</c> with the key, or the question was <c>mended</c>.</param>
/// <param name="Sure">How sure the reader was, 0 to 100.</param>
/// <param name="Second">The option that the reader would have defended next, a letter in file order; null where none.</param>
/// <param name="On">The day of the review.</param>
public sealed record Review(string Outcome, int Sure, string? Second, DateOnly On);

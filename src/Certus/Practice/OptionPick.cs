namespace Certus.Practice;

/// <summary>How often an option was chosen.</summary>
/// <param name="Text">Its Markdown; null for the options of a generator, which differ from draw to draw.</param>
/// <param name="Misconception">Id of the misconception behind it; null where none is named.</param>
/// <param name="IsKey">Whether it is right.</param>
/// <param name="Chosen">In how many complete answers.</param>
public sealed record OptionPick(string? Text, string? Misconception, bool IsKey, int Chosen);

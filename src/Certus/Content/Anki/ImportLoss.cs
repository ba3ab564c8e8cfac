namespace Certus.Content.Anki;

/// <summary>Something that an import could not carry over.</summary>
/// <param name="What">A sentence.</param>
/// <param name="Notes">The notes it befell, by the first words of each; none where it befell the file.</param>
/// <param name="Times">How often.</param>
public sealed record ImportLoss(string What, IReadOnlyList<string> Notes, int Times);

namespace Certus.Remember.Cards;

/// <summary>How somebody answered a deck's cards who had seen only their fronts.</summary>
/// <param name="Agreed">Cards answered as the back answers them.</param>
/// <param name="Mended">Cards that were worded anew or corrected after it.</param>
/// <param name="On">The day.</param>
public sealed record DeckReview(int Agreed, int Mended, DateOnly On);

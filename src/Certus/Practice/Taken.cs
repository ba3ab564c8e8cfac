namespace Certus.Practice;

/// <summary>What <see cref="Candidates.Take"/> took for the places of a domain.</summary>
/// <param name="Single">Questions that stand alone.</param>
/// <param name="Cases">Cases, and whether each counts.</param>
/// <param name="Unscored">How many of the single ones do not count.</param>
/// <param name="Barred">How many of the places that were left empty something could have filled that would tell the answer of another.</param>
internal sealed record Taken(IReadOnlyList<Block> Single, IReadOnlyList<(Block Case, bool Scored)> Cases, int Unscored, int Barred)
{
    /// <summary>Everything that was taken.</summary>
    public IEnumerable<Block> Blocks => Single.Concat(Cases.Select(taken => taken.Case));

    /// <summary>How many places it fills.</summary>
    public int Size => Blocks.Sum(block => block.Size);
}

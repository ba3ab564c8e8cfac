namespace Certus.Decide;

/// <summary>What is different about one option between two decisions.</summary>
/// <param name="Id">The option.</param>
/// <param name="Name">For people.</param>
/// <param name="RankFirst">Its rank in the first, from 1; 0 where the first does not have it.</param>
/// <param name="RankSecond">Its rank in the second.</param>
/// <param name="Moves">Advice, steps and figures that moved, by how much, in sentences.</param>
/// <param name="Came">Reasons that only the second gives.</param>
/// <param name="Restated">Reasons that both give, as the second words them, where that is other words.</param>
/// <param name="Went">Reasons that only the first gives.</param>
public sealed record OptionChange(
    string Id, string Name, int RankFirst, int RankSecond, IReadOnlyList<string> Moves, IReadOnlyList<string> Came, IReadOnlyList<string> Restated, IReadOnlyList<string> Went)
{
    /// <summary>Whether anything is different but its rank, which moves already where another option comes or goes.</summary>
    public bool IsOwn => Moves.Count + Came.Count + Restated.Count + Went.Count > 0;

    /// <summary>Whether its rank is another.</summary>
    public bool IsRank => RankFirst != RankSecond;
}

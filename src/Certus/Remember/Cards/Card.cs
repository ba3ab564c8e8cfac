namespace Certus.Remember.Cards;

/// <summary>What is scheduled and reviewed: one side of a note.</summary>
/// <param name="Id">The note's id; with deletions followed by <c>#c</c> and the deletion's number.</param>
/// <param name="Note">The note.</param>
/// <param name="Front">Markdown that asks.</param>
/// <param name="Back">Markdown that answers.</param>
public sealed record Card(string Id, Note Note, string Front, string Back)
{
    /// <summary>A number that tells this card from others; decides the spread of its intervals.</summary>
    public ulong Key => KeyOf(Id);

    /// <summary>The number of a card's id: its FNV-1a hash.</summary>
    public static ulong KeyOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var hash = 14695981039346656037UL;
        foreach (var c in id) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}

namespace Certus.Remember.Cards;

/// <summary>What is scheduled and reviewed: one side of a note.</summary>
/// <param name="Id">The note's id; with deletions followed by <c>#c</c> and the deletion's number.</param>
/// <param name="Note">The note.</param>
/// <param name="Front">Markdown that asks.</param>
/// <param name="Back">Markdown that answers.</param>
public sealed record Card(string Id, Note Note, string Front, string Back)
{
    /// <summary>A number that tells this card from others; decides the spread of its intervals. FNV-1a over the id.</summary>
    public ulong Key
    {
        get
        {
            var hash = 14695981039346656037UL;
            foreach (var c in Id) hash = unchecked((hash ^ c) * 1099511628211UL);
            return hash;
        }
    }
}

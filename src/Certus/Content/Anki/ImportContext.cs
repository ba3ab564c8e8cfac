using System.Collections.Frozen;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>What an import comes into.</summary>
/// <param name="Cards">The learner's cards as they stand.</param>
/// <param name="Batch">The id by which the whole import can be undone.</param>
/// <param name="At">The instant of the import.</param>
/// <param name="Days">The learner's days.</param>
public sealed record ImportContext(LearnerCards Cards, Guid Batch, DateTimeOffset At, LearnerDays Days)
{
    /// <summary>The notes that come with Certus, by id: their history may come in, their text stays.</summary>
    public IReadOnlyDictionary<string, Note> BuiltIn { get; init; } = FrozenDictionary<string, Note>.Empty;

    /// <summary>The learner's own notes, by id: a file that says less of one than is known leaves the rest as it is.</summary>
    public IReadOnlyDictionary<string, Note> Own { get; init; } = FrozenDictionary<string, Note>.Empty;

    /// <summary>Ids of skills; a note of any other is one without a skill.</summary>
    public IReadOnlySet<string> Skills { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Ids of misconceptions.</summary>
    public IReadOnlySet<string> Misconceptions { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The context of some content and a learner's notes.</summary>
    public static ImportContext Of(Library library, LearnerCards cards, IEnumerable<Note> own, Guid batch, DateTimeOffset at, LearnerDays days)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new(cards, batch, at, days)
        {
            Own = own.ToFrozenDictionary(note => note.Id, StringComparer.Ordinal),
            BuiltIn = library.Decks.SelectMany(deck => deck.Notes).ToFrozenDictionary(note => note.Id, StringComparer.Ordinal),
            Skills = library.Register.Skills.Keys.ToFrozenSet(StringComparer.Ordinal),
            Misconceptions = library.Register.Misconceptions.Keys.ToFrozenSet(StringComparer.Ordinal),
        };
    }
}

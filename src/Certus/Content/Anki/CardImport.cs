using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>What a file of cards comes to: nothing is kept before its events are appended, and then all of it is.</summary>
/// <param name="Batch">The id that all its events carry.</param>
/// <param name="Notes">Notes that are new, or differ from what the learner has.</param>
/// <param name="Added">How many of them are new.</param>
/// <param name="Unchanged">Notes of the file that the learner has just so, or that come with Certus.</param>
/// <param name="Cards">Cards of the file that were carried over, new or not.</param>
/// <param name="Reviews">Reviews that are new to the learner's log.</param>
/// <param name="KnownReviews">Reviews of the file that the log has already.</param>
/// <param name="Placed">Cards whose schedule came without its reviews.</param>
/// <param name="Suspended">Cards that come suspended.</param>
/// <param name="Pictures">Pictures that the notes show.</param>
/// <param name="Events">What to append.</param>
/// <param name="Bodies">Bodies of notes and bytes of pictures that the events name.</param>
/// <param name="Losses">What could not be carried over, the most frequent first.</param>
public sealed record CardImport(
    Guid Batch, IReadOnlyList<Note> Notes, int Added, int Unchanged, int Cards, int Reviews, int KnownReviews, int Placed, int Suspended, int Pictures, IReadOnlyList<MemoryEvent> Events,
    IReadOnlyList<ReadOnlyMemory<byte>> Bodies, IReadOnlyList<ImportLoss> Losses)
{
    /// <summary>How many notes are later versions of what the learner has.</summary>
    public int Updated => Notes.Count - Added;
}

namespace Certus.Remember.Cards;

/// <summary>A card that waits to be reviewed today.</summary>
/// <param name="Card">The card.</param>
/// <param name="Schedule">Where it stands.</param>
/// <param name="Retrievability">The chance of recall now; 0 for a new card.</param>
/// <param name="IsMarked">Flagged by the learner.</param>
public sealed record QueuedCard(Card Card, CardSchedule Schedule, double Retrievability, bool IsMarked) : Queued
{
    /// <summary>Whether it was forgotten so often that reviewing alone does not help.</summary>
    public bool IsLeech => Schedule.Lapses >= Leech.Threshold;

    /// <summary>Whether it was never reviewed, or begun anew.</summary>
    public bool IsNew => Schedule.State == CardState.New;

    /// <inheritdoc/>
    public override string Subject => Card.Note.Subject;
}

namespace Certus.Remember.Cards;

/// <summary>What waits in the day's one queue: a card, or a question that was once missed.</summary>
public abstract record Queued
{
    private protected Queued() { }

    /// <summary>The skill it asks for; for a card without one its deck.</summary>
    public abstract string Subject { get; }
}

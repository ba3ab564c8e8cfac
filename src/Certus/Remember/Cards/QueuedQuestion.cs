namespace Certus.Remember.Cards;

/// <summary>A question that was once missed and is due: a variant of it is asked among the cards.</summary>
/// <param name="Name">What tells it from others: the id of the question that was missed first.</param>
/// <param name="Skill">The skill it asks for.</param>
/// <param name="Due">The instant since which it is due.</param>
/// <param name="Begun">Whether its variant has been shown already; then it comes before all others.</param>
public sealed record QueuedQuestion(string Name, string Skill, DateTimeOffset Due, bool Begun) : Queued
{
    private const string Prefix = "question:";

    /// <summary>What it is called among the cards, to be put off like one.</summary>
    public string Id => IdOf(Name);

    /// <inheritdoc/>
    public override string Subject => Skill;

    /// <summary>What a question is called among the cards.</summary>
    /// <param name="name">Its <see cref="Name"/>.</param>
    public static string IdOf(string name) => Prefix + name;

    /// <summary>The question that <see cref="IdOf"/> called so; null where it is a card.</summary>
    public static string? NameOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : null;
    }
}

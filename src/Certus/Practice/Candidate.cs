namespace Certus.Practice;

/// <summary>A question that could stand in a form.</summary>
/// <param name="Item">The question.</param>
/// <param name="DomainId">The domain of the form's exam in which it counts; for all parts of a case that of the first.</param>
/// <param name="Task">Its task in the form's exam.</param>
/// <param name="Fresh">Whether the learner has never been shown it.</param>
internal sealed record Candidate(BankItem Item, string? DomainId, string? Task, bool Fresh)
{
    /// <summary>Which missed question it stands for; null for none.</summary>
    public Variant? Variant { get; init; }
}

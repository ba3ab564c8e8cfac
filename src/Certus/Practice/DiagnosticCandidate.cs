namespace Certus.Practice;

/// <summary>A question that a diagnostic could ask next.</summary>
/// <param name="Item">The question; the learner has never been shown it.</param>
/// <param name="Domain">The domain of the exam in which it counts.</param>
/// <param name="Task">Its task in the exam.</param>
public sealed record DiagnosticCandidate(BankItem Item, string Domain, string Task);

namespace Certus.Decide;

/// <summary>What an answer would lead to.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Weight">How likely it is taken to be.</param>
/// <param name="OptionId">The option that would be advised then.</param>
public sealed record AnswerOutcome(string Answer, double Weight, string OptionId);

namespace Certus.Store;

/// <summary>What a learner found wrong with a question.</summary>
/// <param name="Id">Made by whoever files it; filing one id twice keeps the first.</param>
/// <param name="ItemId">The question.</param>
/// <param name="ItemVersion">The version that was shown.</param>
/// <param name="Text">The learner's words.</param>
/// <param name="At">When.</param>
public sealed record QuestionReport(Guid Id, string ItemId, string ItemVersion, string Text, DateTimeOffset At);

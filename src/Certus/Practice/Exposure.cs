namespace Certus.Practice;

/// <summary>What a learner has been shown.</summary>
/// <param name="LastShown">Question id (without version: a mended question is not a new one) and the instant it was last shown.</param>
public sealed record Exposure(IReadOnlyDictionary<string, DateTimeOffset> LastShown)
{
    /// <summary>Nothing yet.</summary>
    public static readonly Exposure Nothing = new(new Dictionary<string, DateTimeOffset>());

    /// <summary>Whether the learner has never been shown the question.</summary>
    public bool IsFresh(string questionId) => !LastShown.ContainsKey(questionId);
}

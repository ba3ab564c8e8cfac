using System.Globalization;

namespace Certus.Practice;

/// <summary>What a learner has been shown.</summary>
/// <param name="LastShown">Question id (without version: a mended question is not a new one) and the instant it was last shown.</param>
public sealed record Exposure(IReadOnlyDictionary<string, DateTimeOffset> LastShown)
{
    /// <summary>Nothing yet.</summary>
    public static readonly Exposure Nothing = new(new Dictionary<string, DateTimeOffset>());

    /// <summary>The seeds of the questions of a generator that the learner has been shown.</summary>
    public IEnumerable<ulong> SeedsOf(string generatorId)
    {
        foreach (var id in LastShown.Keys)
            if (id.Length > generatorId.Length && id[generatorId.Length] == '@' && id.StartsWith(generatorId, StringComparison.Ordinal)
                && ulong.TryParse(id.AsSpan(generatorId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) yield return seed;
    }

    /// <summary>Whether the learner has never been shown the question.</summary>
    public bool IsFresh(string questionId) => !LastShown.ContainsKey(questionId);
}

namespace Certus.Store.Rows;

/// <summary>One preference of a learner.</summary>
public sealed class PreferenceRow
{
    /// <summary>Whose it is.</summary>
    public Guid LearnerId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value as JSON.</summary>
    public required string Value { get; init; }
}

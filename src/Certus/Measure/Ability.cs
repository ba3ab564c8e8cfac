namespace Certus.Measure;

/// <summary>How able a person is, by the answers given.</summary>
public static class Ability
{
    /// <summary>Estimates the ability of one person. For many persons make one <see cref="AbilityEstimator"/>.</summary>
    /// <param name="method">How.</param>
    /// <param name="items">The items, at least one.</param>
    /// <param name="responses">A category for each item, or <see cref="Response.Missing"/>.</param>
    /// <param name="prior">For EAP and MAP; not used by the others. Left out, standard normal.</param>
    /// <exception cref="ArgumentException">There are no items, or not as many responses as items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A response is no category of its item, or the prior is none.</exception>
    public static AbilityEstimate Estimate(AbilityMethod method, IReadOnlyList<ItemModel> items, ReadOnlySpan<sbyte> responses, NormalPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count != responses.Length) throw new ArgumentException($"There are {items.Count} items and {responses.Length} responses.");
        List<ItemModel> answered = [];
        List<sbyte> given = [];
        for (var i = 0; i < items.Count; i++)
            if (responses[i] != Response.Missing)
            {
                answered.Add(items[i]);
                given.Add(responses[i]);
            }
        // Without an answer any item serves: only the prior speaks.
        if (answered.Count == 0) return new AbilityEstimator(method, items, prior).Estimate(responses);
        return new AbilityEstimator(method, answered, prior).Estimate([.. given]);
    }
}

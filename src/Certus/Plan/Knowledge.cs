namespace Certus.Plan;

/// <summary>What somebody of a kind is taken to know already.</summary>
/// <param name="Trait">Who: a role, a level of Python, <c>introCourse</c>, <c>mlYears</c>, <c>careerYears</c>, <c>onAws</c> or <c>held:CODE</c>.</param>
/// <param name="Left">The share of a skill's minutes that is still to be studied, from 0 to below 1.</param>
/// <param name="Skills">Ids of skills.</param>
/// <param name="Why">One sentence.</param>
public sealed record Knowledge(string Trait, double Left, IReadOnlyList<string> Skills, string Why)
{
    /// <summary>The share of each skill that is left for somebody; skills that are absent are left whole, and of several entries the smallest counts.</summary>
    /// <param name="all">Everything that is known of people.</param>
    /// <param name="traits">Who it is.</param>
    public static IReadOnlyDictionary<string, double> LeftFor(IReadOnlyList<Knowledge> all, IReadOnlyCollection<string> traits)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(traits);
        Dictionary<string, double> left = new(StringComparer.Ordinal);
        foreach (var entry in all.Where(entry => traits.Contains(entry.Trait)))
            foreach (var skill in entry.Skills) left[skill] = Math.Min(entry.Left, left.GetValueOrDefault(skill, 1));
        return left;
    }
}

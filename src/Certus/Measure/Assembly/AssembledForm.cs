namespace Certus.Measure.Assembly;

/// <summary>A form that was made.</summary>
/// <param name="Items">The ids, in the order of the problem's items.</param>
/// <param name="Information">Its information at each point of the objective, per squared logit.</param>
/// <param name="Seconds">Its reading time.</param>
/// <param name="Uses">How often its items stand in earlier forms, added up.</param>
public sealed record AssembledForm(IReadOnlyList<string> Items, IReadOnlyList<double> Information, int Seconds, int Uses)
{
    /// <summary>Makes the form of some items of a problem, given by their places in it, in ascending order.</summary>
    internal static AssembledForm Of(AssemblyProblem problem, IReadOnlyList<int> places)
    {
        var items = places.Select(place => problem.Items[place]).ToList();
        // Added up in the order of the problem's items, so that equal forms have equal sums.
        return new([.. items.Select(item => item.Id)], [.. problem.Objective.Theta.Select((_, t) => items.Sum(item => item.Information[t]))], items.Sum(item => item.Seconds), items.Sum(item => item.Uses));
    }
}

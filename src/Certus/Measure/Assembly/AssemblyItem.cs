namespace Certus.Measure.Assembly;

/// <summary>What assembly has to know of an item.</summary>
/// <param name="Id">Names the item; unique in a problem, not empty.</param>
/// <param name="Information">The Fisher information, per squared logit, at each point of the problem's objective; finite, at least 0. See <see cref="InformationOf"/>.</param>
/// <param name="Domain">The domain it counts for; empty where there is none.</param>
/// <param name="Task">The task within it; empty where there is none.</param>
/// <param name="Seconds">How long it takes to read and answer, in seconds; at least 0.</param>
/// <param name="Group">Items of one group, such as the parts of a case, are taken together or not at all; empty for an item of its own.</param>
/// <param name="Uses">How often it stands in forms already made; at least 0.</param>
/// <param name="Seen">Whether the learner has seen it.</param>
public sealed record AssemblyItem(
    string Id, IReadOnlyList<double> Information, string Domain = "", string Task = "", int Seconds = 0, string Group = "", int Uses = 0, bool Seen = false)
{
    /// <summary>The information of a calibrated item at some points.</summary>
    /// <param name="model">How its answers depend on ability.</param>
    /// <param name="theta">Points in logits; finite.</param>
    /// <returns>As many numbers as points, at least 0, per squared logit.</returns>
    public static IReadOnlyList<double> InformationOf(ItemModel model, IReadOnlyList<double> theta)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(theta);
        return [.. theta.Select(model.Information)];
    }
}

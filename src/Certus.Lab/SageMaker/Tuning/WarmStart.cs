namespace Certus.Lab.SageMaker.Tuning;

/// <summary>What earlier tuning jobs have shown, as a search that starts from them sees it.</summary>
/// <param name="SameData">Whether it was shown on the same data by the same algorithm (IdenticalDataAndAlgorithm), so that results mean the same; otherwise only what is better than what carries over.</param>
/// <param name="Parents">The trials of each; their values are those of every hyperparameter, searched then or not.</param>
/// <param name="Pinned">What a parent searched and this search does not, with the value it has now.</param>
internal sealed record WarmStart(bool SameData, IReadOnlyList<IReadOnlyList<Trial>> Parents, IReadOnlyList<(TunedParameter Parameter, string Value)> Pinned)
{
    /// <summary>A start from nothing.</summary>
    public static WarmStart None { get; } = new(true, [], []);
}

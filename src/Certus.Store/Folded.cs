using System.Collections.Immutable;
using Certus.Practice;

namespace Certus.Store;

/// <summary>A sitting folded out of the log, up to a sequence.</summary>
/// <param name="Sitting">The state.</param>
/// <param name="Sequence">The last event in it; 0 before the first.</param>
/// <param name="FirstExposure">By position from 0: whether the learner met the question here for the first time; null before it was shown.</param>
internal sealed record Folded(Sitting Sitting, int Sequence, ImmutableArray<bool?> FirstExposure)
{
    public static Folded Begin(SittingStart start) => new(Sitting.Begin(start), 0, [.. new bool?[start.Form.Items.Count]]);

    /// <summary>With room for the question that an event adds.</summary>
    public static ImmutableArray<bool?> Grown(ImmutableArray<bool?> exposure, SittingEvent happened) => happened is SittingEvent.Added ? exposure.Add(null) : exposure;

    /// <summary>With the first exposure of a position, where that is not yet known.</summary>
    public ImmutableArray<bool?> WithExposure(int position, bool first) =>
        FirstExposure[position - 1] is null ? FirstExposure.SetItem(position - 1, first) : FirstExposure;
}

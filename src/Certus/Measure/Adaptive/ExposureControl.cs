namespace Certus.Measure.Adaptive;

/// <summary>What keeps a few good items from being asked of everybody.</summary>
public abstract record ExposureControl
{
    private ExposureControl()
    {
    }

    /// <summary>Nothing: the best item is asked.</summary>
    public sealed record None : ExposureControl;

    /// <summary>One of the best few, each equally likely. Kingsbury and Zara (1989).</summary>
    /// <param name="Best">How many to choose from; at least 1, which is no control.</param>
    public sealed record Randomesque(int Best) : ExposureControl;

    /// <summary>
    /// A chosen item is asked with a probability of its own, and otherwise set aside for this examinee. Sympson and Hetter (1985); <see cref="SympsonHetterSearch"/> finds the
    /// probabilities by simulation.
    /// </summary>
    /// <param name="Parameters">A probability for each item of the bank; above 0, at most 1.</param>
    public sealed record SympsonHetter(IReadOnlyList<double> Parameters) : ExposureControl;
}

namespace Certus.Measure.Assembly;

/// <summary>What makes one set of forms better than another.</summary>
public abstract record AssemblyObjective
{
    private AssemblyObjective(IReadOnlyList<double> theta) => Theta = theta;

    /// <summary>The points, in logits, at which information counts; put them around the pass line.</summary>
    public IReadOnlyList<double> Theta { get; }

    /// <summary>Nothing: any forms that keep the rules will do.</summary>
    public sealed record Any() : AssemblyObjective([]);

    /// <summary>Maximize the smallest information that any form has at any point. At one point that is the information there.</summary>
    /// <param name="Theta">At least one, finite.</param>
    /// <remarks>The maximin principle, van der Linden and Boekkooi-Timminga (1989).</remarks>
    public sealed record Maximin(IReadOnlyList<double> Theta) : AssemblyObjective(Theta);

    /// <summary>Minimize the largest difference, at any point of any form, between its information and a target.</summary>
    /// <param name="Theta">At least one, finite.</param>
    /// <param name="Information">The target at each point, per squared logit; finite, at least 0.</param>
    /// <remarks>The minimax principle, van der Linden (2005), section 5.2. It makes parallel forms of one target.</remarks>
    public sealed record Target(IReadOnlyList<double> Theta, IReadOnlyList<double> Information) : AssemblyObjective(Theta);
}

namespace Certus.Measure.Assembly;

/// <summary>What came of a problem.</summary>
public abstract record AssemblyResult
{
    private AssemblyResult() { }

    /// <summary>Forms that keep every rule.</summary>
    /// <param name="Forms">As many as were asked for.</param>
    /// <param name="Objective">
    /// Of a maximin, the smallest information of any form at any point; of a target, the largest difference; 0 without an objective. Computed from the forms.
    /// </param>
    /// <param name="Bound">No forms have a better objective than this: one above a maximin, one below the difference to a target.</param>
    /// <param name="ProvenOptimal">Whether there are no better forms, but for the rounding of information to seven decimals an item. False also where some was given up for exposure.</param>
    public sealed record Solved(IReadOnlyList<AssembledForm> Forms, double Objective, double Bound, bool ProvenOptimal) : AssemblyResult;

    /// <summary>There are none, proven.</summary>
    /// <param name="Conflict">Rules that can't be kept together, each in words; of these none could be left out.</param>
    /// <param name="Relaxations">The fewest rules to relax so that there are forms, each with the amount, in one sentence.</param>
    public sealed record Infeasible(IReadOnlyList<string> Conflict, IReadOnlyList<string> Relaxations) : AssemblyResult;

    /// <summary>The effort allowed was spent before any forms were found or shown to be none.</summary>
    public sealed record Undecided : AssemblyResult;
}

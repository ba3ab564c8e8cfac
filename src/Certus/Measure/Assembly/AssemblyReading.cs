namespace Certus.Measure.Assembly;

/// <summary>What came of reading a problem.</summary>
public abstract record AssemblyReading
{
    private AssemblyReading() { }

    /// <summary>It is one.</summary>
    /// <param name="Problem">The problem; it has no <see cref="AssemblyProblem.Fault"/>.</param>
    public sealed record Accepted(AssemblyProblem Problem) : AssemblyReading;

    /// <summary>It is none.</summary>
    /// <param name="Fault">One sentence that names the field or item.</param>
    public sealed record Refused(string Fault) : AssemblyReading;
}

using Certus.Catalog;

namespace Certus.Decide;

/// <summary>How much of an exam's outline is theory and how much is operations, by the weights of its domains. How deep it goes into them is another matter: <see cref="ExamLine"/>.</summary>
/// <param name="Theory">Share of the weights, 0 to 1: domains that lean there, and half of those that lean both ways.</param>
/// <param name="Operations">Likewise.</param>
/// <param name="Neither">The rest.</param>
public sealed record OutlineShare(double Theory, double Operations, double Neither)
{
    /// <summary>The shares of an exam; null where its outline is not known or not all of its domains were read.</summary>
    public static OutlineShare? Of(ExamLine line, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(exam);
        decimal theory = 0, operations = 0, whole = 0;
        foreach (var domain in exam.Domains)
        {
            if (line.Leans.FirstOrDefault(lean => lean.Domain == domain.Id) is not { Toward: var toward }) return null;
            whole += domain.Weight;
            theory += domain.Weight * (toward switch { Lean.Theory => 1, Lean.Both => 0.5m, _ => 0 });
            operations += domain.Weight * (toward switch { Lean.Operations => 1, Lean.Both => 0.5m, _ => 0 });
        }
        return whole == 0 ? null : new((double)(theory / whole), (double)(operations / whole), (double)((whole - theory - operations) / whole));
    }
}

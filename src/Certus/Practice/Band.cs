namespace Certus.Practice;

/// <summary>Within what a sum over the questions of a form should lie.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
/// <param name="Unit">What counts as far outside as any other band's unit; above 0.</param>
internal readonly record struct Band(double Least, double Most, double Unit)
{
    /// <summary>How far a sum lies outside, in units: above 0 where it is too large, below where it is too small, 0 inside.</summary>
    public double Off(double sum) => sum > Most ? (sum - Most) / Unit : sum < Least ? (sum - Least) / Unit : 0;
}

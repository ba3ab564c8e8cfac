namespace Certus.Numerics;

/// <summary>A function of one real number, as a structure, so that a search for its root allocates nothing.</summary>
public interface IFunction
{
    /// <summary>The value at a point.</summary>
    double At(double x);
}

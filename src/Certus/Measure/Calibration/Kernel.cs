namespace Certus.Measure.Calibration;

/// <summary>What depends on ability and has free parameters of its own: an item, or the population that the persons are drawn from.</summary>
/// <remarks>
/// A kernel has categories: an item's are its responses, the population's are the groups. It tabulates over <see cref="Grid"/> the log probability of each category
/// and the derivatives of it by its parameters. All tables run over the points last, <see cref="Grid.Padded"/> of them.
/// </remarks>
internal abstract class Kernel(int categories, int parameters)
{
    public int Categories { get; } = categories;

    /// <summary>How many free parameters there are; may be 0.</summary>
    public int Parameters { get; } = parameters;

    /// <summary>Where the parameters begin among all.</summary>
    public int First { get; set; }

    /// <summary>Between which numbers a parameter is sought. A likelihood that still rises there rises for ever.</summary>
    public virtual (double Low, double High) Range(int parameter) => (-MostParameter, MostParameter);

    /// <summary>Whether parameters within their ranges go together.</summary>
    public virtual bool Allows(ReadOnlySpan<double> beta) => true;

    private const double MostParameter = 600;

    /// <summary>ln P by category and point, and where wanted its derivative by category, parameter and point.</summary>
    public abstract void Tabulate(ReadOnlySpan<double> beta, Span<double> logP, Span<double> scores);

    /// <summary>Adds up, over categories and points, how often a category is expected times minus the second derivatives of its ln P.</summary>
    /// <param name="beta">The parameters.</param>
    /// <param name="expected">How often each category is expected at each point.</param>
    /// <param name="into">A square of as many rows as there are parameters.</param>
    public abstract void AddCurvature(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, Span<double> into);

    /// <summary>Adds up what the complete data would be expected to say of the parameters (Fisher); never negative.</summary>
    public virtual void AddInformation(ReadOnlySpan<double> beta, ReadOnlySpan<double> expected, ReadOnlySpan<double> logP, ReadOnlySpan<double> scores, Span<double> into)
    {
        Span<double> weight = stackalloc double[Grid.Padded];
        Span<double> count = stackalloc double[Grid.Padded];
        count.Clear();
        for (var k = 0; k < Categories; k++)
            for (var q = 0; q < Grid.Padded; q++) count[q] += expected[k * Grid.Padded + q];
        for (var k = 0; k < Categories; k++)
        {
            for (var q = 0; q < Grid.Padded; q++) weight[q] = count[q] * Math.Exp(logP[k * Grid.Padded + q]);
            AddProducts(weight, scores.Slice(k * Parameters * Grid.Padded, Parameters * Grid.Padded), into);
        }
    }

    /// <summary>The logarithm of the prior density.</summary>
    public virtual double LogPrior(ReadOnlySpan<double> beta) => 0;

    /// <summary>Adds the derivatives of the log prior, and where wanted minus its second derivatives.</summary>
    public virtual void AddPrior(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> curvature)
    {
    }

    /// <summary>Adds the weighted products of each two rows of scores.</summary>
    protected void AddProducts(ReadOnlySpan<double> weight, ReadOnlySpan<double> scores, Span<double> into)
    {
        for (var a = 0; a < Parameters; a++)
            for (var b = 0; b <= a; b++)
            {
                ReadOnlySpan<double> left = scores.Slice(a * Grid.Padded, Grid.Padded), right = scores.Slice(b * Grid.Padded, Grid.Padded);
                var sum = 0.0;
                for (var q = 0; q < weight.Length; q++) sum += weight[q] * left[q] * right[q];
                into[a * Parameters + b] += sum;
                if (a != b) into[b * Parameters + a] += sum;
            }
    }
}

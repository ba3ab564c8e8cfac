namespace Certus.Measure;

/// <summary>How the answers to one item depend on ability: the probability of each category of response at a theta.</summary>
/// <remarks>
/// Categories are numbered from 0; of an item that is right or wrong, 1 is right. Theta is in logits without the 1.7 constant and must be finite
/// everywhere (<see cref="ArgumentOutOfRangeException"/>). Nothing here allocates. Models are values: equal numbers make equal models.
/// </remarks>
public abstract partial record ItemModel
{
    /// <summary>The most categories an item may have.</summary>
    public const int MostCategories = 64;

    private ItemModel()
    {
    }

    /// <summary>How many categories of response there are; from 2 to <see cref="MostCategories"/>.</summary>
    public abstract int Categories { get; }

    /// <summary>The probability of each category.</summary>
    /// <param name="theta">Ability in logits.</param>
    /// <param name="into">As long as <see cref="Categories"/> at least; filled with values from 0 to 1 that add up to 1.</param>
    public abstract void Probabilities(double theta, Span<double> into);

    /// <summary>ln P of a response, with its first and second derivative by theta.</summary>
    /// <param name="theta">Ability in logits.</param>
    /// <param name="category">From 0 to <see cref="Categories"/> − 1.</param>
    /// <returns>Finite numbers, even where P is too small for one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such category.</exception>
    public abstract LikelihoodTerms LogLikelihood(double theta, int category);

    /// <summary>The Fisher information, per squared logit: the sum over categories of P′² / P.</summary>
    /// <returns>At least 0.</returns>
    public abstract double Information(double theta);

    /// <summary>Warm's J: the sum over categories of P′P″ / P. The weighted likelihood's score is the likelihood's plus J / 2I.</summary>
    /// <remarks>Warm (1989) for right or wrong; Samejima (1998) for more categories.</remarks>
    public abstract double WarmTerm(double theta);

    /// <summary>The derivative of the information by theta. Equal to <see cref="WarmTerm"/> unless there is a lower asymptote.</summary>
    /// <remarks>Magis (2015) for the graded and the other polytomous models.</remarks>
    public virtual double InformationSlope(double theta) => WarmTerm(theta);

    /// <summary>Where the probabilities change.</summary>
    internal abstract ItemReach Reach { get; }

    /// <summary>Whether ln P of a response is concave in theta.</summary>
    internal virtual bool IsConcave(int category) => true;

    /// <summary>What the slope of ln P of a response tends to at an end of the scale.</summary>
    internal abstract double SlopeAtEnd(int category, bool upper);

    /// <summary>What ln P of a response tends to for the least able, where its slope tends to 0 there.</summary>
    internal virtual double ValueAtLowerEnd(int category) => 0;

    /// <summary>An upper bound of the information between two abilities, as tight as is cheap.</summary>
    /// <param name="low">In logits.</param>
    /// <param name="high">At least <paramref name="low"/>.</param>
    internal abstract double InformationBound(double low, double high);

    /// <summary>The probability of one category.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such category.</exception>
    public double Probability(double theta, int category)
    {
        Known(category);
        Span<double> p = stackalloc double[Categories];
        Probabilities(theta, p);
        return p[category];
    }

    /// <summary>The expected category: the sum of k·P(k). Of an item that is right or wrong, the probability of a right answer.</summary>
    /// <returns>From 0 to <see cref="Categories"/> − 1. It rises with theta, except under the nominal model, where the order of categories means nothing by itself.</returns>
    public double ExpectedScore(double theta)
    {
        Span<double> p = stackalloc double[Categories];
        Probabilities(theta, p);
        var sum = 0.0;
        for (var k = 1; k < p.Length; k++) sum += k * p[k];
        return sum;
    }

    internal static double Finite(double theta) =>
        double.IsFinite(theta) ? theta : throw new ArgumentOutOfRangeException(nameof(theta), theta, "must be finite");

    private void Known(int category)
    {
        if ((uint)category >= (uint)Categories) throw new ArgumentOutOfRangeException(nameof(category), category, $"must be from 0 to {Categories - 1}");
    }

    /// <summary>A copy nobody else can change, or the fault as an exception.</summary>
    private static double[] Checked(string? fault, IReadOnlyList<double> values) =>
        fault is null ? [.. values] : throw new ArgumentOutOfRangeException(nameof(values), $"The item {fault}.");

    private static string? CountFault(int categories) =>
        categories is < 2 or > MostCategories ? $"has {categories} categories, and must have 2 to {MostCategories}" : null;

    private static string? SlopeFault(double discrimination) => new ItemParameters(discrimination, 0).Fault;

    private static string? NumberFault(IReadOnlyList<double> values, string what)
    {
        foreach (var value in values)
            if (!double.IsFinite(value))
                return FormattableString.Invariant($"has the {what} {value}, which must be a number");
        return null;
    }

    private static int Hash(double first, double[] values)
    {
        var hash = new HashCode();
        hash.Add(first);
        foreach (var value in values) hash.Add(value);
        return hash.ToHashCode();
    }
}

using Certus.Measure.Readiness;
using Certus.Numerics;

namespace Certus.Measure.Analysis;

/// <summary>How a question should fare by what its author said of it, and how odd it is that it fared as it did.</summary>
/// <param name="Share">The expected share of right answers, from 0 to 1.</param>
/// <param name="Surprise">The chance of a result that is no likelier than the one there was: near 0 where the author is far off, 1 for the likeliest result.</param>
/// <remarks>
/// A prior predictive check (Box, 1980, <i>Journal of the Royal Statistical Society</i> A 143, 383–430). The error of the author's rating and that of the ability are one normal deviate that all answers share, so many answers of one learner
/// are not taken for as many witnesses; given it, the number of right answers is exact by <see cref="LordWingersky"/>.
/// </remarks>
public readonly record struct Expectation(double Share, double Surprise)
{
    private const int Nodes = 201;

    /// <summary>Computes it.</summary>
    /// <param name="items">A question for each answer, as its author rated it: the same one again, or draws of one generator.</param>
    /// <param name="right">How many of the answers were right.</param>
    /// <param name="theta">The ability of who answered, in logits.</param>
    /// <param name="sd">Its standard error, 0 or more.</param>
    /// <exception cref="ArgumentException">There is no answer, or more right ones than answers.</exception>
    public static Expectation Of(IReadOnlyList<ItemPrior> items, int right, double theta, double sd)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfZero(items.Count, nameof(items));
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, items.Count);
        if (!(double.IsFinite(theta) && sd >= 0 && double.IsFinite(sd))) throw new ArgumentException("The ability is not a number with an error of 0 or more.", nameof(theta));
        foreach (var item in items) item.Require();
        var (predicted, given, chances) = (new double[items.Count + 1], new double[items.Count + 1], new double[items.Count]);
        for (var node = 0; node < Nodes; node++)
        {
            var z = NormalQuantile.At((node + 0.5) / Nodes);
            for (var i = 0; i < chances.Length; i++)
                chances[i] = (items[i] with { DifficultySd = 0 }).Chance(theta + z * Math.Sqrt(sd * sd + items[i].DifficultySd * items[i].DifficultySd));
            LordWingersky.Fill(chances, given);
            for (var count = 0; count < predicted.Length; count++) predicted[count] += given[count] / Nodes;
        }
        double mean = 0, tail = 0;
        for (var count = 0; count < predicted.Length; count++)
        {
            mean += predicted[count] * count / items.Count;
            if (predicted[count] <= predicted[right] * (1 + 1e-9)) tail += predicted[count];      // results as likely as this one count, whatever the last digit says
        }
        return new(mean, Math.Min(1, tail));
    }
}

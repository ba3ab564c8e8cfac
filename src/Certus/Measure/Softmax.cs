namespace Certus.Measure;

/// <summary>What the models share whose probabilities are proportional to e^(a_k theta + c_k).</summary>
/// <remarks>The derivative of ln P(k) is a_k less the mean slope E, so that the information is the variance of the slopes and Warm's J their third central moment.</remarks>
internal static class Softmax
{
    private const int BoundParts = 8;

    /// <summary>The probabilities, and the logarithm of their common denominator.</summary>
    public static double Probabilities(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts, double theta, Span<double> into)
    {
        var largest = double.NegativeInfinity;
        for (var k = 0; k < slopes.Length; k++) largest = Math.Max(largest, into[k] = slopes[k] * theta + intercepts[k]);
        var sum = 0.0;
        for (var k = 0; k < slopes.Length; k++) sum += into[k] = Math.Exp(into[k] - largest);
        for (var k = 0; k < slopes.Length; k++) into[k] /= sum;
        return largest + Math.Log(sum);
    }

    public static LikelihoodTerms LogLikelihood(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts, double theta, int category)
    {
        Span<double> p = stackalloc double[slopes.Length];
        var denominator = Probabilities(slopes, intercepts, theta, p);
        var mean = Mean(slopes, p);
        return new(slopes[category] * theta + intercepts[category] - denominator, slopes[category] - mean, -Central(slopes, p, mean, 2));
    }

    /// <summary>A central moment of the slopes, each as likely as its category.</summary>
    public static double Moment(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts, double theta, int order)
    {
        Span<double> p = stackalloc double[slopes.Length];
        Probabilities(slopes, intercepts, theta, p);
        return Central(slopes, p, Mean(slopes, p), order);
    }

    public static double InformationBound(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts, double low, double high)
    {
        // I′ is the third central moment, at most the range of the slopes times I: from the middle of a part I grows at most exponentially.
        double least = double.PositiveInfinity, most = double.NegativeInfinity, largest = 0;
        foreach (var slope in slopes) (least, most) = (Math.Min(least, slope), Math.Max(most, slope));
        var width = (high - low) / BoundParts;
        for (var part = 0; part < BoundParts; part++) largest = Math.Max(largest, Moment(slopes, intercepts, low + (part + 0.5) * width, 2));
        return largest * Math.Exp((most - least) * width / 2);
    }

    /// <summary>Two categories are equally likely where the lines of their exponents cross.</summary>
    public static ItemReach Reach(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, least = double.PositiveInfinity, most = 0;
        for (var j = 0; j < slopes.Length; j++)
            for (var k = 0; k < j; k++)
            {
                var difference = Math.Abs(slopes[j] - slopes[k]);
                if (difference == 0) continue;
                var crossing = (intercepts[k] - intercepts[j]) / (slopes[j] - slopes[k]);
                (low, high) = (Math.Min(low, crossing), Math.Max(high, crossing));
                (least, most) = (Math.Min(least, difference), Math.Max(most, difference));
            }
        return new(low, high, least, most);
    }

    public static double SlopeAtEnd(ReadOnlySpan<double> slopes, int category, bool upper)
    {
        var end = slopes[0];
        foreach (var slope in slopes) end = upper ? Math.Max(end, slope) : Math.Min(end, slope);
        return slopes[category] - end;
    }

    public static double ValueAtLowerEnd(ReadOnlySpan<double> slopes, ReadOnlySpan<double> intercepts, int category)
    {
        // Categories that share the least slope share the lower end.
        double sum = 0;
        for (var k = 0; k < slopes.Length; k++)
            if (slopes[k] == slopes[category])
                sum += Math.Exp(intercepts[k] - intercepts[category]);
        return -Math.Log(sum);
    }

    private static double Mean(ReadOnlySpan<double> slopes, ReadOnlySpan<double> p)
    {
        var mean = 0.0;
        for (var k = 0; k < slopes.Length; k++) mean += slopes[k] * p[k];
        return mean;
    }

    private static double Central(ReadOnlySpan<double> slopes, ReadOnlySpan<double> p, double mean, int order)
    {
        var sum = 0.0;
        for (var k = 0; k < slopes.Length; k++)
        {
            var d = slopes[k] - mean;
            sum += p[k] * (order == 2 ? d * d : d * d * d);
        }
        return sum;
    }
}

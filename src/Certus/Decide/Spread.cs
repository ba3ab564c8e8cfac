using System.Numerics;
using Certus.Numerics;

namespace Certus.Decide;

/// <summary>A range of plausible values.</summary>
/// <param name="Shape">What it looks like.</param>
/// <param name="Low">The lowest value, or the 10th percentile.</param>
/// <param name="Mode">The likeliest value, or the median; the value where it is fixed.</param>
/// <param name="High">The highest value, or the 90th percentile.</param>
public readonly record struct Spread(Shape Shape, double Low, double Mode, double High)
{
    private const double NormalNinetieth = 1.2815515655446004;

    /// <summary>One value.</summary>
    public static Spread Of(double value) => new(Shape.Fixed, value, value, value);

    /// <summary>Whether it leaves any doubt.</summary>
    public bool IsCertain => Shape == Shape.Fixed || Low == High;

    /// <summary>The mean, for every shape but percentiles: their median stands in.</summary>
    internal double Mean => Shape switch { Shape.Uniform => (Low + High) / 2, Shape.Triangular => (Low + Mode + High) / 3, _ => Mode };

    /// <summary>The value below which a share of the plausible values lies.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public double Quantile(double probability) => Shape switch
    {
        Shape.Uniform => Low + probability * (High - Low),
        Shape.Triangular when High > Low => probability < (Mode - Low) / (High - Low)
            ? Low + Math.Sqrt(probability * (High - Low) * (Mode - Low))
            : High - Math.Sqrt((1 - probability) * (High - Low) * (High - Mode)),
        Shape.Quantiles => AtNormal(NormalQuantile.At(probability)),
        _ => Mode,
    };

    /// <summary>The value of a standard normal deviate, for <see cref="Shape.Quantiles"/>.</summary>
    private double AtNormal(double z) => Mode * Elementary.Exp(z * (z < 0 ? Elementary.Log(Mode / Low) : Elementary.Log(High / Mode)) / NormalNinetieth);

    /// <summary>The quantiles of many probabilities at once.</summary>
    /// <param name="probabilities">Above 0 and below 1.</param>
    /// <param name="normals">The standard normal quantiles of the same probabilities; read by <see cref="Shape.Quantiles"/> only.</param>
    /// <param name="values">Where to; the length is a multiple of 8, as are the others'.</param>
    internal void Fill(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> normals, Span<double> values)
    {
        if (IsCertain)
        {
            values.Fill(Mode);
            return;
        }
        var width = Vector<double>.Count;
        switch (Shape)
        {
            case Shape.Uniform:
                for (var i = 0; i < values.Length; i += width) (Lanes.At(probabilities, i) * (High - Low) + new Vector<double>(Low)).CopyTo(values[i..]);
                break;
            case Shape.Triangular:
                var one = Vector<double>.One;
                var (rise, fall, turn) = ((High - Low) * (Mode - Low), (High - Low) * (High - Mode), new Vector<double>((Mode - Low) / (High - Low)));
                for (var i = 0; i < values.Length; i += width)
                {
                    var u = Lanes.At(probabilities, i);
                    var up = new Vector<double>(Low) + Vector.SquareRoot(u * rise);
                    var down = new Vector<double>(High) - Vector.SquareRoot((one - u) * fall);
                    Vector.ConditionalSelect(Vector.LessThan(u, turn), up, down).CopyTo(values[i..]);
                }
                break;
            default:
                var (below, above) = (Elementary.Log(Mode / Low) / NormalNinetieth, Elementary.Log(High / Mode) / NormalNinetieth);
                for (var i = 0; i < values.Length; i += width)
                {
                    var z = Lanes.At(normals, i);
                    var sigma = Vector.ConditionalSelect(
                        Vector.LessThan(z, Vector<double>.Zero), new Vector<double>(below), new Vector<double>(above));
                    (Elementary.Exp(z * sigma) * Mode).CopyTo(values[i..]);
                }
                break;
        }
    }
}

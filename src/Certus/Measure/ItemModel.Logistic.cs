using Certus.Numerics;

namespace Certus.Measure;

public abstract partial record ItemModel
{
    /// <summary>Right or wrong: the one-, two- and three-parameter logistic models.</summary>
    public sealed record Logistic : ItemModel
    {
        /// <summary>Makes the model of an item.</summary>
        /// <exception cref="ArgumentOutOfRangeException">a is not a number above 0, b is not a number, or c is not from 0 to below 1.</exception>
        public Logistic(ItemParameters parameters)
        {
            if (parameters.Fault is { } fault) throw new ArgumentOutOfRangeException(nameof(parameters), $"The item {fault}.");
            Parameters = parameters;
        }

        /// <summary>Makes the model of an item's a, b and c.</summary>
        /// <inheritdoc cref="Logistic(ItemParameters)"/>
        public Logistic(double discrimination, double difficulty, double lowerAsymptote = 0)
            : this(new ItemParameters(discrimination, difficulty, lowerAsymptote))
        {
        }

        /// <summary>a, b and c.</summary>
        public ItemParameters Parameters { get; }

        /// <inheritdoc/>
        public override int Categories => 2;

        /// <inheritdoc/>
        public override void Probabilities(double theta, Span<double> into)
        {
            var (a, b, c) = Parameters;
            var z = a * (Finite(theta) - b);
            into[1] = c + (1 - c) * Sigmoid.At(z);
            into[0] = (1 - c) * Sigmoid.At(-z);
        }

        /// <inheritdoc/>
        public override LikelihoodTerms LogLikelihood(double theta, int category)
        {
            Known(category);
            var (a, b, c) = Parameters;
            var z = a * (Finite(theta) - b);
            double s = Sigmoid.At(z), t = Sigmoid.At(-z);
            if (category == 0) return new(Math.Log(1 - c) + Sigmoid.LogAt(-z), -a * s, -a * a * s * t);
            if (c == 0) return new(Sigmoid.LogAt(z), a * t, -a * a * s * t);
            double p = c + (1 - c) * s, known = (1 - c) * s / p;        // known: the share of right answers that are not guessed
            return new(Math.Log(p), a * t * known, a * a * t * known * (t * c / p - s));
        }

        /// <inheritdoc/>
        public override double Information(double theta) => Parameters.Information(theta);

        /// <inheritdoc/>
        public override double WarmTerm(double theta)
        {
            var (a, b, _) = Parameters;
            return Information(theta) * a * (1 - 2 * Sigmoid.At(a * (theta - b)));
        }

        /// <inheritdoc/>
        public override double InformationSlope(double theta)
        {
            var (a, b, c) = Parameters;
            if (c == 0) return WarmTerm(theta);
            double s = Sigmoid.At(a * (theta - b)), t = Sigmoid.At(-a * (theta - b));
            return Information(theta) * a * (t - s + t * c / (c + (1 - c) * s));
        }

        /// <inheritdoc/>
        internal override ItemReach Reach => new(Parameters.Difficulty, Parameters.Difficulty, Parameters.Discrimination, Parameters.Discrimination);

        /// <inheritdoc/>
        internal override bool IsConcave(int category) => category == 0 || Parameters.LowerAsymptote == 0;

        /// <inheritdoc/>
        internal override double SlopeAtEnd(int category, bool upper) => (category, upper) switch
        {
            (0, true) => -Parameters.Discrimination,
            (1, false) when Parameters.LowerAsymptote == 0 => Parameters.Discrimination,
            _ => 0,
        };

        /// <inheritdoc/>
        internal override double ValueAtLowerEnd(int category) => Math.Log(category == 0 ? 1 - Parameters.LowerAsymptote : Parameters.LowerAsymptote);

        /// <inheritdoc/>
        internal override double InformationBound(double low, double high) =>
            Information(Math.Clamp(Parameters.MostInformativeTheta, low, high));        // it has one peak, so this is the maximum itself
    }
}

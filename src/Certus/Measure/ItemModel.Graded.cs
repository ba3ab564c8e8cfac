using Certus.Numerics;

namespace Certus.Measure;

public abstract partial record ItemModel
{
    /// <summary>Ordered categories, each threshold passed or not: the graded response model.</summary>
    /// <remarks>P(at least k) = 1 / (1 + e^(−a(theta − b_k))), and a category's probability is the difference of two of these. Samejima (1969).</remarks>
    public sealed record Graded : ItemModel
    {
        private const int BoundParts = 8;
        private readonly double[] _thresholds;
        private readonly double[] _between;     // 1 − e^(−gap) of each category between two thresholds; 1 of the outermost

        /// <summary>Makes the model of an item.</summary>
        /// <param name="discrimination">a, per logit; finite, above 0.</param>
        /// <param name="thresholds">b_1 to b_(K−1), in logits, each above the one before.</param>
        /// <exception cref="ArgumentOutOfRangeException">The numbers make no item (<see cref="FaultOf"/>).</exception>
        public Graded(double discrimination, IReadOnlyList<double> thresholds)
        {
            ArgumentNullException.ThrowIfNull(thresholds);
            _thresholds = Checked(FaultOf(discrimination, thresholds), thresholds);
            Discrimination = discrimination;
            _between = new double[Categories];
            for (var k = 0; k < Categories; k++) _between[k] = k == 0 || k == _thresholds.Length ? 1 : Math.Exp(Sigmoid.LogOneMinusExp(Gap(k)));
        }

        /// <summary>a, per logit.</summary>
        public double Discrimination { get; }

        /// <summary>b_1 to b_(K−1), in logits, ascending.</summary>
        public IReadOnlyList<double> Thresholds => _thresholds;

        /// <inheritdoc/>
        public override int Categories => _thresholds.Length + 1;

        /// <summary>What is wrong with the numbers, as the rest of a sentence that begins with the item; null for a possible item.</summary>
        public static string? FaultOf(double discrimination, IReadOnlyList<double> thresholds)
        {
            ArgumentNullException.ThrowIfNull(thresholds);
            if ((SlopeFault(discrimination) ?? CountFault(thresholds.Count + 1) ?? NumberFault(thresholds, "threshold")) is { } fault) return fault;
            for (var k = 1; k < thresholds.Count; k++)
                if (thresholds[k] <= thresholds[k - 1])
                    return FormattableString.Invariant($"has the threshold {thresholds[k]} after {thresholds[k - 1]}, and thresholds must ascend");
            return null;
        }

        /// <inheritdoc/>
        public override void Probabilities(double theta, Span<double> into)
        {
            var below = Lower(Finite(theta), 0);
            for (var k = 0; k < Categories; k++)
            {
                var above = Lower(theta, k + 1);
                into[k] = below.At * above.AtMinus * _between[k];
                below = above;
            }
        }

        /// <inheritdoc/>
        public override LikelihoodTerms LogLikelihood(double theta, int category)
        {
            Finite(theta);
            Known(category);
            double value = 0, slope = 0, curvature = 0;
            if (category > 0)
            {
                var z = Z(theta, category);
                var missed = Sigmoid.At(-z);
                (value, slope, curvature) = (Sigmoid.LogAt(z), missed, missed * Sigmoid.At(z));
            }
            if (category < _thresholds.Length)
            {
                var z = Z(theta, category + 1);
                var passed = Sigmoid.At(z);
                (value, slope, curvature) = (value + Sigmoid.LogAt(-z), slope - passed, curvature + passed * Sigmoid.At(-z));
            }
            if (category > 0 && category < _thresholds.Length) value += Sigmoid.LogOneMinusExp(Gap(category));
            return new(value, Discrimination * slope, -Discrimination * Discrimination * curvature);
        }

        /// <inheritdoc/>
        public override double Information(double theta)
        {
            var sum = 0.0;
            var below = Lower(Finite(theta), 0);
            for (var k = 0; k < Categories; k++)
            {
                var above = Lower(theta, k + 1);
                var slope = below.AtMinus - above.At;
                sum += below.At * above.AtMinus * _between[k] * slope * slope;
                below = above;
            }
            return Discrimination * Discrimination * sum;
        }

        /// <inheritdoc/>
        public override double WarmTerm(double theta)
        {
            var sum = 0.0;
            var below = Lower(Finite(theta), 0);
            for (var k = 0; k < Categories; k++)
            {
                var above = Lower(theta, k + 1);
                var (slope, curvature) = (below.AtMinus - above.At, below.At * below.AtMinus + above.At * above.AtMinus);
                sum += below.At * above.AtMinus * _between[k] * slope * (slope * slope - curvature);
                below = above;
            }
            return Discrimination * Discrimination * Discrimination * sum;
        }

        /// <inheritdoc/>
        internal override ItemReach Reach => new(_thresholds[0], _thresholds[^1], Discrimination, Discrimination);

        /// <inheritdoc/>
        internal override double SlopeAtEnd(int category, bool upper) =>
            upper ? category == _thresholds.Length ? 0 : -Discrimination : category == 0 ? 0 : Discrimination;

        /// <inheritdoc/>
        internal override double InformationBound(double low, double high)
        {
            // |I′| is at most 2a³: each category's slope lies within ±a and changes by at most a²/2 per logit.
            var (width, most) = ((high - low) / BoundParts, 0.0);
            for (var part = 0; part < BoundParts; part++) most = Math.Max(most, Information(low + (part + 0.5) * width));
            return most + Discrimination * Discrimination * Discrimination * width;
        }

        /// <summary>Whether both are the same item.</summary>
        public bool Equals(Graded? other) => other is not null && Discrimination.Equals(other.Discrimination) && _thresholds.AsSpan().SequenceEqual(other._thresholds);

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(Discrimination, _thresholds);

        private double Z(double theta, int threshold) => Discrimination * (theta - _thresholds[threshold - 1]);

        private double Gap(int category) => Discrimination * (_thresholds[category] - _thresholds[category - 1]);

        /// <summary>
        /// The probability to pass the threshold below a category, and to miss it. A category's is a product, σ(x) − σ(y) = σ(x) σ(−y) (1 − e^(y−x)), so that a small difference keeps
        /// its digits.
        /// </summary>
        private (double At, double AtMinus) Lower(double theta, int category) =>
            category == 0 ? (1, 0) : category > _thresholds.Length ? (0, 1) : Sigmoid.Both(Z(theta, category));
    }
}

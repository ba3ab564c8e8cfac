namespace Certus.Measure;

public abstract partial record ItemModel
{
    /// <summary>Ordered categories, one step after the other: the generalized partial credit model; with a = 1 the partial credit model.</summary>
    /// <remarks>
    /// P(k) is proportional to e^(a((theta − b_1) + … + (theta − b_k))), and category 0 to 1. Muraki (1992), Masters (1982). b_k is where categories k − 1 and k are
    /// equally likely; steps need not ascend.
    /// </remarks>
    public sealed record PartialCredit : ItemModel
    {
        private readonly double[] _steps, _slopes, _intercepts;

        /// <summary>Makes the model of an item.</summary>
        /// <param name="discrimination">a, per logit; finite, above 0.</param>
        /// <param name="steps">b_1 to b_(K−1), in logits; finite.</param>
        /// <exception cref="ArgumentOutOfRangeException">The numbers make no item (<see cref="FaultOf"/>).</exception>
        public PartialCredit(double discrimination, IReadOnlyList<double> steps)
        {
            ArgumentNullException.ThrowIfNull(steps);
            _steps = Checked(FaultOf(discrimination, steps), steps);
            Discrimination = discrimination;
            _slopes = new double[_steps.Length + 1];
            _intercepts = new double[_steps.Length + 1];
            for (var k = 1; k < _slopes.Length; k++) (_slopes[k], _intercepts[k]) = (k * discrimination, _intercepts[k - 1] - discrimination * _steps[k - 1]);
        }

        /// <summary>a, per logit.</summary>
        public double Discrimination { get; }

        /// <summary>b_1 to b_(K−1), in logits.</summary>
        public IReadOnlyList<double> Steps => _steps;

        /// <inheritdoc/>
        public override int Categories => _slopes.Length;

        /// <summary>What is wrong with the numbers, as the rest of a sentence that begins with the item; null for a possible item.</summary>
        public static string? FaultOf(double discrimination, IReadOnlyList<double> steps)
        {
            ArgumentNullException.ThrowIfNull(steps);
            return SlopeFault(discrimination) ?? CountFault(steps.Count + 1) ?? NumberFault(steps, "step");
        }

        /// <inheritdoc/>
        public override void Probabilities(double theta, Span<double> into) => Softmax.Probabilities(_slopes, _intercepts, Finite(theta), into);

        /// <inheritdoc/>
        public override LikelihoodTerms LogLikelihood(double theta, int category)
        {
            Known(category);
            return Softmax.LogLikelihood(_slopes, _intercepts, Finite(theta), category);
        }

        /// <inheritdoc/>
        public override double Information(double theta) => Softmax.Moment(_slopes, _intercepts, Finite(theta), 2);

        /// <inheritdoc/>
        public override double WarmTerm(double theta) => Softmax.Moment(_slopes, _intercepts, Finite(theta), 3);

        /// <inheritdoc/>
        internal override ItemReach Reach => Softmax.Reach(_slopes, _intercepts);

        /// <inheritdoc/>
        internal override double SlopeAtEnd(int category, bool upper) => Softmax.SlopeAtEnd(_slopes, category, upper);

        /// <inheritdoc/>
        internal override double ValueAtLowerEnd(int category) => Softmax.ValueAtLowerEnd(_slopes, _intercepts, category);

        /// <inheritdoc/>
        internal override double InformationBound(double low, double high) => Softmax.InformationBound(_slopes, _intercepts, low, high);

        /// <summary>Whether both are the same item.</summary>
        public bool Equals(PartialCredit? other) => other is not null && Discrimination.Equals(other.Discrimination) && _steps.AsSpan().SequenceEqual(other._steps);

        /// <inheritdoc/>
        public override int GetHashCode() => Hash(Discrimination, _steps);
    }
}

namespace Certus.Measure;

public abstract partial record ItemModel
{
    /// <summary>Categories without a given order, such as the options of a question with its distractors: the nominal response model.</summary>
    /// <remarks>P(k) is proportional to e^(a_k theta + c_k). Bock (1972). Only differences of slopes and of intercepts matter; which category is which is the caller's.</remarks>
    public sealed record Nominal : ItemModel
    {
        private readonly double[] _slopes, _intercepts;

        /// <summary>Makes the model of an item.</summary>
        /// <param name="slopes">a_k of each category, per logit; finite, not all equal. The category that the ablest choose has the largest.</param>
        /// <param name="intercepts">c_k of each category; finite.</param>
        /// <exception cref="ArgumentOutOfRangeException">The numbers make no item (<see cref="FaultOf"/>).</exception>
        public Nominal(IReadOnlyList<double> slopes, IReadOnlyList<double> intercepts)
        {
            ArgumentNullException.ThrowIfNull(slopes);
            ArgumentNullException.ThrowIfNull(intercepts);
            _slopes = Checked(FaultOf(slopes, intercepts), slopes);
            _intercepts = [.. intercepts];
        }

        /// <summary>a_k of each category, per logit.</summary>
        public IReadOnlyList<double> Slopes => _slopes;

        /// <summary>c_k of each category.</summary>
        public IReadOnlyList<double> Intercepts => _intercepts;

        /// <inheritdoc/>
        public override int Categories => _slopes.Length;

        /// <summary>What is wrong with the numbers, as the rest of a sentence that begins with the item; null for a possible item.</summary>
        public static string? FaultOf(IReadOnlyList<double> slopes, IReadOnlyList<double> intercepts)
        {
            ArgumentNullException.ThrowIfNull(slopes);
            ArgumentNullException.ThrowIfNull(intercepts);
            return CountFault(slopes.Count)
                ?? (slopes.Count != intercepts.Count ? $"has {slopes.Count} slopes and {intercepts.Count} intercepts, and must have as many of both" : null)
                ?? NumberFault(slopes, "slope") ?? NumberFault(intercepts, "intercept")
                ?? (slopes.All(slope => slope == slopes[0]) ? "has the same slope in every category and so measures nothing" : null);
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
        public bool Equals(Nominal? other) => other is not null && _slopes.AsSpan().SequenceEqual(other._slopes) && _intercepts.AsSpan().SequenceEqual(other._intercepts);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Hash(0, _slopes), Hash(0, _intercepts));
    }
}

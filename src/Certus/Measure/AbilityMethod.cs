namespace Certus.Measure;

/// <summary>How ability is estimated from responses. docs/models/ability.md has the formulas and when to take which.</summary>
public enum AbilityMethod
{
    /// <summary>The mean of the posterior. Bock and Mislevy (1982).</summary>
    ExpectedAPosteriori,

    /// <summary>The mode of the posterior. Samejima (1969).</summary>
    MaximumAPosteriori,

    /// <summary>Where the likelihood is largest; there is no such place when all is right or all is wrong.</summary>
    MaximumLikelihood,

    /// <summary>Warm's weighted likelihood (1989): the likelihood's bias of first order removed; finite for every pattern.</summary>
    WeightedLikelihood,

    /// <summary>
    /// The mode under Jeffreys' prior, the root of the information. The same as <see cref="WeightedLikelihood"/> without a lower asymptote, and what some packages
    /// call so with one. Magis and Raîche (2012).
    /// </summary>
    JeffreysMode,
}

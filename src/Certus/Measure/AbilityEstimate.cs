namespace Certus.Measure;

/// <summary>What responses say of ability: a value with its uncertainty, or why there is none.</summary>
public abstract record AbilityEstimate
{
    private AbilityEstimate()
    {
    }

    /// <summary>There is an estimate.</summary>
    /// <param name="Theta">In logits; finite.</param>
    /// <param name="StandardError">
    /// In logits; above 0, never infinite (1e150 where the items tell nothing at theta). From the expected (Fisher) information at theta, with the prior's for MAP; for EAP the standard deviation of the posterior.
    /// </param>
    /// <param name="ObservedError">
    /// The same from the observed information: the curvature of what was maximized. Equal to the other for EAP, and for MLE and MAP where there is no lower asymptote
    /// and categories are as in the (generalized) partial credit or nominal model.
    /// </param>
    public sealed record Found(double Theta, double StandardError, double ObservedError) : AbilityEstimate;

    /// <summary>The likelihood has no finite maximum: it is largest at an end of the scale.</summary>
    /// <param name="Upward">True where everything was answered in the best way, false where the likelihood is largest for the least able.</param>
    public sealed record NoFiniteMaximum(bool Upward) : AbilityEstimate;

    /// <summary>Nothing was answered, and the method has no prior to fall back on.</summary>
    public sealed record NoAnswers : AbilityEstimate;
}

namespace Certus.Measure.Calibration;

/// <summary>How to calibrate.</summary>
/// <param name="Family">The model of the items that are not fixed.</param>
public sealed record CalibrationOptions(ItemFamily Family)
{
    /// <summary>The prior on the logit of the lower asymptote of the three-parameter model; null for none, which leaves many items unidentified.</summary>
    public NormalPrior? Guessing { get; init; } = CalibrationPrior.UsualGuessing;

    /// <summary>Beliefs about items by name, as authors' ratings; for items that are right or wrong. What a belief leaves out about the lower asymptote, <see cref="Guessing"/> says.</summary>
    public IReadOnlyDictionary<string, CalibrationPrior> Priors { get; init; } = new Dictionary<string, CalibrationPrior>();

    /// <summary>Items whose parameters stand, by name. With any, the abilities' mean and spread are free in every group, and the other items come out on the scale of these.</summary>
    public IReadOnlyDictionary<string, ItemModel> Fixed { get; init; } = new Dictionary<string, ItemModel>();

    /// <summary>Whether to find standard errors.</summary>
    public bool StandardErrors { get; init; }

    /// <summary>Whether to find each person's expected ability.</summary>
    public bool Scores { get; init; }

    /// <summary>When to give up; at least 1.</summary>
    public int MostIterations { get; init; } = 500;

    /// <summary>When to be content: the largest slope, in units of the parameter's complete-data standard error; above 0.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>How many threads may work at once; −1 for as many as there are processors. The result does not depend on it.</summary>
    public int Threads { get; init; } = -1;
}

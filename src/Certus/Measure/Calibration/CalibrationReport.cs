namespace Certus.Measure.Calibration;

/// <summary>Estimates, and how far to trust them.</summary>
/// <param name="Family">The model.</param>
/// <param name="Persons">How many persons answered something.</param>
/// <param name="Items">The items in the order of the answers, those that were left out too.</param>
/// <param name="Groups">The groups' distributions of ability.</param>
/// <param name="LogLikelihood">Marginal log likelihood of all answers.</param>
/// <param name="LogPrior">The logarithm of the priors' densities at the estimates; 0 without priors.</param>
/// <param name="Parameters">How many parameters were estimated.</param>
/// <param name="Iterations">Rounds of EM, quasi-Newton and Newton steps.</param>
/// <param name="Converged">Whether the slope came below the tolerance.</param>
/// <param name="GradientNorm">The largest slope of log likelihood and log prior at the estimates.</param>
/// <param name="Warnings">What is doubtful.</param>
/// <param name="Scores">Each person's expected ability in the order of the answers, where asked for; otherwise empty.</param>
public sealed record CalibrationReport(
    ItemFamily Family, int Persons, IReadOnlyList<ItemEstimate> Items, IReadOnlyList<GroupEstimate> Groups, double LogLikelihood, double LogPrior, int Parameters,
    int Iterations, bool Converged, double GradientNorm, IReadOnlyList<CalibrationWarning> Warnings, IReadOnlyList<PersonScore> Scores)
{
    /// <summary>Akaike's criterion: smaller is better.</summary>
    public double Aic => 2 * Parameters - 2 * LogLikelihood;

    /// <summary>Schwarz's criterion: smaller is better.</summary>
    public double Bic => Parameters * Math.Log(Persons) - 2 * LogLikelihood;
}

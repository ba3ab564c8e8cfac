namespace Certus.Lab.SageMaker.Tuning;

/// <summary>A combination of hyperparameters that was tried or is being tried.</summary>
/// <param name="Values">The value of every hyperparameter that is searched, by name.</param>
/// <param name="Result">The objective; NaN where there is none yet, or never will be.</param>
internal sealed record Trial(IReadOnlyDictionary<string, string> Values, double Result);

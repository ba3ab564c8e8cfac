using Certus.Measure.Adaptive;
using Certus.Practice;

namespace Certus.Store;

/// <summary>Where a diagnostic stands after its answers.</summary>
/// <param name="Theta">Ability, in logits: the mean of the posterior from a standard normal prior.</param>
/// <param name="StandardError">The standard deviation of the posterior.</param>
/// <param name="Next">What to ask next; null where it is over.</param>
/// <param name="Stopped">Why it is over; null where it is not.</param>
public sealed record DiagnosticStep(double Theta, double StandardError, DiagnosticCandidate? Next, StopReason? Stopped);

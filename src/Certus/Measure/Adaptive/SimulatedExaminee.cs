namespace Certus.Measure.Adaptive;

/// <summary>How an adaptive test went for one simulated examinee.</summary>
/// <param name="TrueTheta">The ability that the answers were drawn with, in logits.</param>
/// <param name="Theta">The estimate at the end, in logits.</param>
/// <param name="StandardError">Of the estimate, in logits.</param>
/// <param name="Items">How many items were asked.</param>
/// <param name="Stopped">Why the test ended.</param>
/// <param name="Passed">The side of the pass line; null where there is none.</param>
public readonly record struct SimulatedExaminee(double TrueTheta, double Theta, double StandardError, int Items, StopReason Stopped, bool? Passed);

namespace Certus.Measure.Calibration;

/// <summary>A person's expected ability after the answers (EAP), the group's distribution being the prior.</summary>
/// <param name="Theta">In logits.</param>
/// <param name="StandardError">The standard deviation of what the answers leave possible, in logits.</param>
public readonly record struct PersonScore(double Theta, double StandardError);

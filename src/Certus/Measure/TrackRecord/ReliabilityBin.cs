namespace Certus.Measure.TrackRecord;

/// <summary>Predictions of about the same chance, together.</summary>
/// <param name="From">The lowest chance of the bin.</param>
/// <param name="To">The highest.</param>
/// <param name="Count">Predictions in it.</param>
/// <param name="Predicted">Their mean chance; 0 where there are none.</param>
/// <param name="Happened">The share that passed.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, double Predicted, double Happened);

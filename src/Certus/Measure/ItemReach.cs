namespace Certus.Measure;

/// <summary>Where on the scale an item's probabilities change, and how fast.</summary>
/// <param name="Low">The lowest place where one category gives way to another.</param>
/// <param name="High">The highest such place.</param>
/// <param name="LeastSlope">The slowest change, per logit; above 0.</param>
/// <param name="MostSlope">The fastest.</param>
internal readonly record struct ItemReach(double Low, double High, double LeastSlope, double MostSlope);

using Certus.Numerics;

namespace Certus.Measure.TrackRecord;

/// <summary>What was predicted of somebody and what happened.</summary>
/// <param name="Chance">The predicted chance to pass.</param>
/// <param name="Passed">The outcome.</param>
/// <param name="Range">The 90 % interval given with it; null where none was.</param>
/// <param name="TrueChance">Known in simulations alone.</param>
public readonly record struct Prediction(double Chance, bool Passed, Interval? Range = null, double? TrueChance = null);

namespace Certus.Practice;

/// <summary>What a question tells about whoever stands at the pass line.</summary>
/// <param name="Information">How much it tells them apart, in any unit, as long as that of several questions can be added; at least 0, finite.</param>
/// <param name="Expected">The chance that they answer it right, from 0 to 1.</param>
public readonly record struct ItemWorth(double Information, double Expected);

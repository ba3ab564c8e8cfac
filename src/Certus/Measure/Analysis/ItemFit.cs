namespace Certus.Measure.Analysis;

/// <summary>How well an item's answers fit its model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outfit">Mean square of standardized residuals: 1 is as expected, sensitive to surprising answers far from the item.</param>
/// <param name="OutfitZ">The same as a normal deviate (Wilson and Hilferty).</param>
/// <param name="Infit">The same weighted by information: sensitive near the item.</param>
/// <param name="InfitZ">The same as a normal deviate.</param>
/// <param name="SX2">S-X² of Orlando and Thissen: observed and expected answers by total; null where it can't be had.</param>
/// <param name="Freedom">Its degrees of freedom; null where it can't be had.</param>
/// <param name="Rmsea">√((S-X² − df) / (df (n − 1))), at least 0; null where there are no degrees of freedom.</param>
/// <param name="P">How likely so large an S-X² is where the model holds; null where there are no degrees of freedom.</param>
public sealed record ItemFit(string Name, double? Outfit, double? OutfitZ, double? Infit, double? InfitZ, double? SX2, int? Freedom, double? Rmsea, double? P);

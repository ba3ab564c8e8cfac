namespace Certus.Measure.Analysis;

/// <summary>An item in the terms of classical test theory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Answers">How many answered it.</param>
/// <param name="Mean">The mean category: of an item that is right or wrong, the share of right answers. null where nobody answered.</param>
/// <param name="PointBiserial">The correlation with the total, this item included; null where either does not vary.</param>
/// <param name="CorrectedItemTotal">The correlation with the total of the other items; null where either does not vary.</param>
/// <param name="AlphaIfDeleted">Cronbach's alpha of the other items, among those who answered everything; null where there is none.</param>
public sealed record ClassicalItem(string Name, long Answers, double? Mean, double? PointBiserial, double? CorrectedItemTotal, double? AlphaIfDeleted);

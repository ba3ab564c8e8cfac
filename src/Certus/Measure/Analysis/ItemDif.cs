namespace Certus.Measure.Analysis;

/// <summary>Whether an item works differently in a group than in the reference group.</summary>
/// <param name="Name">The item's name.</param>
/// <param name="Focal">The group that is compared with the first.</param>
/// <param name="MantelHaenszel">By strata of the total; null where the answers do not allow it, or the item has more than two categories.</param>
/// <param name="Logistic">By logistic regression on the total; null where the answers do not allow it, or the item has more than two categories.</param>
/// <param name="Model">By calibrating with the item's parameters equal and free in the groups; null where that was not asked for or the item was left out.</param>
public sealed record ItemDif(string Name, string Focal, MantelHaenszel? MantelHaenszel, LogisticDif? Logistic, RatioTest? Model);

namespace Certus.Measure.Analysis;

/// <summary>How an option of a question fared.</summary>
/// <param name="Item">The question's name.</param>
/// <param name="Option">From 0.</param>
/// <param name="IsKey">Whether it is the right one.</param>
/// <param name="Chosen">How many chose it.</param>
/// <param name="Share">Of those who answered; from 0 to 1. null where nobody did.</param>
/// <param name="PointBiserial">The correlation of choosing it with the number of other questions right: above 0 for a good key, below 0 for a good distractor. null where either does not vary.</param>
public sealed record OptionStatistic(string Item, int Option, bool IsKey, long Chosen, double? Share, double? PointBiserial);

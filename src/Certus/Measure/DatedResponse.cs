namespace Certus.Measure;

/// <summary>An answer and when it was given.</summary>
/// <param name="Item">The item.</param>
/// <param name="Category">From 0 to the item's categories − 1.</param>
/// <param name="DaysAgo">Days before the instant that ability is wanted for; finite, at least 0, fractions allowed.</param>
public readonly record struct DatedResponse(ItemModel Item, sbyte Category, double DaysAgo);

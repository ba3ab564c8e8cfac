namespace Certus.Measure;

/// <summary>An item of a bank with its model.</summary>
/// <param name="Id">Names the item; unique in a bank, not empty.</param>
/// <param name="Model">How its answers depend on ability.</param>
/// <param name="Content">The content area or domain it counts for; empty where there is none.</param>
public sealed record CalibratedItem(string Id, ItemModel Model, string Content = "");

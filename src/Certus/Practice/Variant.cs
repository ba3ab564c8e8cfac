namespace Certus.Practice;

/// <summary>Which missed question a place of a form stands for, and in what.</summary>
/// <param name="SittingId">The sitting in which it was missed.</param>
/// <param name="Position">Its place there, from 1.</param>
/// <param name="Kind">What the two have in common.</param>
public sealed record Variant(Guid SittingId, int Position, VariantKind Kind);

namespace Certus.Measure.Adaptive;

/// <summary>How much of a test is to come from a content area.</summary>
/// <param name="Content">The area, as the items name it.</param>
/// <param name="Share">Its weight beside the other areas'; finite, at least 0.</param>
public sealed record ContentShare(string Content, double Share);

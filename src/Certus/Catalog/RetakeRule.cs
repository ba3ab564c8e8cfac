namespace Certus.Catalog;

/// <summary>What somebody who failed an exam must do to sit it again.</summary>
/// <param name="WaitDays">Calendar days between a failed attempt and the next.</param>
/// <param name="Fee">What each attempt costs, in words: <c>full fee</c>.</param>
/// <param name="Beta">What is different for a beta; null where nothing was found.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record RetakeRule(int WaitDays, string Fee, string? Beta, Fact Fact);

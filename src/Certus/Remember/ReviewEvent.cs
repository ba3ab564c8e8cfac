namespace Certus.Remember;

/// <summary>One review of one card.</summary>
/// <param name="Card">Which card.</param>
/// <param name="At">When.</param>
/// <param name="Grade">How it went.</param>
public readonly record struct ReviewEvent(long Card, DateTimeOffset At, Grade Grade);

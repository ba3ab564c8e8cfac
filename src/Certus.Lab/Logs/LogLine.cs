namespace Certus.Lab.Logs;

/// <summary>A line of a job's log.</summary>
/// <param name="At">When it was said.</param>
/// <param name="Message">The line; an empty one is not kept.</param>
public sealed record LogLine(DateTimeOffset At, string Message);

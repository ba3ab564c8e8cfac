namespace Certus.Practice.Labs;

/// <summary>One step of a lab.</summary>
/// <param name="Title">What is reached by it.</param>
/// <param name="Body">Markdown: what to do, not how the answer reads.</param>
/// <param name="Hints">From a nudge to nearly the answer; shown one by one.</param>
/// <param name="Commands">Commands that show the way with another example or a first look.</param>
public sealed record LabStep(string Title, string Body, IReadOnlyList<string> Hints, IReadOnlyList<LabCommand> Commands);

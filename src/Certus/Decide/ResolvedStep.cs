using Certus.Catalog;

namespace Certus.Decide;

/// <summary>A step of an option as of the date.</summary>
/// <param name="Code">The exam; null for projects.</param>
/// <param name="Projects">Portfolio projects; 0 for an exam.</param>
/// <param name="Status">The exam's state on the date; null for projects.</param>
/// <param name="Beta">What its beta means, where one would sit that.</param>
/// <param name="MedianHours">Hours that it takes half of those like them, with what is missing before it.</param>
/// <param name="Held">Whether they hold it, so that it falls away.</param>
public sealed record ResolvedStep(string? Code, int Projects, ExamStatus? Status, string? Beta, double MedianHours, bool Held)
{
    /// <summary>The exam that can be booked in its place, where it can't be booked and the catalog names one.</summary>
    public string? Instead { get; init; }

    /// <summary>Weeks from the date until they are ready, with their hours and the steps before it.</summary>
    public double WeeksNeeded { get; init; }

    /// <summary>Weeks from the date to the last day on which they can sit it; null where none is known.</summary>
    public double? WeeksLeft { get; init; }

    /// <summary>For people: <c>MLA-C02</c>, <c>3 projects</c>.</summary>
    public string Text => Code ?? $"{Projects} project{(Projects == 1 ? "" : "s")}";
}

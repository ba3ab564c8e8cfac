namespace Certus.Plan;

/// <summary>One way out where everything doesn't fit.</summary>
/// <param name="Change">What is given up.</param>
/// <param name="Title">One sentence for people.</param>
/// <param name="Exam">The later day; otherwise null.</param>
/// <param name="HoursFactor">By what every day's minutes are multiplied, above 1; otherwise null.</param>
/// <param name="LeftOut">Ids of skills that are not studied, and of what is not done by hand: <c>lab:ID</c>, <c>project:ID:STEP</c>; may be empty.</param>
/// <param name="Chance">The chance to pass that way.</param>
public sealed record PlanOption(PlanChange Change, string Title, DateOnly? Exam, double? HoursFactor, IReadOnlyList<string> LeftOut, PassChance Chance);

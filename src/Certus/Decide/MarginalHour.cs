namespace Certus.Decide;

/// <summary>What ten more hours would bring, an hour: studied for the exam, or put into a project.</summary>
/// <param name="OptionId">The exam.</param>
/// <param name="Study">Money an hour, through a better chance to pass.</param>
/// <param name="Project">Money an hour, through a fuller portfolio.</param>
/// <param name="HourValue">What the hour itself is worth.</param>
/// <param name="Text">One sentence.</param>
public sealed record MarginalHour(string OptionId, double Study, double Project, double HourValue, string Text);

namespace Certus.Practice;

/// <summary>What a form is to measure best.</summary>
/// <param name="WorthOf">What a question tells. Equal numbers on every platform, or equal seeds would not give equal forms.</param>
public sealed record FormObjective(Func<Question, ItemWorth> WorthOf)
{
    /// <summary>The share of the best information that chance may cost, so that not everybody meets the same questions; from 0 to 1.</summary>
    public double GiveUp { get; init; } = 0.05;
}

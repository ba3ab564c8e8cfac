namespace Certus.Practice;

/// <summary>What a form is to measure best.</summary>
/// <param name="WorthOf">What a question tells. Equal numbers on every platform, or equal seeds would not give equal forms.</param>
public sealed record FormObjective(Func<Question, ItemWorth> WorthOf)
{
    /// <summary>The share of the best information that chance may cost, so that not everybody meets the same questions; from 0 to 1.</summary>
    public double GiveUp { get; init; } = 0.05;

    /// <summary>The share of the written questions that a seed leaves out, so that none stands in every form; from 0 to 1. Fewer where a form would otherwise lack questions or break a rule.</summary>
    public double LeaveOut { get; init; } = 0.2;
}

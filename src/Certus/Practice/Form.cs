namespace Certus.Practice;

/// <summary>The questions of one sitting, in order.</summary>
/// <param name="Exam">The exam's code; null for a set over skills.</param>
/// <param name="Seed">The seed it was made from.</param>
/// <param name="Minutes">The time; null without a clock.</param>
/// <param name="Items">Positions 1 to n.</param>
public sealed record Form(string? Exam, ulong Seed, int? Minutes, IReadOnlyList<FormItem> Items)
{
    /// <summary>How many of the questions the learner had been shown before.</summary>
    public int NotFresh => Items.Count(item => !item.Fresh);
}

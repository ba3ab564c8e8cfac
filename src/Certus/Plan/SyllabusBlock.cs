namespace Certus.Plan;

/// <summary>A stretch of learning with one topic.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Topic">For people.</param>
/// <param name="Weight">How much of the time for learning it gets, against the others; above 0. The article's weeks where it has them.</param>
public sealed record SyllabusBlock(int Number, string Topic, double Weight)
{
    /// <summary>Whether it is for the time of tests and wrong answers, after all others.</summary>
    public bool Final { get; init; }
}

namespace Certus.Plan;

/// <summary>Some weeks of the article's plan.</summary>
/// <param name="FirstWeek">1 for the first week.</param>
/// <param name="LastWeek">Its last week, from <paramref name="FirstWeek"/>.</param>
/// <param name="Topic">What they are for, in the article's words.</param>
/// <param name="Learning">Whether they are for learning; the others are for tests and wrong answers.</param>
public sealed record ArticleBlock(int FirstWeek, int LastWeek, string Topic, bool Learning)
{
    /// <summary>How many weeks.</summary>
    public int Weeks => LastWeek - FirstWeek + 1;
}

using Certus.Catalog;

namespace Certus.Plan;

/// <summary>The article's plan: sixteen weeks of ten hours for MLS-C01.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="HoursPerWeek">Hours a week.</param>
/// <param name="Blocks">In order, without gaps, from week 1.</param>
/// <param name="Source">Where it comes from, in words.</param>
/// <param name="AsOf">The day it was read.</param>
/// <param name="Grade">The grade of its evidence.</param>
public sealed record ArticlePlan(string Exam, decimal HoursPerWeek, IReadOnlyList<ArticleBlock> Blocks, string Source, DateOnly AsOf, EvidenceGrade Grade)
{
    /// <summary>How many weeks in all.</summary>
    public int Weeks => Blocks.Count == 0 ? 0 : Blocks[^1].LastWeek;
}

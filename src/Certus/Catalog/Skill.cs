namespace Certus.Catalog;

/// <summary>One thing a candidate can do.</summary>
/// <param name="Id">A stable key.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">What somebody who has it does.</param>
/// <param name="Area">A group of skills; questions lie in a folder of this name.</param>
/// <param name="Kind">ml-theory, aws-service or practice.</param>
/// <param name="Tasks">Exam tasks that ask for it.</param>
/// <param name="Prerequisites">Ids of skills to have first; without cycles.</param>
/// <param name="StudyMinutes">An estimate for an engineer who is new to it.</param>
/// <param name="Note">What has changed about it lately.</param>
public sealed record Skill(
    string Id, string Name, string Description, string Area, string Kind, IReadOnlyList<string> Tasks, IReadOnlyList<string> Prerequisites,
    int StudyMinutes, string? Note)
{
    /// <summary>The week of the article's plan for MLS-C01 that it belongs to, or the nearest fit; from 1, and 0 where none is given.</summary>
    public int Week { get; init; }

    /// <summary>Whether the article's plan doesn't name it, so that a planner may give it another place.</summary>
    public bool BeyondArticlePlan { get; init; }

    /// <summary>Whether doing it by hand in a local sandbox makes sense.</summary>
    public bool Lab { get; init; }
}

namespace Certus.Plan;

/// <summary>A session or a milestone as the last plan with it had it.</summary>
/// <param name="Exam">The exam of that plan.</param>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Day">Its day.</param>
public sealed record PlannedOnce(string Exam, string Id, string Title, DateOnly Day);

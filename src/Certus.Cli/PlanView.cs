using Certus.Plan;
using Certus.Plan.Shelf;

namespace Certus.Cli;

/// <summary>A plan as a JSON document.</summary>
internal sealed record PlanView(
    string Exam, DateOnly Start, DateOnly Date, bool Fits, double ShortfallHours, PassChance Chance, IReadOnlyList<PlanView.Session> Sessions, IReadOnlyList<PlanView.Milestone> Milestones,
    IReadOnlyList<PlanView.Option> Options, IReadOnlyList<string> Notes)
{
    internal sealed record Session(
        string Id, DateOnly Date, int Minutes, Purpose Purpose, string Title, IReadOnlyList<string> Skills, string Reason, IReadOnlyList<StudyResource> Resources, string? Lab, string? Project);

    internal sealed record Milestone(string Id, DateOnly Date, string Title, string Reason);

    internal sealed record Option(PlanChange Change, string Title, DateOnly? Date, double? HoursFactor, IReadOnlyList<string> LeftOut, PassChance Chance);

    public static PlanView Of(StudyPlan plan) => new(
        plan.Exam, plan.Start, plan.ExamDay, plan.Fits, plan.ShortfallHours, plan.Chance,
        [.. plan.Sessions.Select(session => new Session(session.Id, session.Day, session.Minutes, session.Purpose, session.Title, session.Skills, session.Reason, session.Resources, session.Lab, session.Project))],
        [.. plan.Milestones.Select(milestone => new Milestone(milestone.Id, milestone.Day, milestone.Title, milestone.Reason))],
        [.. plan.Options.Select(option => new Option(option.Change, option.Title, option.Exam, option.HoursFactor, option.LeftOut, option.Chance))], plan.Notes);
}

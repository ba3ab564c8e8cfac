namespace Certus.Plan.Portfolio;

/// <summary>A project to show beside a certificate: a brief, not a tutorial.</summary>
/// <param name="Id">Kebab-case, equal to the file's name; never changed, never reused.</param>
/// <param name="Title">What it makes.</param>
/// <param name="Problem">Whose problem it is, and what would help: Markdown.</param>
/// <param name="For">Whom it suits, in a sentence.</param>
/// <param name="Shows">What an employer sees in it, in a sentence.</param>
/// <param name="Skills">Ids of the skills that it uses, the main one first.</param>
/// <param name="Data">Data that may be used in public.</param>
/// <param name="Milestones">In the order of the work.</param>
/// <param name="Rubric">How it is judged.</param>
/// <param name="Labs">Ids of labs that prepare for it.</param>
/// <param name="Pitfalls">What usually goes wrong: a sentence or two each.</param>
/// <param name="Cost">What it costs when done on AWS, and how that is kept small.</param>
/// <param name="Readme">The sections of its README.</param>
/// <param name="ModelCard">The sections of its model card.</param>
/// <param name="Checked">The day on which data and licenses were looked at.</param>
public sealed record PortfolioProject(
    string Id, string Title, string Problem, string For, string Shows, IReadOnlyList<string> Skills, IReadOnlyList<ProjectData> Data, IReadOnlyList<ProjectMilestone> Milestones,
    IReadOnlyList<ProjectCriterion> Rubric, IReadOnlyList<string> Labs, IReadOnlyList<string> Pitfalls, string Cost, IReadOnlyList<ProjectSection> Readme, IReadOnlyList<ProjectSection> ModelCard,
    DateOnly Checked)
{
    /// <summary>How long all of it takes.</summary>
    public int Minutes => Milestones.Sum(milestone => milestone.Minutes);

    /// <summary>It as a plan places it.</summary>
    public PlanProject ToPlan() => new(Id, Title, [.. Milestones.Select(milestone => new PlanProjectStep(milestone.Id, milestone.Title, milestone.Minutes, milestone.Skills))]);
}

using Certus.Catalog;

namespace Certus.Practice.Labs;

/// <summary>What a learner reads of a lab; what it starts from and how it is graded is the sandbox's business.</summary>
/// <param name="Id">Kebab-case, equal to the folder's name; never changed, never reused.</param>
/// <param name="Title">What is done in it.</param>
/// <param name="Task">Markdown: the situation and what is wanted.</param>
/// <param name="Skills">Ids of skills, the main one first.</param>
/// <param name="Minutes">How long it takes somebody who does it for the first time; an estimate, 10 to 240.</param>
/// <param name="Services">What it is done with, in AWS's names.</param>
/// <param name="Data">Where its data come from: one sentence.</param>
/// <param name="Cost">What the same would cost on AWS.</param>
/// <param name="Steps">The way through it, without the answer.</param>
/// <param name="Checks">What is graded, in the order of the work.</param>
/// <param name="Faults">What may be broken at its start, one of them chosen by the seed; empty for a lab that is built from nothing.</param>
/// <param name="References">Official pages to work with.</param>
/// <param name="Checked">The day on which they were read.</param>
public sealed record LabBrief(
    string Id, string Title, string Task, IReadOnlyList<string> Skills, int Minutes, IReadOnlyList<string> Services, string Data, LabCost Cost,
    IReadOnlyList<LabStep> Steps, IReadOnlyList<LabCheck> Checks, IReadOnlyList<LabFault> Faults, IReadOnlyList<Reference> References, DateOnly Checked)
{
    /// <summary>Points to be had.</summary>
    public int Points => Checks.Sum(check => check.Points);
}

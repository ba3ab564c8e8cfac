namespace Certus.Plan;

/// <summary>What to do on which day until an exam.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Start">The first day.</param>
/// <param name="ExamDay">The day of the exam; nothing is planned on it.</param>
/// <param name="Fits">Whether everything has a place.</param>
/// <param name="ShortfallHours">How many hours lack; 0 where it fits.</param>
/// <param name="Sessions">By day, and within a day in the order to do them.</param>
/// <param name="Milestones">By day.</param>
/// <param name="Options">The ways out where it doesn't fit; otherwise empty.</param>
/// <param name="Chance">The chance to pass on the day of the exam when the plan is followed.</param>
/// <param name="Notes">What the learner should know about this plan; a sentence each.</param>
public sealed record StudyPlan(
    string Exam, DateOnly Start, DateOnly ExamDay, bool Fits, double ShortfallHours, IReadOnlyList<PlanSession> Sessions, IReadOnlyList<PlanMilestone> Milestones,
    IReadOnlyList<PlanOption> Options, PassChance Chance, IReadOnlyList<string> Notes);

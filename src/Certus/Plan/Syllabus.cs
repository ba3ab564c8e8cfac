namespace Certus.Plan;

/// <summary>What is still to be learned for an exam.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Skills">The skills, each after its prerequisites.</param>
/// <param name="Blocks">The blocks in order; every skill's is among them.</param>
/// <param name="KnownWorth">The share of the exam's questions that asks for skills which are already known, from 0 to 1.</param>
public sealed record Syllabus(string Exam, IReadOnlyList<SyllabusSkill> Skills, IReadOnlyList<SyllabusBlock> Blocks, double KnownWorth = 0);

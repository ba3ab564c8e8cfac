namespace Certus.Catalog;

/// <summary>A part of an exam's outline.</summary>
/// <param name="Id">The exam's code and a number: <c>MLS-C01/3</c>.</param>
/// <param name="Name">As the exam guide names it.</param>
/// <param name="Weight">Its share of the scored questions, per cent.</param>
/// <param name="Tasks">Its task statements.</param>
public sealed record Domain(string Id, string Name, decimal Weight, IReadOnlyList<ExamTask> Tasks);

namespace Certus.Catalog;

/// <summary>A task statement of an exam guide.</summary>
/// <param name="Id">Code, domain and number: <c>MLS-C01/3.5</c>; a stable key for questions and mastery.</param>
/// <param name="Title">As the exam guide words it.</param>
public sealed record ExamTask(string Id, string Title);

namespace Certus.Practice.Labs;

/// <summary>One thing that is graded.</summary>
/// <param name="Id">Kebab-case, one in its lab; the grader's name for it.</param>
/// <param name="Title">What is wanted.</param>
/// <param name="Points">What it is worth, 1 to 100; the checks of a lab sum to 100.</param>
public sealed record LabCheck(string Id, string Title, int Points);

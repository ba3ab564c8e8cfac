namespace Certus.Practice.Labs;

/// <summary>What one check found.</summary>
/// <param name="Check">The check's id.</param>
/// <param name="Points">What it was worth.</param>
/// <param name="Earned">The share earned, 0 to 1.</param>
/// <param name="Found">One or two sentences: what was seen, and what is missing; not how to mend it.</param>
public sealed record CheckGrade(string Check, int Points, double Earned, string Found);

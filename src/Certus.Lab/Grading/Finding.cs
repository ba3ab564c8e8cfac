namespace Certus.Lab.Grading;

/// <summary>What one check found.</summary>
/// <param name="Check">The check's id.</param>
/// <param name="Earned">The share earned, 0 to 1.</param>
/// <param name="Found">One or two sentences: what was seen, what is missing.</param>
public sealed record Finding(string Check, double Earned, string Found)
{
    /// <summary>All of it.</summary>
    public static Finding Good(string check, string found) => new(check, 1, found);

    /// <summary>None of it.</summary>
    public static Finding Missing(string check, string found) => new(check, 0, found);

    /// <summary>A share of it.</summary>
    public static Finding Part(string check, double earned, string found) => new(check, Math.Clamp(earned, 0, 1), found);
}

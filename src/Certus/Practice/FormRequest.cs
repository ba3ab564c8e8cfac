namespace Certus.Practice;

/// <summary>What a form should hold.</summary>
/// <param name="Exam">The exam's code, or null for any question of the scope.</param>
/// <param name="Scored">How many questions count.</param>
/// <param name="Unscored">How many do not.</param>
/// <param name="Minutes">The time; null without a clock.</param>
/// <param name="Seed">Equal requests with equal seeds, bank, exposure and objective give equal forms on every platform. Another version of the assembler may choose other ones, so a sitting keeps its form.</param>
/// <param name="Domains">Domain ids to keep to; empty for all.</param>
/// <param name="Skills">Skill ids to keep to; empty for all.</param>
public sealed record FormRequest(
    string? Exam, int Scored, int Unscored, int? Minutes, ulong Seed, IReadOnlyList<string> Domains, IReadOnlyList<string> Skills)
{
    /// <summary>Shares of the domains by id, where they are not to be the exam's; a domain that is missing or 0 gets no question. At least one is above 0.</summary>
    public IReadOnlyDictionary<string, decimal>? Weights { get; init; }

    /// <summary>The full form of an exam, or null where the catalog lacks the numbers for one.</summary>
    public static FormRequest? Full(Catalog.Certification exam, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return exam.Format is { Scored: { } scored, Unscored: { } unscored, FormMinutes: { } minutes }
            ? new(exam.Code, scored, unscored, minutes, seed, [], [])
            : null;
    }
}

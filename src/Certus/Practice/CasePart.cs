namespace Certus.Practice;

/// <summary>The scenario that several questions share.</summary>
/// <param name="CaseId">Id of the case.</param>
/// <param name="Scenario">Markdown, shown above each of its questions.</param>
/// <param name="Part">Which question this is, from 1.</param>
/// <param name="Of">How many there are.</param>
public sealed record CasePart(string CaseId, string Scenario, int Part, int Of);

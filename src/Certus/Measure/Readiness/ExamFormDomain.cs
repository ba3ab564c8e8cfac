namespace Certus.Measure.Readiness;

/// <summary>A domain of a form.</summary>
/// <param name="Id">Its id in the catalog.</param>
/// <param name="Scored">Questions of it that count.</param>
public sealed record ExamFormDomain(string Id, int Scored);

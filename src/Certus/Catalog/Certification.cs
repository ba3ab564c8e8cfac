namespace Certus.Catalog;

/// <summary>A certification and its exam, as dated facts.</summary>
/// <param name="Code">The exam's code: <c>MLS-C01</c>.</param>
/// <param name="Name">The certification's full name.</param>
/// <param name="Level">foundational, associate, professional or specialty.</param>
/// <param name="Practice">How far the bank covers it.</param>
/// <param name="Format">Fee, questions, time and pass mark.</param>
/// <param name="Beta">The beta's format, where there was or is one.</param>
/// <param name="Domains">The outline; weights sum to 100.</param>
/// <param name="DomainsFact">Source, date and confidence of the outline.</param>
/// <param name="Services">The services in scope, where a list was found.</param>
/// <param name="Lifecycle">When it can be sat.</param>
/// <param name="StudyHours">Published ranges; may be empty.</param>
/// <param name="Conflicts">Where sources disagree.</param>
public sealed record Certification(
    string Code, string Name, string Level, PracticeSupport Practice, ExamFormat Format, BetaFormat? Beta, IReadOnlyList<Domain> Domains, Fact DomainsFact,
    ServiceScope? Services, Lifecycle Lifecycle, IReadOnlyList<StudyHours> StudyHours, IReadOnlyList<FactConflict> Conflicts)
{
    /// <summary>How long it lasts and what renews it, where found.</summary>
    public Renewal? Renewal { get; init; }

    /// <summary>The experience that is recommended, where found.</summary>
    public Experience? Experience { get; init; }

    /// <summary>What one books in a state of this exam: in a beta, the beta's fee and size.</summary>
    public Offer Offered(ExamStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.InBeta && Beta is { } beta
            ? new(true, beta.FeeUsd, beta.Questions, beta.Minutes, null)
            : new(false, Format.FeeUsd, Format.Questions, Format.Minutes, Format.PassingScore);
    }

    /// <summary>The domain that a task belongs to, or null where the task is not of this exam.</summary>
    public Domain? DomainOf(string taskId) => Domains.FirstOrDefault(domain => domain.Tasks.Any(task => task.Id == taskId));
}

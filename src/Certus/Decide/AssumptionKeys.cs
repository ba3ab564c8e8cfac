namespace Certus.Decide;

/// <summary>The assumptions that the model reads.</summary>
public static class AssumptionKeys
{
    /// <summary>The pay lift of a role without a row of its own.</summary>
    public const string LiftAny = "lift.any";

    /// <summary>The pay lift that a full portfolio leads up to.</summary>
    public const string LiftExperienced = "lift.experienced";

    /// <summary>The pay lift of a certificate that is not about ML.</summary>
    public const string LiftCloudExam = "lift.cloudExam";

    /// <summary>Share of the lift that the certificate causes.</summary>
    public const string CausalShare = "causalShare";

    /// <summary>Chance that a role with the lift turns up within a year.</summary>
    public const string RoleWithinYear = "roleWithinYear";

    /// <summary>Months from the pass until the lift, where the role is there.</summary>
    public const string DelayMonths = "delayMonths";

    /// <summary>Years that a lift lasts.</summary>
    public const string PersistenceYears = "persistenceYears";

    /// <summary>Share by which the lift shrinks a year.</summary>
    public const string DecayPerYear = "decayPerYear";

    /// <summary>Share of the lift that a certificate brings toward an ML role without any project.</summary>
    public const string CertificateAlone = "certificateAlone";

    /// <summary>Lift of a full portfolio, in lifts of a certificate.</summary>
    public const string PortfolioTimesCertificate = "portfolioTimesCertificate";

    /// <summary>Projects that make a full portfolio.</summary>
    public const string FullPortfolio = "fullPortfolio";

    /// <summary>Projects that a year of ML work counts for.</summary>
    public const string ProjectsPerMlYear = "projectsPerMlYear";

    /// <summary>Hours for a portfolio project.</summary>
    public const string ProjectHours = "projectHours";

    /// <summary>Hours to bring Python from basic to intermediate.</summary>
    public const string PythonFromBasic = "pythonFromBasicHours";

    /// <summary>Hours to bring Python from nothing to intermediate.</summary>
    public const string PythonFromNone = "pythonFromNoneHours";

    /// <summary>Hours for an introductory ML course.</summary>
    public const string IntroCourse = "introCourseHours";

    /// <summary>What two years of ML work leave of the hours.</summary>
    public const string HoursWithExperience = "hoursWithExperience";

    /// <summary>What the hours of a cloud exam become without a cloud background.</summary>
    public const string HoursFromColdStart = "hoursFromColdStart";

    /// <summary>Logits of pass chance per doubling-by-e of the hours.</summary>
    public const string PassPerLogHours = "passPerLogHours";

    /// <summary>Logits of pass chance per year of ML work, for two years at most.</summary>
    public const string PassPerMlYear = "passPerMlYear";

    /// <summary>Share of the hours studied again before another attempt.</summary>
    public const string RetakeHours = "retakeHours";

    /// <summary>Days between a failure and the next attempt.</summary>
    public const string RetakeWaitDays = "retakeWaitDays";

    /// <summary>Attempts after which one gives up.</summary>
    public const string MostAttempts = "mostAttempts";

    /// <summary>Discount of a voucher.</summary>
    public const string VoucherDiscount = "voucherDiscount";

    /// <summary>Books and practice tests for an exam.</summary>
    public const string MaterialsUsd = "materialsUsd";

    /// <summary>Years that a certification is valid.</summary>
    public const string ValidityYears = "validityYears";

    /// <summary>Share of the hours that a renewal takes.</summary>
    public const string RenewalHours = "renewalHours";

    /// <summary>Yearly pay for which the article's dollar figures are taken to be meant, where pay is in another currency.</summary>
    public const string ReferencePayUsd = "referencePayUsd";

    /// <summary>All that are needed besides lifts by role, hours and pass rates.</summary>
    public static IReadOnlyList<string> Always { get; } =
    [
        LiftAny, CausalShare, RoleWithinYear, DelayMonths, PersistenceYears, DecayPerYear, CertificateAlone, PortfolioTimesCertificate, FullPortfolio, ProjectsPerMlYear,
        ProjectHours, PythonFromBasic, PythonFromNone, IntroCourse, HoursWithExperience, HoursFromColdStart, PassPerLogHours, PassPerMlYear, RetakeHours, RetakeWaitDays,
        MostAttempts, VoucherDiscount, MaterialsUsd, ValidityYears, RenewalHours, ReferencePayUsd,
    ];

    /// <summary>The pay lift of a role.</summary>
    public static string Lift(Role role) => "lift." + char.ToLowerInvariant(role.ToString()[0]) + role.ToString()[1..];

    /// <summary>The study hours of an exam line.</summary>
    public static string Hours(string line) => "hours." + line;

    /// <summary>The share of candidates of an exam line who pass at the first attempt.</summary>
    public static string PassRate(string line) => "passRate." + line;
}

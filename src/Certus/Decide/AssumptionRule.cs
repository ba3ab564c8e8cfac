namespace Certus.Decide;

/// <summary>What the model does with an assumption, and which values it can work with.</summary>
/// <param name="Ranged">Whether the model draws from a range; otherwise it takes one number.</param>
/// <param name="Least">The smallest value that makes sense, in the assumption's unit.</param>
/// <param name="Most">The largest.</param>
/// <param name="Use">What it is used for: the end of a sentence that begins with the label.</param>
/// <param name="Whole">Whether it is counted in whole numbers.</param>
public sealed record AssumptionRule(bool Ranged, double Least, double Most, string Use, bool Whole = false)
{
    private const double MostLiftUsd = 500_000, MostHours = 2_000;

    private static readonly Dictionary<string, AssumptionRule> ById = new()
    {
        [AssumptionKeys.CausalShare] = new(true, 0, 1, "multiplies every lift: the rest would have come without the certificate"),
        [AssumptionKeys.RoleWithinYear] = new(true, 0, 1, "sets how long the lift is waited for after the pass; 1 means that the role is there"),
        [AssumptionKeys.DelayMonths] = new(true, 0, 60, "is waited after the pass before the lift begins"),
        [AssumptionKeys.PersistenceYears] = new(true, 0, 20, "ends the lift, if the horizon does not end it earlier"),
        [AssumptionKeys.DecayPerYear] = new(false, 0, 0.9, "makes the lift smaller from year to year"),
        [AssumptionKeys.CertificateAlone] = new(false, 0, 1, "is the part of the lift toward an ML role that needs no portfolio"),
        [AssumptionKeys.PortfolioTimesCertificate] = new(false, 0, 10, "says what projects without an exam are worth, up to one full lift"),
        [AssumptionKeys.FullPortfolio] = new(false, 0.5, 20, "is the number of projects from which more add nothing"),
        [AssumptionKeys.ProjectsPerMlYear] = new(false, 0, 20, "counts ML work as part of a portfolio"),
        [AssumptionKeys.ProjectHours] = new(true, 1, MostHours, "is spent on every project of an option"),
        [AssumptionKeys.PythonFromBasic] = new(false, 0, MostHours, "is added before the first exam or project that needs Python"),
        [AssumptionKeys.PythonFromNone] = new(false, 0, MostHours, "is added before the first exam or project that needs Python"),
        [AssumptionKeys.IntroCourse] = new(false, 0, MostHours, "is added before the first exam that needs an introductory course"),
        [AssumptionKeys.HoursWithExperience] = new(false, 0.05, 1, "shortens the study for ML exams, in proportion below two years"),
        [AssumptionKeys.HoursFromColdStart] = new(false, 0.5, 5, "lengthens the study for cloud exams"),
        [AssumptionKeys.PassPerLogHours] = new(false, 0, 10, "lowers the chance to pass where the hours do not reach"),
        [AssumptionKeys.PassPerMlYear] = new(false, 0, 3, "raises the chance to pass ML exams"),
        [AssumptionKeys.RetakeHours] = new(false, 0, 2, "is studied again after every failure"),
        [AssumptionKeys.RetakeWaitDays] = new(false, 0, 365, "is the least time between two attempts"),
        [AssumptionKeys.MostAttempts] = new(false, 1, 10, "ends the trying; later steps are then not taken", Whole: true),
        [AssumptionKeys.VoucherDiscount] = new(false, 0, 1, "is taken off the fee after a pass, with a voucher, and at a renewal"),
        [AssumptionKeys.MaterialsUsd] = new(false, 0, 5_000, "is paid once for every exam"),
        [AssumptionKeys.ValidityYears] = new(false, 1, 10, "says when a certificate runs out or must be renewed", Whole: true),
        [AssumptionKeys.RenewalHours] = new(false, 0, 2, "is studied for every renewal within the horizon"),
        [AssumptionKeys.ReferencePayUsd] = new(false, 1_000, 5_000_000, "turns the article's dollars into a share of pay where pay is in another currency"),
    };

    private static readonly AssumptionRule Hours = new(true, 1, MostHours, "is the study before the exam, before experience and what is missing are counted");
    private static readonly AssumptionRule PassRate = new(true, 0.01, 0.99, "is the chance of the first attempt, before experience and hours are counted, where none was measured");
    private static readonly AssumptionRule LiftUsd = new(true, 0, MostLiftUsd, "is what pay rises by a year once the role is there, before the causal share and the fit of the exam");
    private static readonly AssumptionRule LiftShare = LiftUsd with { Most = 1 };
    private static readonly AssumptionRule Other = new(false, 0, 1_000_000, "is read by the model");

    /// <summary>The rule of an assumption.</summary>
    public static AssumptionRule Of(Assumption assumption)
    {
        ArgumentNullException.ThrowIfNull(assumption);
        var id = assumption.Id;
        return ById.TryGetValue(id, out var own) ? own
            : id.StartsWith(AssumptionKeys.Hours(""), StringComparison.Ordinal) ? Hours
            : id.StartsWith(AssumptionKeys.PassRate(""), StringComparison.Ordinal) ? PassRate
            : id.StartsWith("lift.", StringComparison.Ordinal) ? assumption.Unit == "shareOfPay" ? LiftShare : LiftUsd
            : Other;
    }

    /// <summary>The spread of what was said about an assumption.</summary>
    /// <param name="assumption">As the facts have it.</param>
    /// <param name="low">The lower end, or null.</param>
    /// <param name="mode">The one value or the central one, or null.</param>
    /// <param name="high">The upper end, or null.</param>
    /// <param name="fault">What is wrong, as the end of a sentence that begins with a name; null where nothing is.</param>
    /// <returns>
    /// A central value alone is certain; two ends are a uniform range; all three are a triangle, or percentiles where the assumption's own range is one of
    /// percentiles. Null where something is wrong.
    /// </returns>
    public static Spread? Read(Assumption assumption, double? low, double? mode, double? high, out string? fault)
    {
        var rule = Of(assumption);
        fault = Fault(rule, assumption.Unit, low, mode, high);
        if (fault is not null) return null;
        if (low is not { } from || high is not { } to) return Spread.Of(mode!.Value);
        if (from == to) return Spread.Of(from);
        return mode is { } central
            ? new(assumption.Value.Shape == Shape.Quantiles ? Shape.Quantiles : Shape.Triangular, from, central, to)
            : new(Shape.Uniform, from, (from + to) / 2, to);
    }

    private static string? Fault(AssumptionRule rule, string unit, double? low, double? mode, double? high)
    {
        if (!rule.Ranged && (low ?? high) is not null) return "must be one number; the model draws it from no range.";
        if (low is null != high is null) return "must have both ends of its range, or one central value.";
        if ((low ?? mode) is null) return "must be a number.";
        foreach (var value in new[] { low, mode, high }.OfType<double>())
        {
            if (value < rule.Least || value > rule.Most)
                return FormattableString.Invariant($"must be from {rule.Least:#,0.##} to {rule.Most:#,0.##}{Units.After(unit)}, not {value:#,0.####}")
                    + (rule.Most <= 1 && value is > 1 and <= 100 ? FormattableString.Invariant($"; for {value} % write {value / 100}.") : ".");
            if (rule.Whole && value != Math.Floor(value)) return FormattableString.Invariant($"must be a whole number, not {value}.");
        }
        return low > mode || mode > high || low > high ? "must ascend: low, central, high." : null;
    }
}

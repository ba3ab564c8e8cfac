namespace Certus.Decide;

/// <summary>All numbers of a decision, ready to be drawn from. Money is in the person's currency, times are in years.</summary>
internal sealed record Model
{
    public const double WeeksPerYear = 365.25 / 7;

    public required double HourValue { get; init; }
    public required double HoursPerYear { get; init; }
    public required double Horizon { get; init; }
    public required double TaxRate { get; init; }

    /// <summary>The discount rate as a force of interest: ln(1 + rate).</summary>
    public required double Interest { get; init; }

    /// <summary>The decay of a lift as a force: −ln(1 − decay).</summary>
    public required double Decay { get; init; }

    /// <summary>The lifts that steps combine: role, experienced, cloud exam. Gross money a year after <see cref="LiftScale"/>.</summary>
    public required Spread[] Lifts { get; init; }
    public required double[] LiftScale { get; init; }
    public required Spread CausalShare { get; init; }
    public required Spread RoleWithinYear { get; init; }
    public required int Nearness { get; init; }
    public required Spread DelayMonths { get; init; }
    public required Spread PersistenceYears { get; init; }
    public required Spread ProjectHours { get; init; }
    public required double PassPerLogHours { get; init; }
    public required double RetakeHours { get; init; }
    public required double RetakeWait { get; init; }
    public required int MostAttempts { get; init; }
    public required double Materials { get; init; }
    public required double VoucherDiscount { get; init; }
    public required double Validity { get; init; }
    public required double RenewalHours { get; init; }
    public required ExamModel[] Exams { get; init; }
    public required OptionModel[] Options { get; init; }
}

/// <summary>An exam at a place in an option.</summary>
/// <param name="Line">Names its stream of luck.</param>
/// <param name="Hours">Hours of a typical non-ML engineer.</param>
/// <param name="Factor">What experience or its lack makes of them.</param>
/// <param name="Added">Hours for what is missing before it.</param>
/// <param name="Available">Hours that there are; more are not spent.</param>
/// <param name="GivenChance">The measured chance to pass, where there is one.</param>
/// <param name="PassRate">The prior chance otherwise.</param>
/// <param name="Odds">What experience makes of the prior's odds.</param>
/// <param name="Fee">What the person pays for an attempt at the standard version.</param>
/// <param name="BetaFee">What they pay for the one attempt at the beta.</param>
/// <param name="LaunchIn">Until when from the step's start the beta goes on; 0 where there is none.</param>
/// <param name="ExtraHours">Hours beyond those needed that only better the chance; they cost nothing here.</param>
internal sealed record ExamModel(
    string Line, Spread Hours, double Factor, double Added, double Available, double? GivenChance, Spread PassRate, double Odds, double Fee, double BetaFee, double LaunchIn, double ExtraHours = 0);

/// <summary>A step of an option.</summary>
/// <param name="Exam">Its place among the exams; −1 for projects.</param>
/// <param name="Projects">How many.</param>
/// <param name="Added">Hours for what is missing before the projects.</param>
/// <param name="Lift">By how much it raises pay once done, as a combination of <see cref="Model.Lifts"/>.</param>
/// <param name="Discounted">Whether its first attempt is bought with a voucher.</param>
/// <param name="Renewable">Whether the certificate can be renewed when it runs out.</param>
internal sealed record StepModel(int Exam, double Projects, double Added, (double Role, double Experienced, double Cloud) Lift, bool Discounted, bool Renewable);

/// <summary>An option that can be done.</summary>
internal sealed record OptionModel(string Id, StepModel[] Steps);

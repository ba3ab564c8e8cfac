namespace Certus.Decide;

/// <summary>A profile with its defaults filled in.</summary>
internal sealed record Person
{
    public const string English = "English";
    public const string EveryExam = "*";
    private const double EarlyCareerYears = 2;
    private const double FullMlYears = 2;
    private readonly Profile _profile;

    public Person(Profile profile)
    {
        _profile = profile;
        UnitsPerUsd = profile.UnitsPerUsd ?? 1;
        BaseSalary = profile.BaseSalary ?? ProfileFields.DefaultSalaryUsd * UnitsPerUsd;
        TaxRate = profile.TaxRate ?? 0.3;
        HourValue = profile.HourValue ?? BaseSalary * (1 - TaxRate) / ProfileFields.HoursPerYear;
    }

    public Role Role => _profile.Role ?? Role.Other;
    public double MlYears => _profile.MlYears ?? 0;
    public double CareerYears => _profile.CareerYears ?? 5;
    public PythonLevel Python => _profile.Python ?? PythonLevel.Intermediate;
    public bool IntroCourse => _profile.IntroCourse ?? false;
    public int Projects => _profile.Projects ?? 0;
    public bool OnAws => _profile.EmployerOnAws ?? false;
    public bool BuildingMl => _profile.EmployerBuildingMl ?? false;
    public bool Partner => Role == Role.Partner || (_profile.EmployerPartner ?? false);
    public Target Target => _profile.Target ?? Target.Adjacent;
    public double HoursPerWeek => _profile.HoursPerWeek ?? 10;
    public double Weeks => _profile.Weeks ?? 16;
    public string Language => _profile.Language ?? English;
    public string Currency => _profile.Currency ?? "USD";
    public double UnitsPerUsd { get; }
    public double BaseSalary { get; }
    public double HourValue { get; }
    public double TaxRate { get; }
    public double HorizonYears => _profile.HorizonYears ?? 3;
    public double DiscountRate => _profile.DiscountRate ?? 0.05;
    public IReadOnlyList<HeldCertificate> Held => _profile.Held ?? [];
    public bool PaysFees => (_profile.FeePaidBy ?? FeePayer.Self) == FeePayer.Self;
    public bool Voucher => _profile.Voucher ?? false;

    public bool EarlyCareer => CareerYears < EarlyCareerYears;
    public bool HasCloudBackground => Role is Role.Cloud or Role.Partner or Role.DataEngineer || OnAws;
    public bool WantsMlWork => Target is Target.Ml or Target.Adjacent || Partner;

    /// <summary>From 0 to 1: none to two years of ML work or more.</summary>
    public double Experience => Math.Min(1, MlYears / FullMlYears);

    /// <summary>Whether a role is nearer than for others (an employer on AWS that builds ML, or a partner), farther (none of these), or neither.</summary>
    public int Nearness => (OnAws && BuildingMl) || Partner ? 1 : !OnAws && !BuildingMl ? -1 : 0;

    public double? PassChance(string code) =>
        _profile.PassChance is { } chances ? chances.TryGetValue(code, out var own) ? own : chances.TryGetValue(EveryExam, out var every) ? every : null : null;
}

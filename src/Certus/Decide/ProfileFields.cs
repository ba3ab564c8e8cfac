using System.Globalization;

namespace Certus.Decide;

/// <summary>The questions of the form, with their defaults and the answers that are taken to be possible.</summary>
public static class ProfileFields
{
    /// <summary>Pay where none is said: the median of US software developers (BLS OEWS May 2024, grade B).</summary>
    public const double DefaultSalaryUsd = 133_080;

    /// <summary>Hours of a working year, which turn pay into the worth of an hour.</summary>
    public const double HoursPerYear = 2_080;

    /// <summary>All questions, in the order of the form.</summary>
    public static IReadOnlyList<ProfileField> All { get; } =
    [
        new("role", "What do you work as?", "other",
        [
            new("mlEngineer", 0.1, profile => profile with { Role = Role.MlEngineer }), new("dataEngineer", 0.2, profile => profile with { Role = Role.DataEngineer }),
            new("cloud", 0.25, profile => profile with { Role = Role.Cloud }), new("software", 0.25, profile => profile with { Role = Role.Software }),
            new("partner", 0.1, profile => profile with { Role = Role.Partner }), new("other", 0.1, profile => profile with { Role = Role.Other }),
        ]),
        new("target", "Which role do you want: ML itself, next to ML (MLOps, ML platform), not sure, or none?", "adjacent",
        [
            new("ml", 0.3, profile => profile with { Target = Target.Ml }), new("adjacent", 0.35, profile => profile with { Target = Target.Adjacent }),
            new("unsure", 0.2, profile => profile with { Target = Target.Unsure }), new("none", 0.15, profile => profile with { Target = Target.None }),
        ]),
        new("mlYears", "How many years have you worked on ML?", "0", Numbers([(0, 0.6), (1, 0.2), (3, 0.2)], (profile, value) => profile with { MlYears = value })),
        new("careerYears", "How many years have you worked in the trade?", "5", Numbers([(1, 0.2), (5, 0.4), (12, 0.4)], (profile, value) => profile with { CareerYears = value })),
        new("python", "How well do you write Python and pandas?", "intermediate",
        [
            new("none", 0.1, profile => profile with { Python = PythonLevel.None }), new("basic", 0.25, profile => profile with { Python = PythonLevel.Basic }),
            new("intermediate", 0.4, profile => profile with { Python = PythonLevel.Intermediate }), new("advanced", 0.25, profile => profile with { Python = PythonLevel.Advanced }),
        ]),
        new("introCourse", "Have you finished an introductory ML course?", "no", YesNo(0.4, (profile, yes) => profile with { IntroCourse = yes })),
        new("projects", "How many ML projects can you show?", "0", Numbers([(0, 0.5), (1, 0.2), (2, 0.15), (4, 0.15)], (profile, value) => profile with { Projects = (int)value })),
        new("employer.onAws", "Does your employer run on AWS?", "no", YesNo(0.6, (profile, yes) => profile with { EmployerOnAws = yes })),
        new("employer.buildingMl", "Is your employer building an ML platform or product?", "no", YesNo(0.35, (profile, yes) => profile with { EmployerBuildingMl = yes })),
        new("employer.partner", "Is your employer an AWS partner whose customers ask for ML?", "no", YesNo(0.15, (profile, yes) => profile with { EmployerPartner = yes })),
        new("hoursPerWeek", "How many hours a week can you give?", "10", Numbers([(4, 0.3), (7, 0.3), (10, 0.25), (15, 0.15)], (profile, value) => profile with { HoursPerWeek = value })),
        new("weeks", "For how many weeks?", "16", Numbers([(8, 0.3), (16, 0.4), (26, 0.3)], (profile, value) => profile with { Weeks = value })),
        new("language", "In which language would you sit the exam?", "English", []),
        new("baseSalary", "What do you earn a year, gross?", "133,080 USD, the median of US software developers",
            Numbers([(90_000, 0.3), (133_080, 0.4), (190_000, 0.3)], (profile, value) => profile with { BaseSalary = value * (profile.UnitsPerUsd ?? 1) })),
        new("currency", "In which currency?", "USD", []),
        new("unitsPerUsd", "What does a US dollar cost in that currency?", "1 for USD; needed for any other", []),
        new("hourValue", "What is an hour of yours worth, net?", "net pay for an hour of work: baseSalary × (1 − taxRate) / 2,080",
            Numbers([(20, 0.3), (45, 0.4), (80, 0.3)], (profile, value) => profile with { HourValue = value * (profile.UnitsPerUsd ?? 1) })),
        new("taxRate", "Which share of a raise goes to tax?", "0.3", Numbers([(0.2, 0.3), (0.3, 0.4), (0.45, 0.3)], (profile, value) => profile with { TaxRate = value })),
        new("horizonYears", "How many years should count?", "3", Numbers([(2, 0.3), (3, 0.4), (5, 0.3)], (profile, value) => profile with { HorizonYears = value })),
        new("discountRate", "By how much does a year make money less worth to you?", "0.05", Numbers([(0.02, 0.3), (0.05, 0.4), (0.1, 0.3)], (profile, value) => profile with { DiscountRate = value })),
        new("held", "Which AWS certifications do you hold?", "none", []),
        new("feePaidBy", "Who pays the exam fees?", "self", [new("self", 0.6, profile => profile with { FeePaidBy = FeePayer.Self }), new("employer", 0.4, profile => profile with { FeePaidBy = FeePayer.Employer })]),
        new("voucher", "Do you have a voucher for one exam?", "no", YesNo(0.2, (profile, yes) => profile with { Voucher = yes })),
        new("passChance", "What is your measured chance to pass?", "a prior by exam and experience", []),
        new("assumptions", "Which assumptions do you see otherwise?", "those of content/decide/assumptions.yaml", []),
    ];

    /// <summary>Whether the profile answers a question.</summary>
    internal static bool IsAnswered(Profile profile, string name) => name switch
    {
        "role" => profile.Role is not null,
        "target" => profile.Target is not null,
        "mlYears" => profile.MlYears is not null,
        "careerYears" => profile.CareerYears is not null,
        "python" => profile.Python is not null,
        "introCourse" => profile.IntroCourse is not null,
        "projects" => profile.Projects is not null,
        "employer.onAws" => profile.EmployerOnAws is not null,
        "employer.buildingMl" => profile.EmployerBuildingMl is not null,
        "employer.partner" => profile.EmployerPartner is not null,
        "hoursPerWeek" => profile.HoursPerWeek is not null,
        "weeks" => profile.Weeks is not null,
        "baseSalary" => profile.BaseSalary is not null,
        "hourValue" => profile.HourValue is not null,
        "taxRate" => profile.TaxRate is not null,
        "horizonYears" => profile.HorizonYears is not null,
        "discountRate" => profile.DiscountRate is not null,
        "feePaidBy" => profile.FeePaidBy is not null,
        "voucher" => profile.Voucher is not null,
        _ => true,
    };

    private static IReadOnlyList<PossibleAnswer> YesNo(double yes, Func<Profile, bool, Profile> apply) =>
        [new("yes", yes, profile => apply(profile, true)), new("no", 1 - yes, profile => apply(profile, false))];

    private static IReadOnlyList<PossibleAnswer> Numbers((double Value, double Weight)[] values, Func<Profile, double, Profile> apply) =>
        [.. values.Select(entry => new PossibleAnswer(entry.Value.ToString("#,0.##", CultureInfo.InvariantCulture), entry.Weight, profile => apply(profile, entry.Value)))];
}

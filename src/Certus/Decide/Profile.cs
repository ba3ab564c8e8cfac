namespace Certus.Decide;

/// <summary>What somebody said about themselves. Null is "not said": the model then goes by the default of <see cref="ProfileFields"/> and may ask.</summary>
public sealed record Profile
{
    /// <summary>Nothing said.</summary>
    public static Profile Empty { get; } = new();

    /// <summary>What they work as.</summary>
    public Role? Role { get; init; }

    /// <summary>Years of ML work, 0 to 50.</summary>
    public double? MlYears { get; init; }

    /// <summary>Years in the trade, 0 to 60; below 2 is early career.</summary>
    public double? CareerYears { get; init; }

    /// <summary>How well they write Python.</summary>
    public PythonLevel? Python { get; init; }

    /// <summary>Whether they finished an introductory ML course.</summary>
    public bool? IntroCourse { get; init; }

    /// <summary>ML projects that can be shown, 0 to 5.</summary>
    public int? Projects { get; init; }

    /// <summary>Whether the employer runs on AWS.</summary>
    public bool? EmployerOnAws { get; init; }

    /// <summary>Whether the employer builds ML.</summary>
    public bool? EmployerBuildingMl { get; init; }

    /// <summary>Whether the employer is an AWS partner whose customers ask for ML.</summary>
    public bool? EmployerPartner { get; init; }

    /// <summary>The role they want.</summary>
    public Target? Target { get; init; }

    /// <summary>Hours a week for this, 0.5 to 80.</summary>
    public double? HoursPerWeek { get; init; }

    /// <summary>Weeks in which those hours are free, 1 to 104.</summary>
    public double? Weeks { get; init; }

    /// <summary>The language to sit the exam in, in English words.</summary>
    public string? Language { get; init; }

    /// <summary>Gross pay a year, in <see cref="Currency"/>.</summary>
    public double? BaseSalary { get; init; }

    /// <summary>Three letters, as USD.</summary>
    public string? Currency { get; init; }

    /// <summary>What a US dollar costs in <see cref="Currency"/>; needed where that is not USD.</summary>
    public double? UnitsPerUsd { get; init; }

    /// <summary>What an hour of theirs is worth, net, in <see cref="Currency"/>.</summary>
    public double? HourValue { get; init; }

    /// <summary>Share of a raise that goes to tax, 0 to 0.7.</summary>
    public double? TaxRate { get; init; }

    /// <summary>Years that count, 1 to 10.</summary>
    public double? HorizonYears { get; init; }

    /// <summary>By how much a year makes money less worth, 0 to 0.5.</summary>
    public double? DiscountRate { get; init; }

    /// <summary>Certifications that they hold or held.</summary>
    public IReadOnlyList<HeldCertificate>? Held { get; init; }

    /// <summary>Who pays the fees.</summary>
    public FeePayer? FeePaidBy { get; init; }

    /// <summary>Whether they have a voucher for one exam.</summary>
    public bool? Voucher { get; init; }

    /// <summary>Chance to pass at the first attempt, where somebody measured it: by exam code, or under <c>*</c> for every exam.</summary>
    public IReadOnlyDictionary<string, double>? PassChance { get; init; }

    /// <summary>Assumptions in whose place they put values of their own; null where there are none.</summary>
    public IReadOnlyList<AssumptionEdit>? Assumptions { get; init; }

    /// <summary>What the study hours of an average day are worth, in US dollars: hours a week × the worth of an hour / 7; null where either was not said.</summary>
    public double? StudyDayUsd =>
        HoursPerWeek is { } hours && (HourValue ?? BaseSalary) is not null && new Person(this) is var person ? hours * person.HourValue / 7 / person.UnitsPerUsd : null;
}

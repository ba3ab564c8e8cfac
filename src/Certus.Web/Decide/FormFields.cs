using Certus.Catalog;

namespace Certus.Web.Decide;

/// <summary>The fields of the form: those of a profile, in groups, and what they are called there.</summary>
public static class FormFields
{
    private static readonly (string, string)[] YesNo = [("yes", "Yes"), ("no", "No")];

    /// <summary>About the work and the hours: asked first.</summary>
    public static IReadOnlyList<FormField> First { get; } =
    [
        new("role", "What you work as", FieldKind.Choice, "something else",
        [
            ("mlEngineer", "ML engineer"), ("dataEngineer", "Data engineer"), ("cloud", "Cloud engineer or architect"), ("software", "Software engineer"),
            ("partner", "Consultant at an AWS partner"), ("other", "Something else"),
        ]),
        new("mlYears", "Years of ML work", FieldKind.Number, "0", []),
        new("target", "The role you want", FieldKind.Choice, "next to ML",
            [("ml", "ML itself"), ("adjacent", "Next to ML: MLOps, ML platform"), ("unsure", "Not sure that it is ML"), ("none", "No other role")]),
        new("hoursPerWeek", "Hours a week", FieldKind.Number, "10", []),
        new("weeks", "For how many weeks", FieldKind.Number, "16", []),
        new("baseSalary", "Yearly pay, gross", FieldKind.Number, "133,080 USD, the median of US software developers", []),
    ];

    /// <summary>About the employer: asked first, too.</summary>
    public static IReadOnlyList<FormField> Employer { get; } =
    [
        new("employer.onAws", "Runs on AWS", FieldKind.Flag, "no", YesNo),
        new("employer.buildingMl", "Builds an ML platform or product", FieldKind.Flag, "no", YesNo),
        new("employer.partner", "Is an AWS partner with ML customers", FieldKind.Flag, "no", YesNo),
    ];

    /// <summary>What one brings along.</summary>
    public static IReadOnlyList<FormField> Background { get; } =
    [
        new("careerYears", "Years in the trade", FieldKind.Number, "5", []),
        new("python", "Python and pandas", FieldKind.Choice, "everyday work",
            [("none", "Not at all"), ("basic", "Small scripts"), ("intermediate", "Everyday work"), ("advanced", "Libraries and packages")]),
        new("introCourse", "Finished an introductory ML course", FieldKind.Flag, "no", YesNo),
        new("projects", "ML projects you can show, 0 to 5", FieldKind.Number, "0", []),
    ];

    /// <summary>Money and time.</summary>
    public static IReadOnlyList<FormField> Money { get; } =
    [
        new("currency", "Currency", FieldKind.Text, "USD", [], "Three letters"),
        new("unitsPerUsd", "What a US dollar costs in it", FieldKind.Number, "1", [], "Needed for any currency but USD"),
        new("hourValue", "What an hour of yours is worth, net", FieldKind.Number, "net pay for an hour of work", []),
        new("taxRate", "Share of a raise that goes to tax", FieldKind.Number, "0.3", [], "0.3 is 30 %"),
        new("horizonYears", "Years that count", FieldKind.Number, "3", []),
        new("discountRate", "By how much a year makes money less worth", FieldKind.Number, "0.05", [], "0.05 is 5 % a year"),
        new("feePaidBy", "Who pays the exam fees", FieldKind.Choice, "yourself", [("self", "Myself"), ("employer", "My employer")]),
        new("voucher", "A voucher for one exam", FieldKind.Flag, "no", YesNo),
    ];

    /// <summary>All that stand by themselves, but for the language.</summary>
    public static IEnumerable<FormField> Alone => [.. First, .. Employer, .. Background, .. Money];

    /// <summary>The language to sit the exam in.</summary>
    public static FormField Language(Register register)
    {
        ArgumentNullException.ThrowIfNull(register);
        var names = register.Certifications.SelectMany(exam => exam.Format.Languages.Concat(exam.Lifecycle.LimitedTo)).Append("English").Distinct().Order(StringComparer.Ordinal);
        return new("language", "Language of the exam", FieldKind.Choice, "English", [.. names.Select(name => (name, name))]);
    }
}

using System.Globalization;
using Certus.Catalog;

namespace Certus.Web.Measure;

/// <summary>The form above the readings: as it is kept, or as somebody sent it, with what is wrong beside each field.</summary>
/// <param name="Exam">The chosen exam.</param>
/// <param name="Day">The day of the exam, as text.</param>
/// <param name="Fee">What another attempt costs, as text; empty for the catalog's fee.</param>
/// <param name="DayWorth">What a day is worth, as text; empty where it is not said.</param>
/// <param name="Faults">One sentence a field that is wrong.</param>
public sealed record MeasureForm(Certification Exam, string Day, string Fee, string DayWorth, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>So many days ahead an exam day may lie.</summary>
    public const int MostDays = 365;

    /// <summary>So many days ahead it lies where nobody has said.</summary>
    public const int UsualDays = 28;

    private const decimal MostFee = 5_000, MostWorth = 100_000;

    /// <summary>The form of what is kept.</summary>
    public static MeasureForm Of(MeasureChoice choice, Certification exam, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(exam);
        return new(exam, MeasureWords.Iso(DayOf(choice, today)), Text(FeeOf(choice, exam)), Text(choice.DayWorth), new Dictionary<string, string>());
    }

    /// <summary>The day to ask for: the kept one while it lies ahead, else four weeks from today.</summary>
    public static DateOnly DayOf(MeasureChoice choice, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(choice);
        return choice.Day is { } day && day >= today && day <= today.AddDays(MostDays) ? day : today.AddDays(UsualDays);
    }

    /// <summary>The learner's own fee for another attempt; null for the catalog's.</summary>
    public static decimal? FeeOf(MeasureChoice choice, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(exam);
        return choice.Fees is { } fees && fees.TryGetValue(exam.Code, out var fee) ? fee : null;
    }

    /// <summary>Reads a form that was sent.</summary>
    /// <param name="field">A field's text, empty where it was left out.</param>
    /// <param name="exams">The exams to choose from.</param>
    /// <param name="kept">What was kept before.</param>
    /// <param name="today">The learner's day.</param>
    /// <returns>The form, and what to keep: what was right, and what was kept before in the place of what was wrong.</returns>
    public static (MeasureForm Form, MeasureChoice Choice) Read(Func<string, string> field, IReadOnlyList<Certification> exams, MeasureChoice kept, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(exams);
        ArgumentNullException.ThrowIfNull(kept);
        Dictionary<string, string> faults = [];
        var exam = exams.FirstOrDefault(exam => exam.Code == field("exam"));
        if (exam is null) faults["exam"] = $"No exam that can be measured is called '{field("exam")}'; choose one of the list.";
        exam ??= exams.FirstOrDefault(known => known.Code == kept.Exam) ?? exams[0];
        var day = Read(field("day"));
        if (day is null || day < today || day > today.AddDays(MostDays))
            (day, faults["day"]) = (null, $"The day must be a date from {MeasureWords.Iso(today)} to {MeasureWords.Iso(today.AddDays(MostDays))}{(field("day").Length == 0 ? "" : $", not '{field("day")}'")}.");
        decimal? Amount(string name, string what, decimal most)
        {
            if (field(name).Length == 0) return null;
            if (decimal.TryParse(field(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount <= most) return amount;
            faults[name] = string.Create(CultureInfo.InvariantCulture, $"{what} must be an amount in US dollars from 0 to {most:#,0}, such as 75 or 12.50, not '{field(name)}'.");
            return null;
        }
        var fees = kept.Fees is null ? [] : new Dictionary<string, decimal>(kept.Fees);
        var sameExam = field("was").Length == 0 || field("was") == exam.Code;      // a fee typed for one exam is not that of another
        if (sameExam && Amount("fee", "The fee", MostFee) is var fee && !faults.ContainsKey("fee"))
        {
            fees.Remove(exam.Code);
            if (fee is { } own) fees[exam.Code] = own;
        }
        var worth = Amount("worth", "What a day is worth", MostWorth);
        MeasureChoice choice = new(exam.Code, day ?? kept.Day, faults.ContainsKey("worth") ? kept.DayWorth : worth, fees.Count == 0 ? null : fees);
        return (new(exam, field("day"), sameExam ? field("fee") : Text(FeeOf(choice, exam)), field("worth"), faults), choice);
    }

    private static DateOnly? Read(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Text(decimal? amount) => amount?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}

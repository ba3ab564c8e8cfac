using System.Globalization;
using Certus.Catalog;
using Certus.Remember;

namespace Certus.Store;

/// <summary>Why no plan can be made of what was asked, and the nearest thing that works.</summary>
public static class PlanRefusal
{
    private const int MostLooked = 800;

    /// <summary>Whether the exam can't be sat on a day by somebody who sits it in a language; null where it can.</summary>
    /// <param name="register">The catalog.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="day">The day.</param>
    /// <param name="language">In English words.</param>
    /// <returns>One sentence or two, and the exam to sit instead, where one can be.</returns>
    public static (string Sentence, Certification? Substitute)? Unbookable(Register register, Certification exam, DateOnly day, string language = "English")
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(exam);
        if (MayBeSat(exam, day, language)) return null;
        var status = exam.Lifecycle.On(day);
        var codes = exam.Lifecycle.Substitutes.Prepend(exam.Lifecycle.Successor).OfType<string>().Distinct();
        var substitute = codes.Select(code => register.ByCode.GetValueOrDefault(code)).FirstOrDefault(other => other is not null && MayBeSat(other, day, language));
        var instead = substitute is not null ? $" {substitute.Code}, {substitute.Name}, can be sat then."
            : Enumerable.Range(1, MostLooked).Select(day.AddDays).FirstOrDefault(later => MayBeSat(exam, later, language)) is var later && later != default ? string.Create(CultureInfo.InvariantCulture, $" The first day on which it can is {later:yyyy-MM-dd}.") : "";
        var why = status.CanBeBooked ? $"not in {language}. {status.Explanation}" : $"{char.ToLowerInvariant(status.Explanation[0])}{status.Explanation[1..]}";
        return (string.Create(CultureInfo.InvariantCulture, $"{exam.Code} can't be sat on {day:yyyy-MM-dd}: {why}{instead}"), substitute);
    }

    /// <summary>Whether an exam can be sat on a day in a language.</summary>
    public static bool MayBeSat(Certification exam, DateOnly day, string language = "English")
    {
        ArgumentNullException.ThrowIfNull(exam);
        var status = exam.Lifecycle.On(day);
        return status.CanBeBooked && (status.State != ExamState.Limited || exam.Lifecycle.LimitedTo.Contains(language, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Why hours hold no plan; null where they do.</summary>
    /// <param name="time">Minutes by weekday, and days off.</param>
    /// <param name="start">The first day.</param>
    /// <param name="exam">The day of the exam; null where it is to be found.</param>
    public static string? NoTime(StudyTime time, DateOnly start, DateOnly? exam)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (time.MinutesByWeekday.All(minutes => minutes < 1)) return "A week without a minute holds no plan; even two evenings of 30 minutes do.";
        var last = exam ?? start.AddDays(MostLooked);
        for (var day = start; day < last; day = day.AddDays(1)) if (time.SecondsOn(day) >= 60) return null;
        DateOnly? next = Enumerable.Range(0, MostLooked).Select(last.AddDays).Cast<DateOnly?>().FirstOrDefault(day => time.SecondsOn(day!.Value) >= 60);
        return string.Create(CultureInfo.InvariantCulture, $"Every day until {last:yyyy-MM-dd} is without time{(next is { } free ? $"; the first day with some is {free:yyyy-MM-dd}" : "")}.");
    }

    /// <summary>What a beta means for whoever plans for it; null where the exam is none on that day.</summary>
    public static string? BetaNote(Certification exam, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(exam);
        var status = exam.Lifecycle.On(day);
        if (!status.InBeta) return null;
        var offer = exam.Offered(status);
        List<string> facts = [];
        if (offer.Questions is { } questions) facts.Add(string.Create(CultureInfo.InvariantCulture, $"{questions} questions{(offer.Minutes is { } minutes ? $" in {minutes} minutes" : "")}"));
        if (offer.FeeUsd is { } fee) facts.Add(string.Create(CultureInfo.InvariantCulture, $"${fee:0.##}"));
        if (exam.Beta?.Languages is { Count: > 0 } languages) facts.Add($"in {string.Join(", ", languages)} only");
        if (exam.Beta?.Attempts is { } attempts) facts.Add(attempts == 1 ? "one attempt, and after a failure only the standard version" : $"{attempts} attempts");
        if (exam.Beta?.Results is { } results) facts.Add($"results {results}");
        return string.Create(CultureInfo.InvariantCulture, $"On {day:yyyy-MM-dd} {exam.Code} is a beta{(facts.Count == 0 ? "" : $": {string.Join("; ", facts)}")}. A beta tries out its questions, so no pass mark is published for it. {status.Explanation}");
    }
}

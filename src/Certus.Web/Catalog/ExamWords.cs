using System.Globalization;
using Certus.Catalog;

namespace Certus.Web.Catalog;

/// <summary>Names and sums of the catalog as pages say them.</summary>
public static class ExamWords
{
    /// <summary>A certification's name, its level after an en dash that stays with the word before it.</summary>
    public static string Title(this Certification exam)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return exam.Name.Replace(" - ", "\u00a0– ", StringComparison.Ordinal);
    }

    /// <summary>A sum: <c>$150</c>; <c>unknown</c> where no source was found.</summary>
    public static string Dollars(decimal? sum) => sum is { } dollars ? string.Create(CultureInfo.InvariantCulture, $"${dollars:0.##}") : "unknown";

    /// <summary>Fee and size of what one books: <c>$75 · 85 questions · 170 minutes</c>; what is unknown is left out.</summary>
    public static string Say(this Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return string.Join(" · ", new[]
        {
            offer.FeeUsd is null ? "fee unknown" : Dollars(offer.FeeUsd),
            offer.Questions is { } questions ? $"{questions} questions" : null,
            offer.Minutes is { } minutes ? $"{minutes} minutes" : null,
            offer.PassingScore is { } mark ? $"pass mark {mark}" : null,
        }.OfType<string>().Select(part => part.Replace(' ', '\u00a0')));
    }
}

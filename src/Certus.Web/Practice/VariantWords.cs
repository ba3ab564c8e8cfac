using System.Globalization;
using Certus.Practice;
using Certus.Store;

namespace Certus.Web.Practice;

/// <summary>What a variant is a variant of, in one sentence.</summary>
public static class VariantWords
{
    /// <summary>The sentence.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="of">The sitting that it is from; null where it is not there.</param>
    /// <param name="start">The sitting that it is in.</param>
    /// <param name="zone">The learner's time zone.</param>
    /// <param name="answered">Whether it has been answered: before that, what the two have in common would point at an option.</param>
    public static string Say(Variant variant, SittingStart? of, SittingStart start, TimeZoneInfo zone, bool answered)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentNullException.ThrowIfNull(start);
        var place = string.Create(CultureInfo.InvariantCulture, $"question {variant.Position} of {(of is null ? "an earlier sitting" : $"your {(of.Form.Exam is { } exam ? exam + " " : "")}{Attempt.Kind(of.Mode)} of {Day(of, start, zone)}")}");
        return variant.Kind switch
        {
            VariantKind.SameQuestion => $"No new question covers {place}: the same one again.",
            _ when !answered => $"A variant of {place}.",
            VariantKind.NewNumbers => $"A variant of {place}: the same calculation with new numbers.",
            VariantKind.SameMisconceptionAndSkill => $"A variant of {place}: the same misconception in another scenario.",
            VariantKind.SameMisconception => $"A variant of {place}: the same misconception in another subject.",
            _ => $"A variant of {place}: another question on the same skill.",
        };
    }

    /// <summary>The starts of the sittings that variants are from, as far as they are there.</summary>
    public static async Task<IReadOnlyDictionary<Guid, SittingStart>> OriginsAsync(IEnumerable<FormItem> items, Sittings sittings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(sittings);
        Dictionary<Guid, SittingStart> origins = [];
        foreach (var id in items.Select(item => item.Variant?.SittingId).OfType<Guid>().Distinct())
            if (await sittings.FindAsync(Learner.Local, id, cancel) is { } sitting) origins.Add(id, sitting.Start);
        return origins;
    }

    private static string Day(SittingStart of, SittingStart start, TimeZoneInfo zone)
    {
        var (day, today) = (TimeZoneInfo.ConvertTime(of.StartedAt, zone), TimeZoneInfo.ConvertTime(start.StartedAt, zone));
        return day.ToString(day.Year == today.Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
    }
}

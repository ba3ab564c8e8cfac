using System.Globalization;
using Certus.Catalog;
using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;

namespace Certus.Web.Plan;

/// <summary>The form of a new plan: as somebody finds it, or as they sent it, with what is wrong beside each field.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="Day">The day of the exam, as text; empty for the earliest.</param>
/// <param name="Minutes">Minutes by weekday, Sunday first, as text.</param>
/// <param name="DaysOff">Days off, as text.</param>
/// <param name="Zone">The time zone's name.</param>
/// <param name="Projects">Ids of the chosen projects.</param>
/// <param name="KnownByProfile">Whether the profile's knowledge counts.</param>
/// <param name="Faults">One sentence a field that is wrong.</param>
public sealed record PlanForm(
    string Exam, string Day, IReadOnlyList<string> Minutes, string DaysOff, string Zone, IReadOnlyList<string> Projects, bool KnownByProfile, IReadOnlyDictionary<string, string> Faults)
{
    /// <summary>The exam to plan instead, where the chosen one can't be sat on the day; null where none is known.</summary>
    public string? Instead { get; init; }

    /// <summary>The form of a wish.</summary>
    public static PlanForm Of(PlanWish wish)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return new(
            wish.Exam, wish.ExamDay is { } day ? PlanWords.Iso(day) : "", [.. wish.Minutes.Select(minutes => minutes.ToString(CultureInfo.InvariantCulture))], string.Join(", ", wish.DaysOff), wish.Zone, wish.Projects, wish.KnownByProfile,
            new Dictionary<string, string>());
    }

    /// <summary>Reads a form that was sent.</summary>
    /// <param name="field">A field's text, empty where it was left out.</param>
    /// <param name="projects">The ids that were ticked, those of no project left out.</param>
    /// <param name="exams">The exams to choose from.</param>
    /// <param name="register">The catalog.</param>
    /// <param name="todayIn">The learner's day by the zone that was chosen.</param>
    /// <returns>The form; and the wish, null where something is wrong.</returns>
    public static (PlanForm Form, PlanWish? Wish) Read(Func<string, string> field, IReadOnlyList<string> projects, IReadOnlyList<Certification> exams, Register register, Func<TimeZoneInfo, DateOnly> todayIn)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(exams);
        ArgumentNullException.ThrowIfNull(todayIn);
        Dictionary<string, string> faults = [];
        var exam = exams.FirstOrDefault(exam => exam.Code.Equals(field("exam"), StringComparison.OrdinalIgnoreCase));
        if (exam is null) faults["exam"] = $"No exam that can be planned is called '{Cut(field("exam"))}'; choose one of the list.";
        var zone = PlanDesk.Zone(field("zone"));
        if (zone is null) faults["zone"] = $"No time zone is called '{Cut(field("zone"))}'; the nearest is {Nearest(field("zone"))}.";
        var today = todayIn(zone ?? TimeZoneInfo.Utc);
        var texts = Enumerable.Range(0, 7).Select(day => field($"minutes-{day}")).ToList();
        var minutes = texts.Select(text => text.Length == 0 ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= PlanWish.MostMinutes ? number : -1).ToList();
        if (minutes.Contains(-1)) faults["minutes"] = $"Minutes are whole numbers from 0 to {PlanWish.MostMinutes} for each day.";
        var (off, wrong) = DayRange.Read(field("off"));
        if (wrong is not null) faults["off"] = wrong;
        string? instead = null;
        DateOnly? day = null;
        if (field("day").Length > 0)
        {
            if (!DateOnly.TryParseExact(field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) faults["day"] = $"'{Cut(field("day"))}' is no date such as {PlanWords.Iso(today.AddDays(90))}; left empty, the earliest day is found.";
            else if (date <= today) faults["day"] = $"{PlanWords.Iso(date)} {(date == today ? "is today" : "has passed")}; the first day that can be planned for is {PlanWords.Iso(today.AddDays(1))}.";
            else if (date.DayNumber - today.DayNumber > Planner.MostDays) faults["day"] = $"A plan reaches two years ahead at most, to {PlanWords.Iso(today.AddDays(Planner.MostDays))}.";
            else if (exam is not null && PlanRefusal.Unbookable(register, exam, date) is var (sentence, substitute)) (faults["day"], instead) = (sentence, substitute?.Code);
            else day = date;
        }
        else if (exam is not null && !Enumerable.Range(1, Planner.MostDays).Any(ahead => PlanRefusal.MayBeSat(exam, today.AddDays(ahead))))
        {
            var (sentence, substitute) = PlanRefusal.Unbookable(register, exam, today.AddDays(1))!.Value;
            (faults["exam"], instead) = (sentence, substitute?.Code);
        }
        if (!faults.ContainsKey("minutes") && !faults.ContainsKey("off") && !faults.ContainsKey("day"))
        {
            var time = new StudyTime { MinutesByWeekday = [.. minutes.Select(number => (double)number)], DaysOff = [.. off.SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays))] };
            if (PlanRefusal.NoTime(time, today, day) is { } none) faults["off"] = none;
        }
        var form = new PlanForm(field("exam"), field("day"), texts, field("off"), field("zone"), projects, field("known").Length > 0, faults) { Instead = instead };
        return (form, faults.Count > 0 ? null : new(exam!.Code, day, minutes, off, zone!.Id) { Projects = projects, KnownByProfile = form.KnownByProfile });
    }

    /// <summary>The names of time zones, in the order of the alphabet.</summary>
    public static IReadOnlyList<string> Zones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.HasIanaId && zone.Id.Contains('/', StringComparison.Ordinal)).Select(zone => zone.Id).Append("UTC").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The name that takes the fewest changed letters; of equals the first.</summary>
    private static string Nearest(string text)
    {
        var wanted = Cut(text).Replace(' ', '_').ToUpperInvariant();
        return Zones.MinBy(name => Math.Min(Distance(name.ToUpperInvariant(), wanted), Distance(name[(name.LastIndexOf('/') + 1)..].ToUpperInvariant(), wanted)))!;
    }

    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var corner, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++) (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "…" : text;
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Certus.Content;
using Certus.Decide;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Cli;

/// <summary>What a profile's <c>plan</c> says of the learner's time; everything may be left out.</summary>
/// <param name="Time">Minutes by weekday and days off.</param>
/// <param name="Known">Ids of skills that are known.</param>
/// <param name="Projects">Ids of projects to place.</param>
/// <param name="Zone">The time zone of the calendar.</param>
internal sealed record PlanFile(StudyTime Time, IReadOnlyList<string> Known, IReadOnlyList<string> Projects, TimeZoneInfo Zone)
{
    /// <summary>Ten hours a week: an hour on four evenings, three on Saturday and Sunday; Sunday first.</summary>
    private static readonly int[] Usual = [180, 60, 60, 60, 60, 0, 180];
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Names = ["minutes", "daysOff", "known", "projects", "timeZone"];
    private const int MostMinutes = 960;
    private const double UsualHours = 10;

    /// <summary>Reads it; the profile itself was read and is sound.</summary>
    /// <exception cref="Refusal">Something is wrong; the message names it and the nearest thing that works.</exception>
    public static PlanFile Read(ReadOnlyMemory<byte> json, Profile profile, Library library)
    {
        var hours = profile.HoursPerWeek ?? UsualHours;
        // More than weekends hold is spread over all days.
        var week = Usual.Max() * hours / UsualHours <= MostMinutes ? Usual.Select(minutes => minutes * hours / UsualHours) : Usual.Select(_ => hours * 60 / 7);
        var time = new StudyTime { MinutesByWeekday = [.. week.Select(minutes => Math.Round(minutes / 5) * 5)] };
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!document.RootElement.TryGetProperty(ProfileJson.Plan, out var plan) || plan.ValueKind == JsonValueKind.Null) return new(time, [], [], TimeZoneInfo.Utc);
        if (plan.ValueKind != JsonValueKind.Object) throw Refusal.WrongUse($"plan must be an object with {string.Join(", ", Names)}.");
        foreach (var field in plan.EnumerateObject())
            if (!Names.Contains(field.Name)) throw Refusal.WrongUse($"'plan.{field.Name}' is not a field of a plan; the fields are {string.Join(", ", Names)}.");
        if (plan.TryGetProperty("minutes", out var minutes)) time = time with { MinutesByWeekday = Minutes(minutes) };
        if (plan.TryGetProperty("daysOff", out var off)) time = time with { DaysOff = DaysOff(off) };
        return new(
            time, Ids(plan, "known", library.Register.Skills.ContainsKey, "skill", library.Register.Skills.Keys), Ids(plan, "projects", id => library.Projects.Any(project => project.Id == id), "project", library.Projects.Select(project => project.Id)),
            plan.TryGetProperty("timeZone", out var zone) ? ZoneOf(zone) : TimeZoneInfo.Utc);
    }

    private static ImmutableArray<double> Minutes(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 7) return [.. value.EnumerateArray().Select((entry, day) => One(entry, $"plan.minutes[{day}]"))];
        if (value.ValueKind != JsonValueKind.Object) throw Refusal.WrongUse("plan.minutes must be an object as {\"monday\": 60, \"saturday\": 180}, or seven numbers, Sunday first.");
        var minutes = new double[7];
        foreach (var entry in value.EnumerateObject())
        {
            var day = Array.IndexOf(Days, entry.Name);
            if (day < 0) throw Refusal.WrongUse($"'plan.minutes.{entry.Name}' is no day of the week; the days are {string.Join(", ", Days)}.");
            minutes[day] = One(entry.Value, $"plan.minutes.{entry.Name}");
        }
        return [.. minutes];

        static double One(JsonElement entry, string name) => entry.ValueKind == JsonValueKind.Number && entry.TryGetInt32(out var number) && number is >= 0 and <= MostMinutes
            ? number : throw Refusal.WrongUse(string.Create(CultureInfo.InvariantCulture, $"{name} must be whole minutes from 0 to {MostMinutes}, not {entry.GetRawText()}."));
    }

    private static ImmutableHashSet<DateOnly> DaysOff(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) throw Refusal.WrongUse("plan.daysOff must be a list of days or ranges, as [\"2026-12-24 to 2027-01-02\", \"2027-02-14\"].");
        var days = ImmutableHashSet.CreateBuilder<DateOnly>();
        foreach (var entry in value.EnumerateArray())
        {
            var (ranges, fault) = DayRange.Read(entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetRawText());
            if (fault is not null) throw Refusal.WrongUse($"plan.daysOff: {fault}");
            foreach (var range in ranges) for (var day = range.From; day <= range.To; day = day.AddDays(1)) days.Add(day);
        }
        return days.ToImmutable();
    }

    private static List<string> Ids(JsonElement plan, string name, Func<string, bool> known, string what, IEnumerable<string> all)
    {
        if (!plan.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Refusal.WrongUse($"plan.{name} must be a list of ids.");
        List<string> ids = [];
        foreach (var entry in value.EnumerateArray())
        {
            var id = entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetRawText();
            if (!known(id)) throw Refusal.WrongUse($"plan.{name}: there is no {what} '{id}'{(Nearest(id, all) is { } near ? $"; the nearest is '{near}'" : "")}.");
            ids.Add(id);
        }
        return ids;
    }

    private static TimeZoneInfo ZoneOf(JsonElement value)
    {
        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return zone;
        var zones = TimeZoneInfo.GetSystemTimeZones().Where(other => other.HasIanaId).Select(other => other.Id).ToList();
        var near = zones.Count == 0 ? null : zones.MinBy(other => Math.Min(Distance(other, name), Distance(other[(other.LastIndexOf('/') + 1)..], name)));
        throw Refusal.No($"plan.timeZone: there is no time zone '{name}'; the nearest is '{near ?? "UTC"}'.");
    }

    private static string? Nearest(string text, IEnumerable<string> all) => all.MinBy(other => Distance(other, text));

    /// <summary>Levenshtein's distance, whatever the case.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            (var corner, row[0]) = (row[0], i);
            for (var j = 1; j <= other.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1)));
        }
        return row[^1];
    }
}

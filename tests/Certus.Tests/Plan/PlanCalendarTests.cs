using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Plan;
using Certus.Plan.Shelf;
using Certus.Plan.Calendars;

namespace Certus.Tests.Plan;

/// <summary>The calendar file, read again by a parser that others wrote.</summary>
public sealed class PlanCalendarTests
{
    private static readonly DateTimeOffset Changed = new(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);

    private static readonly CalendarEdition Edition = new(3, Changed, "a1");

    private sealed record Read(string Uid, DateTimeOffset Start, DateTimeOffset End, bool AllDay, int Sequence, string Summary, string? Description, string? Status, IReadOnlyList<string> Alarms);

    private static PlanSession Session(string id, DateOnly day, int minutes, string title = "Cards that fall due") =>
        new(id, day, minutes, id.StartsWith("rest", StringComparison.Ordinal) ? Purpose.Rest : Purpose.Learn, title, [], "Because it is next.", []);

    private static StudyPlan Days(DateOnly start, int days) => new(
        "MLS-C01", start, start.AddDays(days), true, 0, [.. Enumerable.Range(0, days).SelectMany(i => new[] { Session($"learn:skill-{i}:1", start.AddDays(i), 45), Session($"review:{i}", start.AddDays(i), 20), Session($"rest:{i}", start.AddDays(i), 15) })],
        [new("mock:1", start.AddDays(1), "First full test", "65 % is the mark.")], [], new(0.5, 0.4, 0.6), []);

    private static CalendarTimes At(TimeOnly start, int? alarm = 10) => new([.. Enumerable.Repeat(start, 7)], alarm);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-27", "19:00")]
    [InlineData("Europe/Berlin", "2026-03-27", "02:30")]       // skipped on the 29th
    [InlineData("Europe/Berlin", "2026-10-23", "01:30")]       // the second session begins in the hour that comes twice on the 25th
    [InlineData("America/New_York", "2026-10-29", "19:00")]
    [InlineData("Europe/Dublin", "2026-10-23", "19:00")]       // winter is the season that deviates
    [InlineData("Africa/Casablanca", "2027-02-04", "19:00")]   // clocks follow the moon
    [InlineData("Australia/Lord_Howe", "2027-04-02", "19:00")] // clocks move by half an hour
    [InlineData("Asia/Kolkata", "2026-10-23", "06:15")]
    [InlineData("UTC", "2026-10-23", "23:30")]                 // 65 minutes before midnight at the latest
    public async Task Another_program_reads_every_session_at_the_instant_that_the_zone_gives_it(string zoneId, string first, string clock)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var (start, time) = (DateOnly.Parse(first, CultureInfo.InvariantCulture), TimeOnly.Parse(clock, CultureInfo.InvariantCulture));
        var plan = Days(start, 6);

        var read = await ReadAsync(PlanCalendar.Write(plan, zone, At(time), Edition));

        foreach (var day in plan.Sessions.Where(session => session.Purpose != Purpose.Rest).GroupBy(session => session.Day))
        {
            var begins = day.Key.ToDateTime(time > new TimeOnly(22, 55) ? new(22, 55) : time);
            while (zone.IsInvalidTime(begins)) begins = begins.AddMinutes(1);
            var instant = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(begins, zone), TimeSpan.Zero);
            foreach (var session in day)
            {
                var there = Assert.Single(read, there => there.Uid == $"MLS-C01/{session.Id}@a1.certus");
                Assert.Equal((instant, instant.AddMinutes(session.Minutes)), (there.Start, there.End));
                Assert.Equal((3, "-PT10M"), (there.Sequence, Assert.Single(there.Alarms)));
                instant = instant.AddMinutes(session.Minutes);
            }
        }
        Assert.Equal(["MLS-C01/exam@a1.certus", "MLS-C01/mock:1@a1.certus"], read.Where(there => there.AllDay).Select(there => there.Uid).Order());
        Assert.DoesNotContain(read, there => there.Uid.Contains("rest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signs_that_mean_something_to_a_calendar_and_long_lines_come_through_whole()
    {
        var title = @"Größe; a, b \ c\n: """ + new string('ü', 90) + "€🙂";
        var plan = Days(new(2026, 11, 23), 1);
        plan = plan with { Sessions = [plan.Sessions[0] with { Title = title, Reason = "One.\nTwo;\r\nthree\u0001.", Resources = [new("x", "A lesson", ResourceKind.Lesson, "/lessons/x", "2"), new("y", "A book", ResourceKind.Book, null, null)] }] };

        var text = PlanCalendar.Write(plan, TimeZoneInfo.Utc, CalendarTimes.Usual, Edition with { Site = new("http://localhost:5080") });
        var read = (await ReadAsync(text)).First(there => !there.AllDay);

        Assert.Equal($"Learn: {title}", read.Summary);
        Assert.Equal("One.\nTwo;\nthree.\nA lesson, 2: http://localhost:5080/lessons/x\nA book", read.Description);
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain(text.Replace("\r\n", "", StringComparison.Ordinal), c => c is '\n' or '\r');
    }

    [Fact]
    public async Task A_later_edition_keeps_the_ids_drops_the_alarms_of_what_is_done_and_cancels_what_is_gone()
    {
        var plan = Days(new(2026, 11, 23), 3);
        var first = PlanCalendar.Write(plan, TimeZoneInfo.Utc, CalendarTimes.Usual, Edition);
        var moved = plan with { Sessions = [.. plan.Sessions.Skip(3).Prepend(plan.Sessions[0] with { Day = new(2026, 11, 25) })] };
        var gone = new PlannedOnce("MLS-C01", "review:0", "Cards that fall due", new(2026, 11, 23));

        var later = PlanCalendar.Write(moved, TimeZoneInfo.Utc, CalendarTimes.Usual, Edition with { Number = 4, ChangedAt = Changed.AddDays(1), Finished = ["review:1"], Gone = [gone] });

        Assert.Equal(first, PlanCalendar.Write(plan, TimeZoneInfo.Utc, CalendarTimes.Usual, Edition));
        var (before, after) = ((await ReadAsync(first)).ToDictionary(there => there.Uid), (await ReadAsync(later)).ToDictionary(there => there.Uid));
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(after.Values, there => Assert.Equal(4, there.Sequence));
        Assert.Equal((new DateTime(2026, 11, 23), new DateTime(2026, 11, 25)), (before["MLS-C01/learn:skill-0:1@a1.certus"].Start.UtcDateTime.Date, after["MLS-C01/learn:skill-0:1@a1.certus"].Start.UtcDateTime.Date));
        Assert.Equal("CANCELLED", after["MLS-C01/review:0@a1.certus"].Status);
        Assert.Equal(["MLS-C01/review:1@a1.certus"], after.Values.Where(there => !there.AllDay && there.Alarms.Count == 0).Select(there => there.Uid));
    }

    [Fact]
    public async Task After_the_last_plan_a_calendar_only_tells_what_is_canceled_under_the_ids_of_its_exam()
    {
        var read = Assert.Single(await ReadAsync(PlanCalendar.Write(null, TimeZoneInfo.Utc, CalendarTimes.Usual, Edition with { Gone = [new("AIP-C01", "mock:1:1", "A test", new(2026, 12, 1))] })));

        Assert.Equal(("AIP-C01/mock:1:1@a1.certus", "CANCELLED", true), (read.Uid, read.Status, read.AllDay));
    }

    [Fact]
    public void A_zone_that_nobody_else_knows_is_written_in_UTC()
    {
        var own = TimeZoneInfo.CreateCustomTimeZone("Mine", TimeSpan.FromHours(3), "Mine", "Mine");

        var text = PlanCalendar.Write(Days(new(2026, 11, 23), 1), own, At(new(19, 0), alarm: null), Edition);

        Assert.Contains("DTSTART:20261123T160000Z", text, StringComparison.Ordinal);
        Assert.DoesNotContain("VTIMEZONE", text, StringComparison.Ordinal);
        Assert.DoesNotContain("VALARM", text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Read>> ReadAsync(string calendar)
    {
        var modules = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "clients", "node_modules"));
        Assert.True(Directory.Exists(Path.Combine(modules, "ical.js")), $"ical.js is not in {modules}; eng/test.sh installs it.");
        var file = Path.Combine(Path.GetTempPath(), $"certus-{Guid.NewGuid():N}.ics");
        await File.WriteAllTextAsync(file, calendar, TestContext.Current.CancellationToken);
        try
        {
            var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Plan", "read-calendars.cjs"), file]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["NODE_PATH"] = modules, ["TZ"] = "Pacific/Auckland" } };
            using var node = Process.Start(start)!;
            var (output, error) = (node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await node.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(node.ExitCode == 0, $"{await error}\n{calendar}");
            return JsonSerializer.Deserialize<IReadOnlyList<Read>>(await output, JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(file);
        }
    }
}

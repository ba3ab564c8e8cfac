using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;

namespace Certus.Plan.Calendars;

/// <summary>A time zone as a calendar file speaks of it: local times under its IANA name, with every change of its clocks in the span written out.</summary>
/// <remarks>
/// The changes are read from the zone instant by instant instead of being put as yearly rules: some zones follow no rule (Casablanca), or one that
/// libraries get wrong (Dublin, whose daylight saving is negative).
/// </remarks>
internal sealed class CalendarClock
{
    private readonly TimeZoneInfo _zone;
    private readonly string? _id;

    /// <param name="zone">The zone; one without an IANA name, and UTC itself, is written in UTC.</param>
    public CalendarClock(TimeZoneInfo zone)
    {
        _zone = zone;
        var id = zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var iana) ? iana : null;
        _id = id is null or "UTC" or "Etc/UTC" or "Etc/GMT" or "GMT" ? null : id;
    }

    /// <summary>Its IANA name; UTC where times are written in that.</summary>
    public string Name => _id ?? "UTC";

    /// <summary>The instant of a time of day; where the clocks skip it the first one after it, where they pass it twice the first of both.</summary>
    public DateTimeOffset Instant(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (_zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new(local, _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local));
    }

    /// <summary>Two ends for the file; in UTC where one of them lies in the hour that comes twice, as readers differ on which of the two is meant.</summary>
    public (CalDateTime Start, CalDateTime End) Write(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (TimeZoneInfo.ConvertTime(start, _zone).DateTime, TimeZoneInfo.ConvertTime(end, _zone).DateTime);
        return _id is null || _zone.IsAmbiguousTime(from) || _zone.IsAmbiguousTime(to) ? (Utc(start), Utc(end)) : (new(from, _id), new(to, _id));
    }

    /// <summary>An instant in UTC.</summary>
    public static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, "UTC");

    /// <summary>The zone's offsets from one day to another; null where all is written in UTC.</summary>
    public VTimeZone? Rules(DateOnly from, DateOnly to)
    {
        if (_id is null) return null;
        var rules = new VTimeZone { TzId = _id };
        var at = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var end = new DateTimeOffset(to.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var offset = _zone.GetUtcOffset(at);
        rules.AddChild(Observance(at, offset, offset));
        for (; at < end; at = at.AddHours(1))
        {
            var next = _zone.GetUtcOffset(at.AddHours(1));
            if (next == offset) continue;
            var change = Enumerable.Range(1, 60).Select(minute => at.AddMinutes(minute)).First(instant => _zone.GetUtcOffset(instant) == next);
            rules.AddChild(Observance(change, offset, next));
            offset = next;
        }
        return rules;
    }

    private VTimeZoneInfo Observance(DateTimeOffset at, TimeSpan before, TimeSpan after) =>
        new(_zone.IsDaylightSavingTime(at) ? "DAYLIGHT" : "STANDARD")
        {
            // RFC 5545: the local time at which it sets in, by the clock before it, without a zone.
            DtStart = new CalDateTime(DateTime.SpecifyKind(at.ToOffset(before).DateTime, DateTimeKind.Unspecified)),
            OffsetFrom = new UtcOffset(before), OffsetTo = new UtcOffset(after),
        };
}

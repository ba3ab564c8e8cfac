using System.Globalization;
using System.Text.RegularExpressions;

namespace Certus.Lab.Iam.Policies;

/// <summary>Instants in conditions: the W3C's profile of ISO 8601, read as leniently as IAM does, or seconds since 1970.</summary>
public static partial class PolicyDates
{
    [GeneratedRegex(@"^(?<year>\d{1,4})(-(?<month>\d{1,2})(-(?<day>\d{1,2}))?)?([Tt]((?<hour>\d{1,2})(:(?<minute>\d{1,2})(:(?<second>\d{1,2})(\.(?<fraction>\d{1,9}))?)?)?)?)?(?<zone>[Zz]|[+-]\d{2}(:?\d{2})?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <summary>Seconds since 1970; a text of four digits or fewer is a year.</summary>
    /// <returns>Null where it is no instant.</returns>
    public static decimal? Read(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
        var (year, month, day) = (Part("year", 1), Part("month", 1), Part("day", 1));
        var (hour, minute, second) = (Part("hour", 0), Part("minute", 0), Part("second", 0));
        if (month is < 1 or > 12 || day < 1 || hour > 24 || minute > 59 || second > 60) return null;
        if (year < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var fraction = match.Groups["fraction"] is { Success: true } digits ? decimal.Parse("0." + digits.Value, CultureInfo.InvariantCulture) : 0;
        var zone = match.Groups["zone"].Value;
        var offset = 0;
        if (zone.Length > 1)
        {
            var (hours, minutes) = (int.Parse(zone[1..3], CultureInfo.InvariantCulture), zone.Length > 3 ? int.Parse(zone[^2..], CultureInfo.InvariantCulture) : 0);
            if (minutes > 59) return null;
            offset = (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
        }
        var days = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Days;
        return days * 86400m + hour * 3600 + minute * 60 + second - offset + fraction;

        int Part(string name, int otherwise) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : otherwise;
    }
}

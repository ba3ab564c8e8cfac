using System.Diagnostics.CodeAnalysis;

namespace Certus.Plan.Portfolio;

/// <summary>Where a learner's work on a project can be seen.</summary>
/// <param name="Id">Made with the form that sends it: sent twice, it is kept once.</param>
/// <param name="Project">The project's id.</param>
/// <param name="Address">An https address, as <see cref="TryRead"/> leaves it.</param>
/// <param name="Label">What is there to see; empty where nothing was written.</param>
/// <param name="At">When it was added.</param>
public sealed record EvidenceLink(Guid Id, string Project, string Address, string Label, DateTimeOffset At)
{
    /// <summary>The longest address and the longest label, in characters.</summary>
    public const int LongestAddress = 2000, LongestLabel = 120;

    /// <summary>Reads an address that somebody typed. Only https is taken, and no name or password in it: a link is shown to others.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="address">The address in its plain form; null where it is refused.</param>
    /// <param name="fault">Why it is refused, in a sentence; null where it is not.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? address, [NotNullWhen(false)] out string? fault)
    {
        var typed = (text ?? "").Trim();
        address = null;
        fault = typed.Length == 0 ? "The link has no address."
            : typed.Length > LongestAddress ? $"The address has {typed.Length} characters; {LongestAddress} are the most."
            : typed.Any(char.IsControl) || typed[0] == '/' || !Uri.TryCreate(typed, UriKind.Absolute, out var uri) ? $"'{Short(typed)}' is no web address; one begins with https://."
            : uri.Scheme != Uri.UriSchemeHttps ? $"The address must begin with https://, not with '{uri.Scheme}:'."
            : uri.UserInfo.Length > 0 ? "The address holds a name or a password before the '@'; leave that out."
            : uri.Host.Length == 0 ? "The address names no site."
            : null;
        if (fault is not null) return false;
        address = new Uri(typed).AbsoluteUri;
        return true;
    }

    /// <summary>A label on one line and no longer than it may be.</summary>
    public static string LabelOf(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim();
        line = string.Concat(line.Where(c => !char.IsControl(c)));
        if (line.Length <= LongestLabel) return line;
        return line[..(char.IsHighSurrogate(line[LongestLabel - 1]) ? LongestLabel - 1 : LongestLabel)].TrimEnd();
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..59]}…";
}

using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Lab.Protocols;

/// <summary>A model's pattern for a whole text; it is Java's, as .NET reads it.</summary>
internal sealed class ModelPattern(string pattern)
{
    // A match that takes longer may be one that backtracks without end. On a busy machine it may also be a short one that had to wait.
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string _whole = $@"\A(?:{Translate(pattern)})\z";
    private Regex? _quick;
    private Regex? _sure;

    /// <summary>Whether a text matches.</summary>
    public bool Matches(string text)
    {
        try
        {
            return (_quick ??= new(_whole, RegexOptions.CultureInvariant, Usual)).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return MatchesSurely(text);
        }
    }

    /// <summary>The same, in a time that grows with the text only; slower for the usual text.</summary>
    public bool MatchesSurely(string text)
    {
        try
        {
            return (_sure ??= Sure(_whole)).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Sure(string whole)
    {
        try
        {
            return new(whole, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Longest);
        }
        catch (NotSupportedException)
        {
            // What looks ahead or behind can't do without backtracking; none of the models' patterns that do is slow.
            return new(whole, RegexOptions.CultureInvariant, Longest);
        }
    }

    /// <summary>In Java \d, \w and \s are ASCII, an escaped '_' is one, and a pair of surrogates is one character.</summary>
    private static string Translate(string pattern)
    {
        pattern = pattern
            // All characters beyond the first 65,536 are, in .NET, all pairs of surrogates.
            .Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.OrdinalIgnoreCase)
            // Java's classes of ASCII; the last two stand in brackets everywhere.
            .Replace(@"\p{ASCII}", @"[\x00-\x7F]", StringComparison.Ordinal)
            .Replace(@"\p{Alnum}", "a-zA-Z0-9", StringComparison.Ordinal)
            .Replace(@"\p{Print}", @"\x20-\x7E", StringComparison.Ordinal);
        var translated = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '[') inClass = true;
            else if (c == ']') inClass = false;
            if (c != '\\' || i + 1 == pattern.Length)
            {
                translated.Append(c);
                continue;
            }
            var escaped = pattern[++i];
            translated.Append((escaped, inClass) switch
            {
                ('d', true) => "0-9",
                ('d', false) => "[0-9]",
                ('w', true) => "a-zA-Z0-9_",
                ('w', false) => "[a-zA-Z0-9_]",
                ('s', true) => @" \t\n\x0B\f\r",
                ('s', false) => @"[ \t\n\x0B\f\r]",
                ('S', false) => @"[^ \t\n\x0B\f\r]",
                ('_', _) => "_",
                _ => $@"\{escaped}",
            });
        }
        return translated.ToString();
    }
}

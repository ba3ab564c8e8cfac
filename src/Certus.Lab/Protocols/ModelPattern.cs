using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Lab.Protocols;

/// <summary>The models' patterns, which are Java's, as .NET reads them.</summary>
internal static class ModelPattern
{
    // A pattern that backtracks is cut off: what takes longer than this does not match.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    /// <summary>The pattern for a whole text.</summary>
    public static Regex Whole(string pattern) => new($@"\A(?:{Translate(pattern)})\z", RegexOptions.CultureInvariant, LongestMatch);

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

using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Lab.Glue.Crawling;

/// <summary>A pattern of files that a crawler leaves out: * and ? stay in a folder, ** does not, [a-c] and {a,b} choose.</summary>
internal static class Glob
{
    public static Regex Of(string pattern)
    {
        var text = new StringBuilder("^");
        var braces = 0;
        for (var at = 0; at < pattern.Length; at++)
            text.Append(pattern[at] switch
            {
                '*' when at + 1 < pattern.Length && pattern[at + 1] == '*' && ++at > 0 => ".*",
                '*' => "[^/]*",
                '?' => "[^/]",
                '{' when ++braces > 0 => "(?:",
                '}' when braces-- > 0 => ")",
                ',' when braces > 0 => "|",
                '[' when pattern.IndexOf(']', at) is var end and > 0 => Choice(pattern, ref at, end),
                '\\' when at + 1 < pattern.Length => Regex.Escape($"{pattern[++at]}"),
                var letter => Regex.Escape($"{letter}"),
            });
        try
        {
            return new(text.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            throw new CrawlFailedException($"The exclusion '{pattern}' is no pattern that crawlers understand.");
        }
    }

    private static string Choice(string pattern, ref int at, int end)
    {
        var inner = pattern[(at + 1)..end];
        at = end;
        return $"[{(inner.StartsWith('!') ? "^" + Regex.Escape(inner[1..]) : Regex.Escape(inner)).Replace("\\-", "-", StringComparison.Ordinal)}]";
    }
}

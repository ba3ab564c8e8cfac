using System.Text.RegularExpressions;

namespace Certus.Lab.Logs;

/// <summary>What a search of the logs looks for: terms that must be there, one of which must be there, that must not be there.</summary>
/// <remarks>
/// The documented syntax for unstructured events: <c>ERROR "out of memory" -retry</c>, <c>?ERROR ?WARN</c>, <c>%a regular expression%</c>;
/// capital and small letters differ. Optional terms beside required ones are left aside, as the service does. Patterns over JSON or
/// columns are refused.
/// </remarks>
internal sealed class FilterPattern
{
    private readonly List<Func<string, bool>> _all = [];
    private readonly List<Func<string, bool>> _any = [];
    private readonly List<Func<string, bool>> _none = [];

    /// <summary>Reads a pattern; an empty one matches everything.</summary>
    public static FilterPattern Parse(string text)
    {
        var pattern = new FilterPattern();
        if (text.TrimStart() is ['{' or '[', ..]) throw LogsNames.Invalid("Invalid filter pattern: the sandbox searches for terms; patterns over JSON members or columns are not built.");
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var terms = text[at] switch { '?' => pattern._any, '-' => pattern._none, _ => pattern._all };
            if (terms != pattern._all) at++;
            terms.Add(Term(text, ref at));
        }
        return pattern;
    }

    /// <summary>Whether a message is one that was looked for.</summary>
    public bool Matches(string message) =>
        !_none.Any(term => term(message)) && _all.TrueForAll(term => term(message)) && (_all.Count > 0 || _any.Count == 0 || _any.Exists(term => term(message)));

    private static Func<string, bool> Term(string text, ref int at)
    {
        if (at < text.Length && text[at] is '"' or '%')
        {
            var close = text[at];
            var end = at + 1;
            while (end < text.Length && text[end] != close) end += text[end] == '\\' && close == '"' ? 2 : 1;
            if (end >= text.Length) throw LogsNames.Invalid($"Invalid filter pattern: {close} is opened and not closed.");
            var inner = text[(at + 1)..end];
            at = end + 1;
            return close == '"' ? Contains(inner.Replace("\\\"", "\"", StringComparison.Ordinal)) : Like(inner);
        }
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        var term = text[start..at];
        return term.Length > 0 && term.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
            ? Contains(term)
            : throw LogsNames.Invalid($"Invalid character(s) in term '{term}'");
    }

    private static Func<string, bool> Contains(string term) => message => message.Contains(term, StringComparison.Ordinal);

    private static Func<string, bool> Like(string expression)
    {
        try
        {
            var regex = new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            return regex.IsMatch;
        }
        catch (Exception invalid) when (invalid is ArgumentException or NotSupportedException)
        {
            throw LogsNames.Invalid($"Invalid filter pattern: %{expression}% is not a regular expression that can be searched for.");
        }
    }
}

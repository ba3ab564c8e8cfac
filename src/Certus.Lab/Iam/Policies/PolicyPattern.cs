namespace Certus.Lab.Iam.Policies;

/// <summary>Text of a policy against text of a request: <c>*</c> is any run of characters, <c>?</c> any one, <c>${key}</c> a policy variable.</summary>
/// <remarks>
/// IAM User Guide, "Policy elements: Variables and tags": <c>${*}</c>, <c>${?}</c> and <c>${$}</c> are the characters themselves, <c>${key, 'text'}</c>
/// has a default, and a variable without a value matches nothing. A wildcard that comes out of a variable is an ordinary character.
/// </remarks>
public static class PolicyPattern
{
    private const int Any = -1;
    private const int One = -2;

    /// <summary>Whether a pattern matches a value.</summary>
    /// <param name="pattern">The policy's text.</param>
    /// <param name="value">The request's.</param>
    /// <param name="context">Where variables are looked up; null where <c>${…}</c> is plain text.</param>
    /// <param name="ignoreCase">Whether letter case does not matter.</param>
    /// <param name="wildcards">Whether <c>*</c> and <c>?</c> are more than themselves.</param>
    public static bool Matches(string pattern, string value, IReadOnlyDictionary<string, IReadOnlyList<string>>? context, bool ignoreCase = false, bool wildcards = true) =>
        Read(pattern, context, wildcards) is { } read && Matches(read, value, ignoreCase);

    /// <summary>Whether an ARN pattern matches an ARN, segment by segment: a wildcard stays within its segment, the last one runs to the end.</summary>
    /// <remarks>Segments that the pattern leaves out match anything, as IAM's <c>arn:aws:s3</c> does.</remarks>
    public static bool MatchesArn(string pattern, string arn, IReadOnlyDictionary<string, IReadOnlyList<string>>? context)
    {
        if (pattern == "*") return true;
        if (Read(pattern, context, wildcards: true) is not { } read) return false;
        var values = arn.Split(':', 6);
        if (values.Length < 6) return Matches(read, arn, ignoreCase: false);
        var start = 0;
        for (var segment = 0; segment < 6; segment++)
        {
            if (start > read.Length) return true;
            var end = segment == 5 ? -1 : Array.IndexOf(read, ':', start);
            if (end < 0) end = read.Length;
            if (!Matches(read.AsSpan(start..end), values[segment], ignoreCase: false)) return false;
            start = end + 1;
        }
        return true;
    }

    /// <summary>Whether a text has a wildcard or a variable, and is no fixed value.</summary>
    public static bool IsFixed(string pattern) => !pattern.AsSpan().ContainsAny('*', '?') && !pattern.Contains("${", StringComparison.Ordinal);

    private static int[]? Read(string pattern, IReadOnlyDictionary<string, IReadOnlyList<string>>? context, bool wildcards)
    {
        List<int> read = new(pattern.Length);
        for (var at = 0; at < pattern.Length; at++)
        {
            var end = 0;
            if (context is not null && pattern[at] == '$' && at + 1 < pattern.Length && pattern[at + 1] == '{') end = pattern.IndexOf('}', at);
            if (end > 0)
            {
                if (Variable(pattern[(at + 2)..end], context!) is not { } value) return null;
                foreach (var character in value) read.Add(character);
                at = end;
            }
            else
            {
                read.Add(pattern[at] switch { '*' when wildcards => Any, '?' when wildcards => One, var character => character });
            }
        }
        return [.. read];
    }

    private static string? Variable(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> context)
    {
        if (name is "*" or "?" or "$") return name;
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var key = (comma < 0 ? name : name[..comma]).Trim();
        // A key with several values can't be a variable: which one would it be?
        if (context.TryGetValue(key, out var values) && values.Count == 1) return values[0];
        var otherwise = comma < 0 ? "" : name[(comma + 1)..].Trim();
        return otherwise.Length >= 2 && otherwise[0] == '\'' && otherwise[^1] == '\'' ? otherwise[1..^1] : null;
    }

    private static bool Matches(ReadOnlySpan<int> pattern, ReadOnlySpan<char> value, bool ignoreCase)
    {
        int p = 0, v = 0, star = -1, resume = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == Any)
            {
                star = p++;
                resume = v;
            }
            else if (p < pattern.Length && (pattern[p] == One || pattern[p] == value[v] || (ignoreCase && pattern[p] >= 0 && char.ToUpperInvariant((char)pattern[p]) == char.ToUpperInvariant(value[v]))))
            {
                p++;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == Any) p++;
        return p == pattern.Length;
    }
}

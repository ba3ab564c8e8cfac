using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Remember.Cards;

/// <summary>Sentences with deletions, written as Anki writes them: <c>{{c1::answer}}</c> or <c>{{c1::answer::hint}}</c>, also one inside another, and one of several numbers, <c>{{c1,2::answer}}</c>, which each of their cards leaves out.</summary>
public static partial class Cloze
{
    /// <summary>Deletions are numbered from 1 to this.</summary>
    public const int MostDeletions = 500;

    private const int Deepest = 8, MostTogether = 50;

    /// <summary>The numbers of the deletions, ascending, each once; none where the text has no deletion.</summary>
    public static IReadOnlyList<int> Numbers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SortedSet<int> numbers = [];
        Render(text, (of, inner, _) =>
        {
            numbers.UnionWith(of);
            return inner;
        });
        return [.. numbers];
    }

    /// <summary>The text with one deletion left out: its hint, or an ellipsis, in brackets. The others are shown.</summary>
    public static string Front(string text, int number) => Bold(Render(text, (of, inner, hint) => of.Contains(number) ? Marked($"[{(string.IsNullOrWhiteSpace(hint) ? "…" : hint)}]") : inner));

    /// <summary>The whole text, with what one deletion asked for made bold.</summary>
    public static string Back(string text, int number) => Bold(Render(text, (of, inner, _) => of.Contains(number) ? Marked(inner) : inner));

    private static string Marked(string inner) => $"\uE000{inner}\uE001";

    /// <summary>Makes what is marked bold. Beside a letter, across lines or around bold text Markdown would show the asterisks: there it stands as it is.</summary>
    private static string Bold(string text) => Mark().Replace(Boldable().Replace(text, "**$1**"), "");

    [GeneratedRegex(@"(?<![\p{L}\p{N}*`])\uE000([^\s*\uE000\uE001](?:[^\n*\uE000\uE001]*[^\s*\uE000\uE001])?)\uE001(?![\p{L}\p{N}*`])")]
    private static partial Regex Boldable();

    [GeneratedRegex("[\uE000\uE001]")]
    private static partial Regex Mark();

    private static string Render(string text, Func<int[], string, string?, string> deletion) => Render(text, 0, text.Length, Pairs(text), deletion).Text;

    /// <summary>Where each deletion that is closed begins, with its <c>}}</c>; what is left over is text.</summary>
    private static Dictionary<int, int> Pairs(string text)
    {
        Dictionary<int, int> pairs = [];
        Stack<int> open = [];
        for (var at = 0; at < text.Length;)
            if (open.Count < Deepest && Begins(text, at) is { } begun)
            {
                open.Push(at);
                at = begun.After;
            }
            else if (open.Count > 0 && text.AsSpan(at).StartsWith("}}"))
            {
                pairs.Add(open.Pop(), at);
                at += 2;
            }
            else at++;
        return pairs;
    }

    private static (string Text, string? Hint) Render(string text, int at, int end, Dictionary<int, int> pairs, Func<int[], string, string?, string> deletion)
    {
        var (plain, hintFrom) = (new StringBuilder(), -1);
        while (at < end)
            if (pairs.TryGetValue(at, out var close))
            {
                var (numbers, after) = Begins(text, at)!.Value;
                var (inner, hint) = Render(text, after, close, pairs, deletion);
                plain.Append(deletion(numbers, inner, hint));
                at = close + 2;
            }
            else if (end < text.Length && hintFrom < 0 && text.AsSpan(at, end - at).StartsWith("::"))
            {
                hintFrom = plain.Length;
                at += 2;
            }
            else plain.Append(text[at++]);
        return hintFrom < 0 ? (plain.ToString(), null) : (plain.ToString(0, hintFrom), plain.ToString(hintFrom, plain.Length - hintFrom));
    }

    private static (int[] Numbers, int After)? Begins(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("{{c")) return null;
        List<int> numbers = [];
        at += 2;                                                        // before each number stands one letter: first c, then commas
        do
        {
            var end = ++at;
            while (end < text.Length && end < at + 3 && char.IsAsciiDigit(text[end])) end++;
            if (end == at || numbers.Count == MostTogether || int.Parse(text.AsSpan(at, end - at), CultureInfo.InvariantCulture) is not (>= 1 and <= MostDeletions and var number)) return null;
            numbers.Add(number);
            at = end;
        }
        while (at < text.Length && text[at] == ',');
        return text.AsSpan(at).StartsWith("::") ? ([.. numbers], at + 2) : null;
    }
}

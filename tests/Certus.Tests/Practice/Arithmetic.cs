using System.Text.RegularExpressions;

namespace Certus.Tests.Practice;

/// <summary>Checks the sums that an explanation shows: <c>304 / (304 + 56) = 84.4 %</c>.</summary>
internal static partial class Arithmetic
{
    /// <summary>Every equation in the text, and whether it holds after rounding to the decimals of its result.</summary>
    public static IEnumerable<(string Equation, bool Holds)> Equations(string text)
    {
        var plain = Labels().Replace(text.Replace(" KB = ", " / 1,000 = ", StringComparison.Ordinal), "");
        foreach (Match match in Equation().Matches(plain))
        {
            var (left, result) = (match.Groups["left"].Value, match.Groups["result"].Value);
            var value = new Reading(left).Sum();
            if (match.Groups["percent"].Success) value = 100 * value;
            yield return (match.Value, value.RoundsTo(result));
        }
    }

    // Units and words inside a sum: "19.5 TB × 15 % (Parquet)", "9.3 MB/s / 1 MB/s", "6,200 / 1,000 records/s".
    [GeneratedRegex(@" \((Parquet|columns named|days)\)| TB| MB/s| records/s| final fit")]
    private static partial Regex Labels();

    [GeneratedRegex(@"(?<left>(?>[(−$]*\d[\d,.]*( %)?\)*)(?>[ ]?[+×/−][ ]?[(−$]*\d[\d,.]*( %)?\)*)+) = \$?(?<result>−?\d[\d,]*(\.\d+)?)(?<percent> %)?")]
    private static partial Regex Equation();

    /// <summary>Reads a sum from left to right: terms of factors, with parentheses and percentages.</summary>
    private sealed class Reading(string text)
    {
        private int _at;

        public Ratio Sum()
        {
            var value = Product();
            while (Next("+−") is { } sign) value = sign == '+' ? value + Product() : value - Product();
            return value;
        }

        private Ratio Product()
        {
            var value = Factor();
            while (Next("×/") is { } sign) value = sign == '×' ? value * Factor() : value / Factor();
            return value;
        }

        private Ratio Factor()
        {
            if (Next("(") is not null)
            {
                var inner = Sum();
                Assert.NotNull(Next(")"));
                return inner;
            }
            if (Next("−") is not null) return 0 - Factor();
            _ = Next("$");
            var start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is ',' or '.')) _at++;
            var value = Ratio.Parse(text[start.._at].TrimEnd('.', ','));
            return Next("%") is null ? value : value / 100;
        }

        private char? Next(string signs)
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at < text.Length && signs.Contains(text[_at], StringComparison.Ordinal) ? text[_at++] : null;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Lab.Glue.Crawling;

/// <summary>Tells a CSV file by its first lines, as Glue's built-in classifier does: at least two columns and two rows.</summary>
/// <remarks>AWS Glue Developer Guide, "Built-in classifiers": the delimiters it tries, and when a first line is a header.</remarks>
internal static partial class CsvShape
{
    private const int LongestName = 150;
    private static readonly char[] Delimiters = [',', '|', '\t', ';', '\u0001'];

    /// <summary>The shape; null where the text is no CSV.</summary>
    /// <param name="text">The beginning of the file.</param>
    /// <param name="whole">Whether that is all of it; otherwise the last line is cut off and not looked at.</param>
    /// <param name="compression">none or gzip.</param>
    /// <param name="custom">What a classifier of the learner's says; null where the built-in one is asked.</param>
    public static FileShape? Find(string text, bool whole, string compression, CsvClassifier? custom)
    {
        foreach (var delimiter in custom is { Delimiter: { } own } ? [own] : Delimiters)
        {
            var quote = custom?.Quote ?? '"';
            var (rows, quoted) = Rows(text, whole, delimiter, quote);
            if (rows.Count == 0 || rows[0].Length < 2 && custom?.SingleColumn != true || rows.Count < 2 && custom is null) continue;
            if (rows.Exists(row => row.Length != rows[0].Length)) continue;
            var header = custom?.HasHeader ?? IsHeader(rows);
            var names = custom?.Names is { Count: > 0 } given ? given : header ? rows[0] : null;
            if (names is not null && names.Count != rows[0].Length) continue;
            var values = header ? rows[1..] : rows;
            return new("csv", compression, delimiter, quoted ? quote : '\0', header,
                [.. Enumerable.Range(0, rows[0].Length).Select(column => (names is null ? $"col{column}" : names[column].Trim().ToLowerInvariant(), TypeOf(values.Select(row => row[column]))))], values.Count);
        }
        return null;
    }

    private static (List<string[]> Rows, bool Quoted) Rows(string text, bool whole, char delimiter, char quote)
    {
        List<string[]> rows = [];
        List<string> row = [];
        var value = new StringBuilder();
        var (within, any) = (false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (within)
            {
                if (letter != quote) value.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == quote) value.Append(text[++at]);
                else within = false;
            }
            else if (letter == quote && value.Length == 0) (within, any) = (true, true);
            else if (letter == delimiter) End();
            else if (letter == '\n')
            {
                End();
                EndRow();
            }
            else if (letter != '\r') value.Append(letter);
        }
        if (whole && (value.Length > 0 || row.Count > 0) && !within)
        {
            End();
            EndRow();
        }
        return (rows, any);

        void End()
        {
            row.Add(value.ToString());
            value.Clear();
        }

        void EndRow()
        {
            if (row.Count > 1 || row[0].Length > 0) rows.Add([.. row]);
            row.Clear();
        }
    }

    /// <summary>A header names every column, reads as text in each, and a row below does not.</summary>
    private static bool IsHeader(List<string[]> rows)
    {
        var first = rows[0];
        for (var column = 0; column < first.Length; column++)
        {
            var name = first[column].Trim();
            if (name.Length == 0 ? column < first.Length - 1 : name.Length >= LongestName || !Name().IsMatch(name) || Scalar(name) != HiveType.String) return false;
        }
        return first.Select(name => name.Trim().ToLowerInvariant()).Distinct().Count() == first.Length
            && rows.Skip(1).Any(row => row.Any(value => value.Trim().Length > 0 && Scalar(value.Trim()) != HiveType.String));
    }

    private static HiveType? TypeOf(IEnumerable<string> values) =>
        values.Select(value => value.Trim()).Where(value => value.Length > 0).Select(Scalar).Aggregate((HiveType?)null, HiveType.Merge);

    private static HiveType.Plain Scalar(string value) => value switch
    {
        _ when Whole().IsMatch(value) && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => Bigint,
        _ when Real().IsMatch(value) => Double,
        _ when value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase) => Boolean,
        _ => HiveType.String,
    };

    private static readonly HiveType.Plain Bigint = new("bigint"), Double = new("double"), Boolean = new("boolean");

    [GeneratedRegex(@"^[+-]?\d+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?$")]
    private static partial Regex Real();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N} _.\-/()%#]*$")]
    private static partial Regex Name();
}

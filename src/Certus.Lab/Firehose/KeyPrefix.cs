using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Certus.Lab.Firehose;

/// <summary>Prefixes of delivered objects, with the expressions that they may hold.</summary>
/// <remarks><c>!{timestamp:yyyy/MM/dd}</c> by Java's letters, <c>!{firehose:random-string}</c>, and in an error's prefix <c>!{firehose:error-output-type}</c>.</remarks>
internal static class KeyPrefix
{
    private const string Default = "yyyy/MM/dd/HH/";
    private const string Letters = "yMdHmsS";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Refuses a prefix with an expression that is none.</summary>
    public static void Check(string prefix, bool isError) => Write(prefix, DateTimeOffset.UnixEpoch, Guid.Empty, isError ? "format-conversion-failed" : null);

    /// <summary>A prefix at an instant.</summary>
    /// <param name="prefix">With its expressions.</param>
    /// <param name="at">When the first of the records came, in the zone of the destination.</param>
    /// <param name="id">Of the object; its random strings come from it, so that the same object has the same name again.</param>
    /// <param name="error">The kind of error, for an error's prefix; null for the records' own.</param>
    public static string Write(string prefix, DateTimeOffset at, Guid id, string? error)
    {
        var text = new StringBuilder();
        var (dated, typed) = (false, false);
        for (var from = 0; from < prefix.Length;)
        {
            var open = prefix.IndexOf("!{", from, StringComparison.Ordinal);
            if (open < 0)
            {
                text.Append(prefix, from, prefix.Length - from);
                break;
            }
            text.Append(prefix, from, open - from);
            var close = prefix.IndexOf('}', open);
            if (close < 0) throw Wrong(prefix[open..]);
            var expression = prefix[(open + 2)..close];
            switch (expression.Split(':', 2))
            {
                case ["timestamp", var pattern]:
                    text.Append(Instant(pattern, at));
                    dated = true;
                    break;
                case ["firehose", "random-string"]:
                    foreach (var one in SHA256.HashData([.. id.ToByteArray(), .. BitConverter.GetBytes(open)]).AsSpan(0, 11)) text.Append(Alphabet[one % Alphabet.Length]);
                    break;
                case ["firehose", "error-output-type"] when error is not null:
                    text.Append(error);
                    typed = true;
                    break;
                default:
                    throw Wrong($"!{{{expression}}}");
            }
            from = close + 1;
        }
        if (error is not null && !typed) text.Append(error).Append('/');
        if (!dated) text.Append(Instant(Default, at));
        return text.ToString();
    }

    private static string Instant(string pattern, DateTimeOffset at)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            if (letter == '\'')
            {
                var end = pattern.IndexOf('\'', i + 1);
                if (end < 0) throw Wrong(pattern);
                text.Append(pattern, i + 1, end - i - 1);
                i = end + 1;
                continue;
            }
            var run = 1;
            while (i + run < pattern.Length && pattern[i + run] == letter) run++;
            i += run;
            if (!char.IsAsciiLetter(letter)) text.Append(letter, run);
            else if (!Letters.Contains(letter, StringComparison.Ordinal)) throw Wrong($"!{{timestamp:{pattern}}}");
            else text.Append(letter == 'y' && run is not 2 ? at.Year.ToString("D" + run, CultureInfo.InvariantCulture) : Number(letter, at).ToString("D" + run, CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    private static int Number(char letter, DateTimeOffset at) => letter switch { 'y' => at.Year % 100, 'M' => at.Month, 'd' => at.Day, 'H' => at.Hour, 'm' => at.Minute, 's' => at.Second, _ => at.Millisecond };

    private static Server.AwsException Wrong(string expression) => FirehoseNames.Invalid($"The prefix holds an expression that is not supported: {expression}");
}

using System.Text;

namespace Certus.Lab.Protocols;

/// <summary>Query strings and forms.</summary>
public static class QueryString
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Names and values in their order, decoded; a name without '=' has no value.</summary>
    /// <exception cref="DecoderFallbackException">What is encoded is no UTF-8.</exception>
    public static List<KeyValuePair<string, string?>> Parse(ReadOnlySpan<char> text)
    {
        List<KeyValuePair<string, string?>> pairs = [];
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0
                ? new(Decode(pair, plusIsSpace: true), null)
                : new(Decode(pair[..equals], plusIsSpace: true), Decode(pair[(equals + 1)..], plusIsSpace: true)));
        }
        return pairs;
    }

    /// <summary>Takes off percent-encoding; a '%' that begins none stands for itself.</summary>
    /// <exception cref="DecoderFallbackException">What is encoded is no UTF-8.</exception>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsSpace)
    {
        if (text.IndexOf('%') < 0 && !(plusIsSpace && text.Contains('+'))) return text.ToString();
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
                i += 2;
            }
            else if (text[i] == '+' && plusIsSpace)
            {
                bytes[length++] = (byte)' ';
            }
            else
            {
                var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                length += Strict.GetBytes(text.Slice(i, pair), bytes.AsSpan(length));
                i += pair - 1;
            }
        }
        return Strict.GetString(bytes, 0, length);
    }

    /// <summary>Percent-encodes as AWS signs it: all but letters, digits, '-', '.', '_' and '~'.</summary>
    public static string Encode(string text, bool keepSlash = false)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' || keepSlash && c == '/') encoded.Append(c);
            else encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>One page of a listing: entries and common prefixes in the order of their bytes, counted together.</summary>
/// <param name="Items">Entries that no delimiter rolls up.</param>
/// <param name="Prefixes">What the others begin with, up to and with the delimiter.</param>
/// <param name="IsTruncated">Whether more follow.</param>
/// <param name="Last">The last key or prefix; empty where the page is.</param>
/// <param name="LastItem">The last entry where it is that; null where a prefix is last.</param>
internal sealed record ListingPage<T>(List<T> Items, List<string> Prefixes, bool IsTruncated, string Last, T? LastItem);

/// <summary>How S3 pages through keys.</summary>
internal static class Listing
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*/";

    /// <summary>Entries in the order of their keys' bytes.</summary>
    /// <param name="from">The first key that may come.</param>
    /// <param name="after">Of that key, only what follows this entry; null for all of it.</param>
    /// <param name="before">The first key that may not come; null for no end.</param>
    /// <param name="most">How many.</param>
    public delegate List<T> Source<T>(byte[] from, T? after, byte[]? before, int most);

    /// <summary>A page after a marker.</summary>
    /// <param name="marker">The last key or prefix of the page before; empty for the first page.</param>
    /// <param name="after">The last entry of the page before where its key may have more of them; null where the marker's key is done with.</param>
    public static ListingPage<T> Page<T>(string prefix, string delimiter, string marker, T? after, int most, Source<T> source, Func<T, string> keyOf) where T : class
    {
        var (first, mark) = (Encoding.UTF8.GetBytes(prefix), Encoding.UTF8.GetBytes(marker));
        var before = S3Names.After(first);
        byte[] from = mark.AsSpan().SequenceCompareTo(first) < 0 || mark.Length == 0 ? first : after is null ? [.. mark, 0] : mark;
        if (from == first) after = null;
        List<T> items = [];
        List<string> prefixes = [];
        var last = "";
        T? lastItem = null;
        if (most == 0) return new(items, prefixes, false, last, lastItem);
        while (true)
        {
            var left = most - items.Count - prefixes.Count;
            // With a delimiter many keys may fall into one prefix: ask for few, so that the leap over them comes soon.
            var wanted = delimiter.Length == 0 ? left + 1 : Math.Min(left + 1, 64);
            var found = source(from, after, before, wanted);
            byte[]? leap = null;
            foreach (var item in found)
            {
                var key = keyOf(item);
                var rolled = Rolled(key, prefix, delimiter);
                if (rolled is null || Encoding.UTF8.GetBytes(rolled).AsSpan().SequenceCompareTo(mark) > 0)
                {
                    if (items.Count + prefixes.Count == most) return new(items, prefixes, true, last, lastItem);
                    (last, lastItem) = (rolled ?? key, rolled is null ? item : null);
                    if (rolled is null) items.Add(item);
                    else prefixes.Add(rolled);
                }
                if (rolled is null) continue;
                leap = S3Names.After(Encoding.UTF8.GetBytes(rolled));
                break;
            }
            if (leap is not null) (from, after) = (leap, null);
            else if (found.Count < wanted) return new(items, prefixes, false, last, lastItem);
            else (from, after) = (Encoding.UTF8.GetBytes(keyOf(found[^1])), found[^1]);
        }
    }

    private static string? Rolled(string key, string prefix, string delimiter)
    {
        if (delimiter.Length == 0) return null;
        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    public static JsonArray Prefixes(IEnumerable<string> prefixes, Func<string, string> encode) => new([.. prefixes.Select(prefix => new JsonObject { ["Prefix"] = encode(prefix) })]);

    /// <summary>How the answer writes keys: percent-encoded where the call asks for it.</summary>
    public static Func<string, string> Encoder(LabCall call) => call.Text("EncodingType") switch
    {
        null => text => text,
        "url" => Encode,
        var other => throw S3Calls.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", other),
    };

    private static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
            if (Unreserved.Contains((char)one, StringComparison.Ordinal)) encoded.Append((char)one);
            else if (one == ' ') encoded.Append('+');
            else encoded.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        return encoded.ToString();
    }

    /// <summary>A marker as a token that clients don't look into.</summary>
    public static string ToToken(string marker) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(marker));

    public static string OfToken(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            throw S3Calls.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }
    }
}

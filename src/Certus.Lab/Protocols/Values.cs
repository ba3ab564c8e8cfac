using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Certus.Lab.Protocols;

/// <summary>The values of inputs and outputs: making them, and reading them whether they were made here or read back from kept JSON.</summary>
public static class Values
{
    private static readonly JsonTypeInfo<byte[]> BytesInfo =
        JsonMetadataServices.CreateValueInfo<byte[]>(new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }, JsonMetadataServices.ByteArrayConverter);

    /// <summary>Bytes as a value.</summary>
    public static JsonNode Of(byte[] bytes) => JsonValue.Create(bytes, BytesInfo)!;

    /// <summary>An instant as a value.</summary>
    public static JsonNode Of(DateTimeOffset at) => JsonValue.Create(at);

    /// <summary>The bytes of a value: bytes, or base64.</summary>
    public static byte[] Bytes(JsonNode value)
    {
        var node = value.AsValue();
        if (node.TryGetValue<byte[]>(out var bytes)) return bytes;
        return Convert.FromBase64String(node.GetValue<string>());
    }

    /// <summary>The instant of a value: an instant, ISO 8601 text, or seconds since 1970.</summary>
    public static DateTimeOffset Time(JsonNode value)
    {
        var node = value.AsValue();
        if (node.TryGetValue<DateTimeOffset>(out var at)) return at;
        if (node.TryGetValue<DateTime>(out var plain)) return new(DateTime.SpecifyKind(plain, DateTimeKind.Utc), TimeSpan.Zero);
        if (node.TryGetValue<string>(out var text)) return ParseTime(text) ?? throw new FormatException($"'{text}' is no instant.");
        return FromSeconds(Real(value)) ?? throw new FormatException("The number is no instant.");
    }

    /// <summary>The number of a value.</summary>
    public static double Real(JsonNode value)
    {
        var node = value.AsValue();
        if (node.TryGetValue<double>(out var real)) return real;
        if (node.TryGetValue<long>(out var whole)) return whole;
        if (node.TryGetValue<int>(out var small)) return small;
        if (node.TryGetValue<float>(out var single)) return single;
        if (node.TryGetValue<decimal>(out var exact)) return (double)exact;
        return ParseReal(node.GetValue<string>()) ?? throw new FormatException("The text is no number.");
    }

    /// <summary>The whole number of a value.</summary>
    public static long Whole(JsonNode value)
    {
        var node = value.AsValue();
        if (node.TryGetValue<long>(out var whole)) return whole;
        if (node.TryGetValue<int>(out var small)) return small;
        if (node.TryGetValue<string>(out var text)) return long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return checked((long)Real(value));
    }

    /// <summary>The flag of a value.</summary>
    public static bool Flag(JsonNode value) => value.AsValue().TryGetValue<bool>(out var flag) ? flag : value.GetValue<string>() == "true";

    /// <summary>The text of a value; numbers and flags as JSON writes them.</summary>
    public static string Text(JsonNode value) => value.AsValue().TryGetValue<string>(out var text) ? text : value.ToJsonString();

    /// <summary>An instant of ISO 8601, of an HTTP header, or seconds since 1970; null where it is none.</summary>
    public static DateTimeOffset? ParseTime(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (ParseReal(text) is { } seconds) return FromSeconds(seconds);
        if (DateTimeOffset.TryParseExact(text, Rfc822, CultureInfo.InvariantCulture, utc, out var header)) return header;
        return text.Length <= 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var iso) ? iso : null;
    }

    /// <summary>A number, NaN, Infinity or -Infinity; null where it is none.</summary>
    public static double? ParseReal(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null,
    };

    /// <summary>Seconds since 1970 as an instant, to ten microseconds; null outside of the years 1 to 9999.</summary>
    public static DateTimeOffset? FromSeconds(double seconds)
    {
        if (double.IsNaN(seconds) || seconds < -62135596800 || seconds > 253402300799) return null;
        return DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round((decimal)seconds * 1_000_000) * 10);
    }

    /// <summary>Seconds since 1970, with thousandths where there are some.</summary>
    public static decimal Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000m;

    /// <summary>A number as text travels: NaN, Infinity and -Infinity by name.</summary>
    public static string Text(double real) => double.IsNaN(real) ? "NaN" : double.IsPositiveInfinity(real) ? "Infinity" : double.IsNegativeInfinity(real) ? "-Infinity" : real.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>An instant as text travels.</summary>
    public static string Text(DateTimeOffset at, string? format) => format switch
    {
        "rfc822" => at.ToUniversalTime().ToString(Rfc822, CultureInfo.InvariantCulture),
        "unixTimestamp" => Seconds(at).ToString(CultureInfo.InvariantCulture),
        "millis" => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        _ => at.ToUniversalTime().ToString(at.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    };

    private const string Rfc822 = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
}

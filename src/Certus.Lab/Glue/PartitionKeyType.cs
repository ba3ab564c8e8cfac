using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Certus.Lab.Server;

namespace Certus.Lab.Glue;

/// <summary>A type that a partition key may have where an expression compares it.</summary>
/// <param name="Words">What a value of it is, with its article.</param>
/// <param name="Likeless">What a refusal of LIKE calls it; null where LIKE is understood.</param>
/// <param name="Read">A value of a text; null where the text is none.</param>
internal sealed partial record PartitionKeyType(string Words, string? Likeless, Func<string, IComparable?> Read)
{
    private static readonly PartitionKeyType Text = new("a string", null, text => new Ordinal(text));
    private static readonly PartitionKeyType Whole = new("an integer", "Integral", text => BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null);
    private static readonly PartitionKeyType Decimal = new("a decimal", "Decimal", text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);
    private static readonly PartitionKeyType Date = new("a date", "Date", text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null);
    private static readonly PartitionKeyType Timestamp = new("a timestamp", "Timestamp", ReadTimestamp);

    /// <summary>The type of Hive's name.</summary>
    /// <exception cref="AwsException">It is none that expressions compare.</exception>
    public static PartitionKeyType Of(string type) => type.Split('(')[0].Trim().ToLowerInvariant() switch
    {
        "string" or "varchar" or "char" => Text,
        "int" or "integer" or "bigint" or "long" or "tinyint" or "smallint" => Whole,
        "decimal" => Decimal,
        "date" => Date,
        "timestamp" => Timestamp,
        _ => throw GlueNames.Invalid($"Unknown type : '{type}'"),
    };

    /// <summary>A partition's own value.</summary>
    /// <exception cref="AwsException">It is none of this type.</exception>
    public IComparable Kept(string text) => Read(text) ?? throw new AwsException("InvalidStateException", $"\"{text}\" is not {Words}");

    private static IComparable? ReadTimestamp(string text)
    {
        var match = Instant().Match(text);
        if (!match.Success || !DateTime.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var second)) return null;
        // Nanoseconds, which a DateTime has no room for.
        return new BigInteger(second.Ticks) * 100 + long.Parse((match.Groups[2].Value + "000000000")[..9], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,9}))?$")]
    private static partial Regex Instant();

    /// <summary>Text in the order of its letters' numbers, whatever the machine's language.</summary>
    private sealed record Ordinal(string Text) : IComparable
    {
        public int CompareTo(object? other) => string.CompareOrdinal(Text, (other as Ordinal)?.Text);
    }
}

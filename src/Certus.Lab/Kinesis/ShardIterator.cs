using System.Globalization;
using System.Text;

namespace Certus.Lab.Kinesis;

/// <summary>A place in a shard: the record with this sequence number, or the next one after it.</summary>
/// <param name="Stream">The stream's row, so that a stream made anew under the same name is another.</param>
/// <param name="Name">The stream's name, for the policies of who reads.</param>
/// <param name="Made">When it was handed out, in milliseconds since 1970.</param>
internal sealed record ShardIterator(long Stream, string Name, long Shard, long Number, long Made)
{
    /// <summary>How long it is good for, in milliseconds.</summary>
    public const long Life = 300_000;

    /// <summary>Reads what a client sends back; null where it is none.</summary>
    public static ShardIterator? Parse(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes, 0, length).Split('|') is ["1", var stream, var name, var shard, var number, var made]
            && Whole(stream) is { } row && Whole(shard) is { } of && Whole(number) is { } at && Whole(made) is { } when
            ? new(row, name, of, at, when)
            : null;
    }

    /// <summary>What a client is handed: opaque to it.</summary>
    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1|{Stream}|{Name}|{Shard}|{Number}|{Made}")));

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

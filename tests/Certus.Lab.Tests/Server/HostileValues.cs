using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.Tests.Server;

/// <summary>Draws inputs that mean harm: names of things that are there, tokens that were handed out and changed since, numbers at their limits, texts that are no text.</summary>
/// <param name="random">What is drawn from.</param>
internal sealed class HostileValues(Random random)
{
    private const int Deepest = 6;

    private static readonly string[] Texts =
    [
        "", " ", "x", "0", "-1", "1e999", "NaN", "9223372036854775807", "340282366920938463463374607431768211456", "٣", "../../../../tmp/x", "/etc/passwd", "a/../b", "a\0b", "'; DROP TABLE lab_call; --", "\" OR 1=1 --", "%00", "{}", "[]", "null",
        "{\"a\":", "{\"a\":1,\"a\":2}", "{\"a\":\"\\ud800\"}", "{\"Steps\":[{\"Type\":5}]}", "!{timestamp:yyyy}", "!{timestamp:'}", "!{firehose:random-string}", "!{x}", "arn:aws:kinesis:us-east-1:123456789012:stream/", "arn:aws:x", "s3://", "s3://b", "s3://lake/../x/", "decimal(99,-3)", "decimal(38,40)", "struct<a:", "array<array<int>>",
        "SELECT * FROM '/etc/passwd'", "SELECT * FROM t", "SELECT * FROM p WHERE day > 'x'", "INSERT INTO t SELECT * FROM t", "COPY t TO '/tmp/x'", "CREATE TABLE c AS SELECT 1 AS a", "ALTER TABLE p ADD PARTITION (day='../../x')", "MSCK REPAIR TABLE p", "SHOW CREATE TABLE t", "DESCRIBE t",
        "day = '1' AND (", "day LIKE '%'", "NOT NOT day IN ('1',)", "cron(x)", "2026-11-23T00:00:00Z", "aGVsbG8=", "cGFnZQo5OTk5OTk5OTk5OTk5OTk5OTk5CmE=", "cGFnZQotMQph", "Z2x1ZQo5OTk5OTk5OTk5", "YXRoZW5hCi0x", "cm93cwo5MjIzMzcyMDM2ODU0Nzc1ODA3CjA=",
        "MXwwfDk5OTk5OTk5OTk5OTl8eyJUeXBlIjo1fQ==", "MXx8fA==", "MXwxfHN8MHwxfDE=", "ü𝄞 \u200b\u202e", "*", "**", "[z-a]", "(?<!a)b", "{a,b", "a*b?",
    ];

    private readonly Dictionary<string, List<string>> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a member of this name be drawn as this text.</summary>
    public void Know(string member, string text)
    {
        if (!_known.TryGetValue(member, out var texts)) _known[member] = texts = [];
        if (texts.Count < 200 && !texts.Contains(text)) texts.Add(text);
    }

    /// <summary>Remembers every text of an answer that may be asked for again.</summary>
    public void Learn(JsonNode? answer)
    {
        switch (answer)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                    if (value is JsonValue text && text.TryGetValue<string>(out var said) && said.Length < 400 && (name.EndsWith("Token", StringComparison.Ordinal) || name.EndsWith("Arn", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal) || name.Contains("Iterator", StringComparison.Ordinal) || name.EndsWith("Number", StringComparison.Ordinal)))
                        Know(name, said);
                    else Learn(value);
                break;
            case JsonArray list:
                foreach (var value in list) Learn(value);
                break;
        }
    }

    /// <summary>The members of a structure: most of those that must be there, and some of the others.</summary>
    public JsonObject Members(Shape shape, int depth = 0)
    {
        JsonObject members = [];
        foreach (var member in shape.Members.Values)
        {
            if (member.IsStreaming || member.Shape.IsEventStream || depth > Deepest && member.Shape.Kind is ShapeKind.Structure or ShapeKind.List or ShapeKind.Map) continue;
            if (shape.Required.Contains(member.Name) ? random.Next(60) > 0 : random.Next(3) == 0) members[member.Name] = Value(member.Name, member.Shape, depth + 1);
        }
        return members;
    }

    private JsonNode Value(string name, Shape shape, int depth)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure: return Members(shape, depth);
            case ShapeKind.List: return new JsonArray([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Value(name, shape.Element!.Shape, depth + 1))]);
            case ShapeKind.Map:
                JsonObject map = [];
                for (var i = random.Next(3); i > 0; i--) map[random.Next(2) == 0 ? "a" : random.Next(2) == 0 ? "A" : Texts[random.Next(Texts.Length)]] = Value(name, shape.Value!.Shape, depth + 1);
                return map;
            case ShapeKind.Text when shape.Enum.Count > 0 && random.Next(40) > 0: return shape.Enum[random.Next(shape.Enum.Count)];
            case ShapeKind.Text: return Text(name);
            case ShapeKind.Integer: return Whole(shape, int.MinValue, int.MaxValue);
            case ShapeKind.Long: return Whole(shape, long.MinValue, long.MaxValue);
            case ShapeKind.Real: return random.Next(3) switch { 0 => 0, 1 => random.NextDouble(), _ => Math.Pow(10, random.Next(-300, 300)) };
            case ShapeKind.Flag: return random.Next(2) == 0;
            case ShapeKind.Time: return Values.Of(random.Next(3) switch { 0 => DateTimeOffset.MinValue, 1 => DateTimeOffset.UnixEpoch.AddYears(7000), _ => DateTimeOffset.UtcNow.AddSeconds(random.Next(-1000, 1000)) });
            case ShapeKind.Blob: return Values.Of(Encoding.UTF8.GetBytes(Records[random.Next(Records.Length)]));
            default: return new JsonObject { ["a"] = 1 };
        }
    }

    private static readonly string[] Records = ["", "{}", "{\"id\":1}\n", "{\"id\":\"\\ud800\"}", "{\"\\ud800\":1}", "{\"ID\":1,\"id\":2}", "{\"id\":1e400}", "[1]", "\0\0", "{\"n\":12345678901234567890123456789}", "{\"d\":\"9999-99-99\"}"];

    private long Whole(Shape shape, long least, long most)
    {
        var (low, high) = (Math.Max(shape.Min ?? least, least), Math.Min(shape.Max ?? most, most));
        return random.Next(5) switch { 0 => (long)low, 1 => (long)high, 2 => random.Next(-2, 20), 3 => random.NextInt64(least, most), _ => Math.Clamp(random.Next(1, 5), (long)low, (long)high) };
    }

    private string Text(string name)
    {
        var draw = random.Next(10);
        if (draw < 6 && _known.TryGetValue(name, out var known)) return known[random.Next(known.Count)];
        if (draw < 7 && _known.TryGetValue(name, out known) && known[random.Next(known.Count)] is { Length: > 1 } token)
        {
            var at = random.Next(token.Length);
            return random.Next(2) == 0 ? token[..at] : token[..at] + (char)('0' + random.Next(70)) + token[(at + 1)..];
        }
        return draw < 8 ? $"n{random.Next(6)}" : Texts[random.Next(Texts.Length)];
    }
}

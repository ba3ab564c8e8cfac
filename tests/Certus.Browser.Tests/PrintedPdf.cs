using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

/// <summary>What a PDF says, read from its bytes; as much of the format as Chromium writes.</summary>
public sealed partial class PrintedPdf
{
    private readonly Dictionary<int, string> _objects = [];
    private readonly Dictionary<int, string> _streams = [];

    /// <summary>Reads a PDF.</summary>
    public PrintedPdf(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var all = Encoding.Latin1.GetString(bytes);
        foreach (Match found in Object().Matches(all))
        {
            var (id, body) = (int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture), found.Groups[2].Value);
            var stream = body.IndexOf("stream", StringComparison.Ordinal);
            _objects[id] = stream < 0 ? body : body[..stream];
            if (stream >= 0 && _objects[id].Contains("/FlateDecode", StringComparison.Ordinal) && !_objects[id].Contains("/Subtype", StringComparison.Ordinal))
                _streams[id] = Inflate(bytes.AsSpan(found.Groups[2].Index + stream + "stream".Length, body.Length - stream - "stream".Length));
        }
        Pages = [.. _objects.Values.Where(body => IsPage().IsMatch(body)).Select(TextOf)];
    }

    /// <summary>The text of each page, without any white space: a PDF places its words and need not write the spaces between them.</summary>
    public IReadOnlyList<string> Pages { get; }

    private string TextOf(string page)
    {
        Dictionary<string, Dictionary<int, string>> fonts = [];
        var resources = Resources().Match(page) is { Success: true } shared ? _objects[int.Parse(shared.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] : page;
        foreach (Match font in FontReference().Matches(resources))
            if (_objects.TryGetValue(int.Parse(font.Groups[2].ValueSpan, CultureInfo.InvariantCulture), out var body) && ToUnicode().Match(body) is { Success: true } map)
                fonts[font.Groups[1].Value] = Characters(_streams[int.Parse(map.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
        var content = string.Join('\n', Contents().Match(page).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => int.TryParse(part, out var id) && _streams.ContainsKey(id)).Select(part => _streams[int.Parse(part, CultureInfo.InvariantCulture)]));
        StringBuilder text = new();
        Dictionary<int, string> current = [];
        foreach (Match step in Operators().Matches(content))
        {
            if (step.Groups[1].Success) current = fonts.GetValueOrDefault(step.Groups[1].Value, []);
            else
                for (var i = 0; i + 4 <= step.Groups[2].Length; i += 4)
                    text.Append(current.GetValueOrDefault(int.Parse(step.Groups[2].ValueSpan.Slice(i, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture), ""));
        }
        return Blank().Replace(text.ToString(), "");
    }

    private static Dictionary<int, string> Characters(string map)
    {
        Dictionary<int, string> characters = [];
        static int Hex(Group group) => int.Parse(group.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        static string Text(string hex) => Letters(Encoding.BigEndianUnicode.GetString(Convert.FromHexString(hex)));
        foreach (Match block in SingleBlock().Matches(map))
            foreach (Match entry in Single().Matches(block.Value)) characters[Hex(entry.Groups[1])] = Text(entry.Groups[2].Value);
        foreach (Match block in RangeBlock().Matches(map))
            foreach (Match entry in Range().Matches(block.Value))
                for (var code = Hex(entry.Groups[1]); code <= Hex(entry.Groups[2]); code++) characters[code] = Letters(((char)(Hex(entry.Groups[3]) + code - Hex(entry.Groups[1]))).ToString());
        return characters;
    }

    private static string Letters(string glyph) => glyph switch { "\ufb00" => "ff", "\ufb01" => "fi", "\ufb02" => "fl", "\ufb03" => "ffi", "\ufb04" => "ffl", _ => glyph };

    private static string Inflate(ReadOnlySpan<byte> bytes)
    {
        var start = bytes[0] == '\r' ? 2 : 1;
        using var packed = new ZLibStream(new MemoryStream(bytes[start..].ToArray()), CompressionMode.Decompress);
        using MemoryStream plain = new();
        packed.CopyTo(plain);
        return Encoding.Latin1.GetString(plain.ToArray());
    }

    [GeneratedRegex(@"(?<=^|\n)(\d+) 0 obj\s(.*?)\nendobj", RegexOptions.Singleline)]
    private static partial Regex Object();

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex IsPage();

    [GeneratedRegex(@"/Resources (\d+) 0 R")]
    private static partial Regex Resources();

    [GeneratedRegex(@"/(F\d+) (\d+) 0 R")]
    private static partial Regex FontReference();

    [GeneratedRegex(@"/ToUnicode (\d+) 0 R")]
    private static partial Regex ToUnicode();

    [GeneratedRegex(@"/Contents \[?([\d R]+)")]
    private static partial Regex Contents();

    [GeneratedRegex(@"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")]
    private static partial Regex Operators();

    [GeneratedRegex(@"beginbfchar.*?endbfchar", RegexOptions.Singleline)]
    private static partial Regex SingleBlock();

    [GeneratedRegex(@"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")]
    private static partial Regex Single();

    [GeneratedRegex(@"beginbfrange.*?endbfrange", RegexOptions.Singleline)]
    private static partial Regex RangeBlock();

    [GeneratedRegex(@"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")]
    private static partial Regex Range();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}

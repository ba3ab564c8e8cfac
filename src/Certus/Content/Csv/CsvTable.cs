using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CsvHelper;

namespace Certus.Content.Csv;

/// <summary>Reads a file with a header row by row, and says where it stands.</summary>
internal sealed class CsvTable : IDisposable
{
    private const int MostRecordBytes = 64 << 20, ShownLetters = 30;
    private readonly string _file;
    private readonly CsvReader _reader;

    private CsvTable(Stream input, string file, char separator, bool lineBreaks)
    {
        _file = file;
        _reader = CsvReader.Create(
            input,
            new CsvReaderOptions
            {
                Separator = separator, HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = true, TrimWhitespace = true, AllowLineBreaksInQuotes = lineBreaks,
                MalformedData = CsvMalformedDataHandling.Throw, MaxRecordSize = MostRecordBytes,
            },
            leaveOpen: true);
        try
        {
            if (!_reader.Read()) throw new CsvFault($"{file} is empty.");
            Header = [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];
        }
        catch (CsvFormatException fault)
        {
            throw Malformed(fault);
        }
        for (var i = 0; i < Header.Count; i++)
        {
            if (Header[i].Length == 0) throw Fault($"column {i + 1} has no name.");
            if (Header.Take(i).Contains(Header[i], StringComparer.Ordinal)) throw Fault($"two columns are named '{Shown(Header[i])}'.");
        }
    }

    /// <summary>The names of the columns; each once, none empty.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Reads a whole file, or says what is wrong with it.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="read">Makes something of the rows.</param>
    /// <param name="separator">What stands between two cells.</param>
    /// <param name="lineBreaks">Whether a cell in quotation marks may hold line breaks.</param>
    public static CsvReading<T> Read<T>(Stream input, string file, Func<CsvTable, T> read, char separator = ',', bool lineBreaks = false)
    {
        try
        {
            using var table = new CsvTable(input, file, separator, lineBreaks);
            return new CsvReading<T>.Accepted(read(table));
        }
        catch (CsvFault fault)
        {
            return new CsvReading<T>.Refused(fault.Message);
        }
    }

    /// <summary>Where a column stands, by any of its names; −1 where there is none.</summary>
    public int Find(params ReadOnlySpan<string> names)
    {
        for (var i = 0; i < Header.Count; i++)
            foreach (var name in names)
                if (Header[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Next()
    {
        try
        {
            if (!_reader.Read()) return false;
        }
        catch (CsvFormatException fault)
        {
            throw Malformed(fault);
        }
        if (_reader.FieldCount != Header.Count)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"the row has {_reader.FieldCount} {(_reader.FieldCount == 1 ? "value" : "values")} and the header {Header.Count}."));
        return true;
    }

    /// <summary>A cell as it stands.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => _reader.GetSpan(column);

    /// <summary>A cell as text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(_reader.GetSpan(column));

    /// <summary>A cell as a number; null where it is empty or the column is not there.</summary>
    public double? Number(int column)
    {
        if (column < 0) return null;
        var bytes = Bytes(column);
        if (bytes.IsEmpty || bytes.SequenceEqual("NA"u8)) return null;
        return Utf8Parser.TryParse(bytes, out double value, out var used) && used == bytes.Length && double.IsFinite(value)
            ? value : throw Fault($"{Header[column]} is '{Shown(Text(column))}', not a number.");
    }

    /// <summary>The line at which the row at hand ends.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>A fault of the row at hand.</summary>
    public CsvFault Fault(string message) => new(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {_reader.LineNumber}: {message}"));

    /// <summary>A fault of the file as a whole.</summary>
    public CsvFault FaultOfFile(string message) => new($"{_file}: {message}");

    /// <summary>What a file says, short enough and plain enough for a sentence.</summary>
    public static string Shown(string text) =>
        Excerpt.Letters(string.Concat(text.Select(c => char.IsControl(c) || c == '\uFFFD' ? '?' : c)), ShownLetters);

    public void Dispose() => _reader.Dispose();

    private CsvFault Malformed(CsvFormatException fault) =>
        fault.LineNumber > 0
            ? new(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {fault.LineNumber}: the quotation marks or the length of the row are wrong."))
            : new($"{_file}: the quotation marks or the length of a row are wrong.");
}

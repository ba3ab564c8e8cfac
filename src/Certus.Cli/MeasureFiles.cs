using Certus.Content.Csv;
using Certus.Measure;

namespace Certus.Cli;

/// <summary>Files that the verbs of Measure and Remember read and write.</summary>
internal static class MeasureFiles
{
    /// <summary>Reads a file of comma-separated values, or refuses it in one sentence.</summary>
    public static T Read<T>(string path, Func<Stream, CsvReading<T>> read)
    {
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory, not a file.");
        if (!File.Exists(path)) throw Refusal.WrongUse($"there is no file {path}.");
        try
        {
            using var stream = File.OpenRead(path);
            return read(stream) switch
            {
                CsvReading<T>.Accepted accepted => accepted.Value,
                CsvReading<T>.Refused refused => throw Refusal.WrongUse(refused.Fault),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be read.");
        }
    }

    /// <summary>Items with their parameters.</summary>
    public static IReadOnlyList<CalibratedItem> Items(string path, bool partialCredit = false) => Read(path, stream => ItemCsv.Read(stream, path, partialCredit));

    /// <summary>Answers of persons to items.</summary>
    public static Responses Responses(string path, CancellationToken cancel) => Read(path, stream => ResponseCsv.Read(stream, path, cancel));

    /// <summary>Options that persons chose.</summary>
    public static Responses Options(string path, CancellationToken cancel) => Read(path, stream => ResponseCsv.ReadOptions(stream, path, cancel));

    /// <summary>Writes a file whole or not at all: beside its place first, then moved.</summary>
    public static void Write(string path, Action<TextWriter> write) => WriteBytes(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>The same for a file that is not text.</summary>
    public static void WriteBytes(string path, Action<Stream> write)
    {
        if (Directory.Exists(path)) throw Refusal.WrongUse($"{path} is a directory; name a file to write.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw Refusal.WrongUse($"there is no directory {folder}.");
        var beside = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        try
        {
            using (var stream = File.Create(beside)) write(stream);
            File.Move(beside, path, overwrite: true);
        }
        catch (UnauthorizedAccessException)
        {
            throw Refusal.WrongUse($"{path} can't be written.");
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>A value of a row: quoted where it must be.</summary>
    public static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

using System.IO.Compression;
using System.Text.Json;
using Certus.Content.Anki;
using Microsoft.Data.Sqlite;
using ZstdSharp;

namespace Certus.Store.Anki;

/// <summary>Reads packages of Anki: <c>.apkg</c> and <c>.colpkg</c>, of every version that is in use.</summary>
/// <remarks>
/// A package is a zip archive with a collection (<c>collection.anki2</c>, <c>collection.anki21</c>, or <c>collection.anki21b</c> compressed by Zstandard), a list of media (<c>media</c>: a JSON object, or
/// compressed Protocol Buffers) and the media under numbers. Nothing of it is trusted: entries are never written under names of theirs, what is unpacked is counted while it is, and the collection is
/// opened for reading only.
/// </remarks>
public static class AnkiPackage
{
    private const int MostMedium = 2 << 20;

    /// <summary>Reads a package and makes something of it.</summary>
    /// <param name="file">The package; can be sought.</param>
    /// <param name="name">Its name for messages.</param>
    /// <param name="make">Gets the collection, and the bytes of a file by name: null where there is none, more than a picture may be where the file is larger than that.</param>
    /// <param name="limits">How much it may hold; null for the usual.</param>
    /// <param name="cancel">Ends the reading early.</param>
    public static PackageReading<T> Read<T>(Stream file, string name, Func<AnkiContents, Func<string, ReadOnlyMemory<byte>?>, T> make, PackageLimits? limits, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(make);
        limits ??= new();
        try
        {
            if (file.Length > limits.File) throw new PackageFault($"it is larger than {limits.File >> 20} MiB.");
            if (ZipDirectory.Count(file, limits.Entries) > limits.Entries) throw new PackageFault($"it has more than {limits.Entries:N0} entries.");
            using var archive = Open(file);
            return new PackageReading<T>.Accepted(Read(archive, make, limits with { Total = Math.Min(limits.Total, file.Length * limits.Ratio + limits.Free) }, cancel));
        }
        catch (PackageFault fault)
        {
            return new PackageReading<T>.Refused($"{name}: {fault.Message}");
        }
    }

    private static ZipArchive Open(Stream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException)
        {
            throw new PackageFault("it is no package: no zip archive, or parts of it are cut off.");
        }
    }

    private static T Read<T>(ZipArchive archive, Func<AnkiContents, Func<string, ReadOnlyMemory<byte>?>, T> make, PackageLimits limits, CancellationToken cancel)
    {
        Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.Length == 0 || entry.FullName.AsSpan().IndexOfAny("/\\:\0") >= 0 || entry.FullName.Contains("..", StringComparison.Ordinal))
                throw new PackageFault($"the entry “{Shown(entry.FullName)}” has a path for a name.");
            if (!entries.TryAdd(entry.FullName, entry)) throw new PackageFault($"there are two entries {Shown(entry.FullName)}.");
        }
        var unpack = new Unpacking(limits, cancel);
        var version = VersionOf(entries, unpack);
        var collection = version switch { 3 => "collection.anki21b", 2 => "collection.anki21", _ => "collection.anki2" };
        if (!entries.TryGetValue(collection, out var packed)) throw new PackageFault($"the entry {collection} is missing.");
        var media = Media(entries, version, unpack);
        var directory = Directory.CreateTempSubdirectory("certus-import-");
        try
        {
            var path = Path.Combine(directory.FullName, "collection");
            using (var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write)) unpack.Copy(packed, version == 3, limits.Collection, to);
            var read = AnkiTables.Read(path, collection, limits, cancel);
            return make(read, file => media.TryGetValue(file, out var entry) ? unpack.Medium(entry, version == 3) : (ReadOnlyMemory<byte>?)null);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>1 and 2 are the versions before Zstandard, 3 is the one since.</summary>
    private static int VersionOf(Dictionary<string, ZipArchiveEntry> entries, Unpacking unpack)
    {
        if (!entries.TryGetValue("meta", out var meta)) return entries.ContainsKey("collection.anki21") ? 2 : 1;
        try
        {
            return Protobuf.Number(unpack.Bytes(meta, false, 4096), 1) switch
            {
                1 => 1,
                2 => 2,
                3 => 3,
                _ => throw new PackageFault("the entry meta names a version of the format that is not known; export it from Anki for older versions."),
            };
        }
        catch (FormatException)
        {
            throw new PackageFault("the entry meta is damaged.");
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Media(Dictionary<string, ZipArchiveEntry> entries, int version, Unpacking unpack)
    {
        Dictionary<string, ZipArchiveEntry> media = new(StringComparer.Ordinal);
        if (!entries.TryGetValue("media", out var list)) return media;
        var bytes = unpack.Bytes(list, version == 3, unpack.Limits.MediaList);
        var files = 0;
        foreach (var (number, name) in version == 3 ? Current(bytes) : Legacy(bytes))
        {
            if (++files > unpack.Limits.Entries) throw new PackageFault($"the entry media lists more than {unpack.Limits.Entries:N0} files.");
            if (name.Length is 0 or > 1000 || name.AsSpan().IndexOfAny("/\\\0") >= 0 || name is "." or "..") throw new PackageFault($"the entry media names the file “{Shown(name)}”, which is a path.");
            if (entries.TryGetValue(number, out var entry)) media.TryAdd(name.Normalize(), entry);
        }
        return media;
    }

    private static List<(string Number, string Name)> Legacy(ReadOnlyMemory<byte> bytes)
    {
        List<(string, string)> files = [];
        try
        {
            using var list = JsonDocument.Parse(bytes);
            foreach (var file in list.RootElement.EnumerateObject()) files.Add((file.Name, file.Value.GetString() ?? throw new PackageFault("the entry media is not a list of names.")));
            return files;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new PackageFault("the entry media is not a list of names.");
        }
    }

    private static List<(string Number, string Name)> Current(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return [.. Protobuf.Fields(bytes).Where(field => field.Field == 1).Select((field, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), Protobuf.Text(field.Bytes, 1)))];
        }
        catch (FormatException)
        {
            throw new PackageFault("the entry media is not a list of names.");
        }
    }

    internal static string Shown(string text) => Content.Excerpt.Letters(string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)), 60);

    /// <summary>Takes entries out of the archive within the limits.</summary>
    private sealed class Unpacking(PackageLimits limits, CancellationToken cancel)
    {
        // Longer than any picture: what stands for every file that is.
        private static readonly byte[] TooLarge = new byte[MostMedium + 1];
        private readonly Budget _budget = new();
        private readonly Dictionary<ZipArchiveEntry, ReadOnlyMemory<byte>> _media = [];

        public PackageLimits Limits => limits;

        public ReadOnlyMemory<byte> Bytes(ZipArchiveEntry entry, bool zstd, long most)
        {
            using var bytes = new MemoryStream();
            Copy(entry, zstd, most, bytes);
            return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }

        /// <summary>A file of the media, or more bytes than a picture may have where it is larger; unpacked once, however many cards show it.</summary>
        public ReadOnlyMemory<byte> Medium(ZipArchiveEntry entry, bool zstd)
        {
            if (_media.TryGetValue(entry, out var known)) return known;
            var bytes = new byte[Math.Min(MostMedium, 64 << 10)];
            var length = 0;
            Guarded(entry, () =>
            {
                using var from = Opened(entry, zstd, long.MaxValue);
                while (length <= MostMedium)
                {
                    if (length == bytes.Length) Array.Resize(ref bytes, Math.Min(bytes.Length * 2, MostMedium + 1));
                    var read = from.Read(bytes.AsSpan(length));
                    if (read == 0) break;
                    length += read;
                }
            });
            return _media[entry] = length > MostMedium ? TooLarge : bytes[..length];     // cut to its length: a small one is not to hold 64 KiB
        }

        public void Copy(ZipArchiveEntry entry, bool zstd, long most, Stream to) => Guarded(entry, () =>
        {
            using var from = Opened(entry, zstd, most);
            from.CopyTo(to);
        });

        private LimitedStream Opened(ZipArchiveEntry entry, bool zstd, long most)
        {
            var from = entry.Open();
            return new(zstd ? new DecompressionStream(from, leaveOpen: false) : from, entry.FullName, Math.Max(entry.CompressedLength, 1), most, limits, _budget, cancel);
        }

        private static void Guarded(ZipArchiveEntry entry, Action unpack)
        {
            try
            {
                unpack();
            }
            catch (Exception fault) when (fault is InvalidDataException or ZstdException or EndOfStreamException or NotSupportedException)
            {
                throw new PackageFault($"the entry {entry.FullName} is damaged.");
            }
        }
    }
}

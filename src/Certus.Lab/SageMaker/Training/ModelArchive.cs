using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Certus.Lab.SageMaker.Training;

/// <summary>model.tar.gz: the model's file and its manifest.</summary>
internal static class ModelArchive
{
    public const string ManifestName = "manifest.json";

    private const int MostBytes = 512 << 20;
    private const int MostEntries = 100;

    /// <summary>Writes the archive beside its place, then moves it there: it is whole or it is not there.</summary>
    public static void Write(string path, ModelManifest manifest, byte[] model)
    {
        var draft = path + ".part";
        using (var file = File.Create(draft))
        {
            using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            using (var tar = new TarWriter(packed, TarEntryFormat.Ustar))
            {
                Add(tar, manifest.ModelFile, model, manifest.TrainedAt);
                Add(tar, ManifestName, JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.ModelManifest), manifest.TrainedAt);
            }
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, path, overwrite: true);
    }

    private static void Add(TarWriter tar, string name, byte[] content, DateTimeOffset at) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), ModificationTime = at, Mode = (UnixFileMode)0b110_100_100 });

    /// <summary>Reads manifest and model; nothing is unpacked to disk.</summary>
    /// <exception cref="ModelRefusedException">It is not such an archive; the message is one sentence.</exception>
    public static (ModelManifest Manifest, byte[] Model) Read(Stream archive)
    {
        Dictionary<string, byte[]> files = [];
        try
        {
            using var packed = new GZipStream(archive, CompressionMode.Decompress);
            using var bounded = new BoundedStream(packed, MostBytes);
            using var tar = new TarReader(bounded);
            for (var entries = 0; tar.GetNextEntry() is { } entry; entries++)
            {
                if (entries == MostEntries) throw new ModelRefusedException($"The model archive has more than {MostEntries} entries.");
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes) continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) throw new ModelRefusedException($"The model archive holds '{name}', which is not a plain file.");
                if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) throw new ModelRefusedException($"The model archive holds '{name}', a path that leads out of it.");
                if (entry.Length > MostBytes) throw BoundedStream.TooLarge(MostBytes);
                var content = new MemoryStream();
                entry.DataStream?.CopyTo(content);
                files[name] = content.ToArray();
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new ModelRefusedException("The model archive is not a gzip-compressed tar file, or is damaged.");
        }
        if (!files.TryGetValue(ManifestName, out var text)) throw new ModelRefusedException($"The model archive has no {ManifestName}: it was not made by a training job of this sandbox, and no other container runs here.");
        ModelManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(text, ManifestJson.Default.ModelManifest);
        }
        catch (JsonException)
        {
            manifest = null;
        }
        if (manifest is null || manifest.Features < 1) throw new ModelRefusedException($"The model archive's {ManifestName} can't be read.");
        return files.TryGetValue(manifest.ModelFile, out var model) ? (manifest, model) : throw new ModelRefusedException($"The model archive has no '{manifest.ModelFile}', which its {ManifestName} names.");
    }

    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _read;

        public static ModelRefusedException TooLarge(long most) => new($"The model archive unpacks to more than {most >> 20} MB.");

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _read += read;
            return _read <= most ? read : throw TooLarge(most);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Certus.Lab.Protocols.Checksums;

namespace Certus.Lab.S3;

/// <summary>A file that holds bytes of an object.</summary>
/// <param name="Name">32 hexadecimal digits; empty where there are no bytes and hence no file.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct ObjectFile(string Name, long Size);

/// <summary>Bytes that are on disk and belong to no row yet.</summary>
/// <param name="File">Where they lie.</param>
/// <param name="Md5">Their MD5.</param>
/// <param name="Checksums">The checksums that were asked for by their algorithms, in base64.</param>
internal sealed record StoredBytes(ObjectFile File, byte[] Md5, IReadOnlyDictionary<string, string> Checksums);

/// <summary>The bytes of objects: files under <c>objects</c> with names drawn by lot, which no key can reach.</summary>
/// <remarks>
/// A file is written whole and synced with its folder before any row names it, so a row never names half a file. What a crash leaves behind without
/// a row is swept at the next start: every file's name begins with the run that wrote it, and a sweep spares those of its own run.
/// A file that is being read is deleted when the last reader is done.
/// </remarks>
internal sealed partial class ObjectFiles
{
    private const int BufferSize = 256 * 1024;

    private readonly string _root;
    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly Lock _lock = new();
    private readonly HashSet<string> _folders = [];
    private readonly Dictionary<string, int> _readers = [];
    private readonly HashSet<string> _doomed = [];

    public ObjectFiles(string directory)
    {
        _root = Path.Combine(directory, "objects");
        Directory.CreateDirectory(_root);
        Sync(directory);
        foreach (var folder in Directory.EnumerateDirectories(_root)) _folders.Add(Path.GetFileName(folder));
    }

    /// <summary>Writes a stream to its end; nothing is left where that fails.</summary>
    /// <param name="algorithms">Those of the checksums to compute beside the MD5.</param>
    public async Task<StoredBytes> WriteAsync(Stream bytes, IEnumerable<string> algorithms, CancellationToken cancel)
    {
        var name = _run + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var checksums = algorithms.Distinct().ToDictionary(algorithm => algorithm, Checksum.Create);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        FileStream? file = null;
        try
        {
            long size = 0;
            int read;
            while ((read = await bytes.ReadAtLeastAsync(buffer, BufferSize, throwOnEndOfStream: false, cancel)) > 0)
            {
                file ??= new FileStream(PathOf(name, make: true), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                md5.AppendData(buffer, 0, read);
                foreach (var checksum in checksums.Values) checksum.Append(buffer.AsSpan(0, read));
                file.Write(buffer, 0, read); // to the page cache: as quick as a copy, and quicker than handing it to another thread
                size += read;
            }
            if (file is not null)
            {
                // Side by side the two cost the disk little more than the first alone.
                var folder = Task.Run(() => Sync(Path.GetDirectoryName(file.Name)!), CancellationToken.None);
                try
                {
                    file.Flush(flushToDisk: true);
                }
                finally
                {
                    await folder;
                }
                await file.DisposeAsync();
            }
            return new(new(file is null ? "" : name, size), md5.GetHashAndReset(), checksums.ToDictionary(pair => pair.Key, pair => pair.Value.Finish()));
        }
        catch
        {
            if (file is not null)
            {
                await file.DisposeAsync();
                File.Delete(file.Name);
            }
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            foreach (var checksum in checksums.Values) checksum.Dispose();
        }
    }

    /// <summary>The bytes of files one after the other, from a place on.</summary>
    /// <exception cref="FileNotFoundException">The object was deleted since its row was read.</exception>
    public Stream Open(IReadOnlyList<ObjectFile> files, long from, long length)
    {
        List<string> held = [.. files.Where(file => file.Size > 0).Select(file => file.Name)];
        lock (_lock)
        {
            foreach (var name in held) _readers[name] = _readers.GetValueOrDefault(name) + 1;
        }
        if (held.Find(name => !File.Exists(PathOf(name))) is { } missing)
        {
            Release(held);
            throw new FileNotFoundException("The object's bytes are gone.", missing);
        }
        return new ObjectStream([.. files.Where(file => file.Size > 0).Select(file => (PathOf(file.Name), file.Size))], from, length, () => Release(held));
    }

    /// <summary>Deletes files that no row names any more, each once nobody reads it.</summary>
    public void Delete(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.Length == 0) continue;
            lock (_lock)
            {
                // Deleted under the lock, so that a reader who comes now either holds the file or finds it gone.
                if (_readers.ContainsKey(name)) _doomed.Add(name);
                else File.Delete(PathOf(name));
            }
        }
    }

    /// <summary>Deletes what earlier runs left without a row.</summary>
    /// <param name="isKnown">Whether a row names the file.</param>
    public void Sweep(Func<string, bool> isKnown, CancellationToken cancel)
    {
        foreach (var folder in Directory.EnumerateDirectories(_root))
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                cancel.ThrowIfCancellationRequested();
                var name = Path.GetFileName(path);
                if (name.Length != 32 || !name.All(char.IsAsciiHexDigitLower) || PathOf(name) != path) continue; // none of ours, as .DS_Store
                if (!name.StartsWith(_run, StringComparison.Ordinal) && !isKnown(name)) Delete([name]);
            }
    }

    private void Release(IEnumerable<string> names)
    {
        List<string> free = [];
        lock (_lock)
        {
            foreach (var name in names)
            {
                var readers = _readers[name] - 1;
                if (readers > 0) _readers[name] = readers;
                else
                {
                    _readers.Remove(name);
                    if (_doomed.Remove(name)) free.Add(name);
                }
            }
        }
        Delete(free);
    }

    private string PathOf(string name, bool make = false)
    {
        var folder = name[^2..];
        var path = Path.Combine(_root, folder);
        if (make)
        {
            lock (_lock)
            {
                if (_folders.Add(folder))
                {
                    Directory.CreateDirectory(path);
                    Sync(_root);
                }
            }
        }
        return Path.Combine(path, name);
    }

    /// <summary>A file's name is on disk only once its folder is; .NET has no call for that.</summary>
    private static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Unix.Open(folder, 0);
        if (handle < 0) throw new IOException($"{folder} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Unix.FSync(handle) != 0) throw new IOException($"{folder} can't be synced: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Unix.Close(handle);
        }
    }

    private static partial class Unix
    {
        [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Open(string path, int flags);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int FSync(int handle);

        [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static partial int Close(int handle);
    }
}

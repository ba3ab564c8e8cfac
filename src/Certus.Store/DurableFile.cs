using System.Runtime.InteropServices;

namespace Certus.Store;

/// <summary>Files whose bytes and names outlive a power cut, and that only their owner may read: what a learner got wrong is nobody else's business.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a directory where there is none; one that is there keeps its mode.</summary>
    public static void MakeDirectory(string directory)
    {
        if (Directory.Exists(directory)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Makes an empty file where there is none; one that is there keeps its mode. SQLite takes an empty file for a new database, and gives its companions the file's mode.</summary>
    public static void Make(string path)
    {
        if (File.Exists(path)) return;
        try
        {
            Open(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else made it meanwhile. It is not opened here: closing it again would drop the locks that SQLite holds on it in this process.
        }
    }

    /// <summary>Copies the bytes into a new file; they are on disk when it returns, the name may not be yet.</summary>
    public static void Copy(string source, string target)
    {
        using var from = new FileStream(source, FileMode.Open, FileAccess.Read);
        using var to = Open(target, FileMode.CreateNew);
        from.CopyTo(to);
        to.Flush(flushToDisk: true);
    }

    /// <summary>Waits until a file's bytes are on disk.</summary>
    public static void Flush(string path)
    {
        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    /// <summary>Renames within a directory; the new name is on disk when it returns.</summary>
    public static void Move(string source, string target, bool overwrite)
    {
        File.Move(source, target, overwrite);
        FlushNames(Path.GetDirectoryName(target)!);
    }

    /// <summary>Waits until the names in a directory are on disk: a rename is in the directory, not in the file, and a sync of the file does not cover it.</summary>
    /// <remarks>.NET opens no directories, hence open(2), fsync(2) and close(2). Windows has no such call; NTFS keeps a journal of its names.</remarks>
    public static void FlushNames(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        const int readOnly = 0, invalid = 22;       // O_RDONLY and EINVAL, the same on Linux and macOS
        var handle = Native.Open(directory, readOnly);
        if (handle < 0) return;                     // it may be written but not read; SQLite passes that over as well
        var failed = Native.Sync(handle) != 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Native.Close(handle);
        if (failed is not (0 or invalid)) throw new IOException($"The names in {directory} could not be written: {Marshal.GetPInvokeErrorMessage(failed)}", failed);      // EINVAL: a file system without it
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return new(path, options);
    }

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int Open(string path, int flags);

        [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static partial int Sync(int handle);

        [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
        public static partial int Close(int handle);
    }
}

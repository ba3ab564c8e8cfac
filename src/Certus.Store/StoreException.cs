using Microsoft.Data.Sqlite;

namespace Certus.Store;

/// <summary>A file could not be used. The message is one sentence for people that names the file and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A fault of a file.</summary>
    public StoreException(StoreFault fault, string path, string message, Exception? inner = null) : base(message, inner) => (Fault, Path) = (fault, path);

    /// <summary>What is wrong.</summary>
    public StoreFault Fault { get; }

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>A fault of a data file with its usual sentence.</summary>
    internal static StoreException Of(StoreFault fault, string path, Exception? inner = null) => new(fault, path, fault switch
    {
        StoreFault.Locked => $"{path} is in use by another program; close that one, then try again.",
        StoreFault.ReadOnly => $"{path} can't be opened for writing; let this user write the file and its directory, or set {DataDirectory.Variable} to another directory.",
        StoreFault.NewerVersion => $"{path} was last used by a newer version of Certus; start that version, or set {DataDirectory.Variable} to another directory.",
        StoreFault.DiskFull => $"No room is left on the disk that holds {path}; free some, then try again.",
        StoreFault.Damaged => $"{path} is damaged; bring back a backup with 'certus restore FILE'.",
        StoreFault.NotADatabase => $"{path} is not a Certus data file; move it away, or set {DataDirectory.Variable} to another directory.",
        StoreFault.Missing => $"There is no file {path}; check the name.",
        StoreFault.Exists => $"{path} exists already; choose another name, or move it away first.",
        StoreFault.Unreadable => $"{path} can't be read; let this user read it.",
        _ => $"{path} could not be read or written ({inner?.Message.TrimEnd('.') ?? "unknown cause"}); check the disk.",
    }, inner);

    /// <summary>The fault behind whatever a file or the database threw; null where it is none, but a bug.</summary>
    internal static StoreException? From(Exception thrown, string path)
    {
        for (var cause = thrown; cause is not null; cause = cause.InnerException)
            switch (cause)
            {
                case StoreException known: return known;
                case SqliteException sqlite: return Of(FaultOf(sqlite), path, sqlite);
                case UnauthorizedAccessException: return Of(StoreFault.ReadOnly, path, thrown);
                case FileNotFoundException or DirectoryNotFoundException: return Of(StoreFault.Missing, path, thrown);
                case IOException io: return Of(IsDiskFull(io) ? StoreFault.DiskFull : IsReadOnly(io) ? StoreFault.ReadOnly : StoreFault.Failed, path, thrown);
            }
        return null;
    }

    // The names are SQLite's: https://sqlite.org/rescode.html
    private static StoreFault FaultOf(SqliteException thrown)
    {
        const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CantOpen = 14, Protocol = 15, NotADb = 26;
        const int IoErrorShmSize = 10 | 19 << 8, IoErrorCorruptFs = 10 | 33 << 8;
        return (thrown.SqliteErrorCode, thrown.SqliteExtendedErrorCode) switch
        {
            (Busy or Locked or Protocol, _) => StoreFault.Locked,
            (ReadOnly or CantOpen, _) => StoreFault.ReadOnly,
            (Corrupt, _) or (_, IoErrorCorruptFs) => StoreFault.Damaged,
            (Full, _) or (_, IoErrorShmSize) => StoreFault.DiskFull,
            (NotADb, _) => StoreFault.NotADatabase,
            _ => StoreFault.Failed,
        };
    }

    private static bool IsDiskFull(IOException io) => (io.HResult & 0xFFFF) is 28 or 112 or 39 or 122;     // ENOSPC; ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL; EDQUOT

    private static bool IsReadOnly(IOException io) => (io.HResult & 0xFFFF) is 30 or 19;                    // EROFS; ERROR_WRITE_PROTECT
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Certus.Store;

/// <summary>Copies of the data file, verified, and the way back.</summary>
public static class Backup
{
    /// <summary>Copies a data file, which may be in use, into one file that can be restored.</summary>
    /// <param name="dataFile">The data file.</param>
    /// <param name="target">The copy; there must be no such file yet.</param>
    /// <param name="cancel">Stops between steps and leaves nothing behind.</param>
    /// <exception cref="StoreException">The data file is missing or damaged, the target exists, can't be written, or its disk is full.</exception>
    public static async Task<BackupResult> BackupAsync(string dataFile, string target, CancellationToken cancel)
    {
        (dataFile, target) = (Path.GetFullPath(dataFile), Path.GetFullPath(target));
        if (!File.Exists(dataFile)) throw StoreException.Of(StoreFault.Missing, dataFile);
        if (Path.Exists(target)) throw StoreException.Of(StoreFault.Exists, target);
        try
        {
            var (sittings, events) = await CopyAsync(dataFile, target, cancel);
            return new(dataFile, target, sittings, events, null);
        }
        catch (StoreException fault) when (fault.Path == target && fault.Fault is StoreFault.ReadOnly or StoreFault.Missing)
        {
            throw new StoreException(StoreFault.ReadOnly, target, $"{target} can't be written; name a file in a directory that exists and that this user may write.", fault);
        }
    }

    /// <summary>Puts a backup in the place of a data file, and keeps what was there in an undo copy beside it.</summary>
    /// <param name="source">The backup; it is verified before anything is touched.</param>
    /// <param name="dataFile">The data file; there need not be one.</param>
    /// <param name="clock">Names the undo copy.</param>
    /// <param name="cancel">Stops between steps; the data file is the old or the new one, never a mixture.</param>
    /// <exception cref="StoreException">The source is missing, damaged, something else or from a newer version; the data file is in use or can't be written.</exception>
    public static async Task<BackupResult> RestoreAsync(string source, string dataFile, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (source, dataFile) = (Path.GetFullPath(source), Path.GetFullPath(dataFile));
        if (!File.Exists(source)) throw StoreException.Of(StoreFault.Missing, source);
        if (source == dataFile) throw StoreException.Of(StoreFault.Exists, dataFile);
        var incoming = dataFile + ".incoming";
        try
        {
            DurableFile.MakeDirectory(Path.GetDirectoryName(dataFile)!);
            Delete(incoming);
            var (sittings, events) = await CopyAsync(source, incoming, cancel);
            var aside = UndoName(dataFile, clock.GetUtcNow());
            var undo = File.Exists(dataFile) ? await ReplaceAsync(incoming, dataFile, aside, cancel) : null;
            if (undo is null) Swap(incoming, dataFile, aside);      // companions that are there belong to a file that somebody moved away
            DurableFile.FlushNames(Path.GetDirectoryName(dataFile)!);
            return new(source, dataFile, sittings, events, undo);
        }
        catch (Exception thrown) when (StoreException.From(thrown, dataFile) is { } fault)
        {
            throw fault.Path == source ? OfSource(fault) : fault.Path == incoming ? StoreException.Of(fault.Fault, dataFile, fault) : fault;
        }
        finally
        {
            Delete(incoming);
        }
    }

    /// <summary>A verified copy in one file that appears under its name only when it is complete and on disk.</summary>
    private static async Task<(long Sittings, long Events)> CopyAsync(string source, string target, CancellationToken cancel)
    {
        var partial = target + ".partial";
        try
        {
            Delete(partial);
            (long, long) counts;
            try
            {
                await using var from = SqliteFile.Connect(source, SqliteOpenMode.ReadWrite);
                if (Schema.Applied(from, source).Count == 0) throw StoreException.Of(StoreFault.NotADatabase, source);
                await using var to = ConnectTo(partial, target);
                BackUp(from, to, source, target);
                cancel.ThrowIfCancellationRequested();
                SqliteFile.Run(to, "PRAGMA journal_mode=DELETE");       // one file, no companions
                if (SqliteFile.AskList(to, "PRAGMA integrity_check") is not ["ok"]) throw StoreException.Of(StoreFault.Damaged, source);
                counts = (SqliteFile.Ask<long>(to, "SELECT COUNT(*) FROM sittings"), SqliteFile.Ask<long>(to, "SELECT COUNT(*) FROM events"));
            }
            catch (SqliteException thrown) when (StoreException.From(thrown, source) is { } fault)
            {
                throw fault.Fault is StoreFault.ReadOnly ? StoreException.Of(StoreFault.Unreadable, source, thrown) : fault;
            }
            cancel.ThrowIfCancellationRequested();
            DurableFile.Flush(partial);
            DurableFile.Move(partial, target, overwrite: false);
            return counts;
        }
        catch (IOException) when (File.Exists(target))
        {
            throw StoreException.Of(StoreFault.Exists, target);
        }
        catch (Exception thrown) when (StoreException.From(thrown, target) is { } fault)
        {
            throw fault;
        }
        finally
        {
            Delete(partial);
        }
    }

    private static SqliteConnection ConnectTo(string partial, string target)
    {
        try
        {
            DurableFile.Make(partial);
            return SqliteFile.Connect(partial, SqliteOpenMode.ReadWrite);
        }
        catch (Exception thrown) when (StoreException.From(thrown, target) is { } fault)
        {
            throw fault;
        }
    }

    private static void BackUp(SqliteConnection from, SqliteConnection to, string source, string target)
    {
        try
        {
            from.BackupDatabase(to);
        }
        catch (SqliteException thrown) when (StoreException.From(thrown, target) is { Fault: StoreFault.DiskFull or StoreFault.ReadOnly or StoreFault.Failed } fault)
        {
            throw fault;        // copying fails at the target; anything else is the source's
        }
    }

    /// <summary>Swaps the new file in while nobody else has the old one open, after an undo copy of it was made.</summary>
    private static async Task<string> ReplaceAsync(string incoming, string dataFile, string undo, CancellationToken cancel)
    {
        var swapped = false;
        try
        {
            await using var present = SqliteFile.Connect(dataFile, SqliteOpenMode.ReadWrite);
            // Leaving the write-ahead log needs the file for oneself: it fails while any other connection is open. After it there are no companions.
            SqliteFile.Run(present, "PRAGMA locking_mode=EXCLUSIVE");
            if (SqliteFile.Ask<string>(present, "PRAGMA journal_mode=DELETE") != "delete") throw StoreException.Of(StoreFault.Locked, dataFile);
            SqliteFile.Run(present, "BEGIN EXCLUSIVE");
            SqliteFile.Run(present, "COMMIT");          // exclusive locking keeps the lock until the connection closes
            DurableFile.Make(undo);
            await using (var copy = SqliteFile.Connect(undo, SqliteOpenMode.ReadWrite)) present.BackupDatabase(copy);
            DurableFile.Flush(undo);
            DurableFile.FlushNames(Path.GetDirectoryName(undo)!);
            cancel.ThrowIfCancellationRequested();
            File.Move(incoming, dataFile, overwrite: true);
            swapped = true;
        }
        catch (SqliteException thrown) when (StoreException.From(thrown, dataFile) is { Fault: StoreFault.Damaged or StoreFault.NotADatabase })
        {
            // The very file that a backup shall replace: its bytes are kept as they are, with what belongs to it.
            Delete(undo);
            DurableFile.Copy(dataFile, undo);
            cancel.ThrowIfCancellationRequested();
            Swap(incoming, dataFile, undo);
            swapped = true;
        }
        finally
        {
            if (!swapped) Delete(undo);
        }
        return undo;
    }

    /// <summary>Puts a file in the place of another one, whose companions are renamed to go with its copy.</summary>
    /// <remarks>
    /// They must be gone when the new file comes: SQLite would play an old write-ahead log into it. They are renamed, and nothing is deleted, so that
    /// whenever the power fails all bytes are there under one name or the other; where the swap itself fails they get their names back.
    /// </remarks>
    private static void Swap(string incoming, string dataFile, string undo)
    {
        string[] aside = [.. ((string[])["-wal", "-journal"]).Where(companion => File.Exists(dataFile + companion))];
        foreach (var companion in aside) File.Move(dataFile + companion, undo + companion);
        Delete(dataFile + "-shm");      // an index of the log, which is made anew from it
        DurableFile.FlushNames(Path.GetDirectoryName(dataFile)!);
        try
        {
            File.Move(incoming, dataFile, overwrite: true);
        }
        catch
        {
            foreach (var companion in aside) File.Move(undo + companion, dataFile + companion);
            throw;
        }
    }

    /// <summary>A fault of the backup itself, with what to do about that.</summary>
    private static StoreException OfSource(StoreException fault) => new(fault.Fault, fault.Path, fault.Fault switch
    {
        StoreFault.NotADatabase => $"{fault.Path} is not a backup of Certus; name a file that 'certus backup' made.",
        StoreFault.NewerVersion => $"{fault.Path} was made by a newer version of Certus; restore it with that version.",
        StoreFault.Damaged => $"{fault.Path} is damaged; nothing was changed, try an older backup.",
        _ => fault.Message,
    }, fault);

    private static string UndoName(string dataFile, DateTimeOffset now)
    {
        var stem = string.Create(CultureInfo.InvariantCulture, $"{dataFile}.before-restore-{now:yyyyMMdd'T'HHmmss'Z'}");
        return Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? stem : $"{stem}-{i}").First(name => !Path.Exists(name));
    }

    private static void Delete(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }
}

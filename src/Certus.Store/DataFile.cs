using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Certus.Store;

/// <summary>An open data file. One per process is enough; several processes may have the same one open.</summary>
/// <remarks>
/// SQLite with a write-ahead log and full sync: what was acknowledged survives the death of the process and of the machine. All writing of a
/// process goes through one queue, readers never wait for it.
/// </remarks>
public sealed class DataFile : IAsyncDisposable
{
    private const int MostIdleReaders = 16;

    private readonly ConcurrentBag<Session> _readers = [];
    private readonly Lazy<DbContextOptions<CertusDb>> _options;
    private bool _closed;

    private DataFile(string path)
    {
        Path = path;
        Writer = new CommitQueue(() => new Session(SqliteFile.Connect(path, SqliteOpenMode.ReadWrite)), Explain);
        _options = new(() => new DbContextOptionsBuilder<CertusDb>().UseSqlite(SqliteFile.ConnectionString(path, SqliteOpenMode.ReadWrite)).Options);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Transactions that this process has committed; appends that came together share one.</summary>
    public long Commits => Writer.Commits;

    internal CommitQueue Writer { get; }

    /// <summary>Opens the file, makes it first where there is none, and brings its tables up to date.</summary>
    /// <exception cref="StoreException">It is locked, can't be written, comes from a newer version, is damaged or is something else; or the disk is full.</exception>
    public static async Task<DataFile> OpenAsync(string path, CancellationToken cancel)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = System.IO.Path.GetFullPath(path);
        try
        {
            DurableFile.MakeDirectory(System.IO.Path.GetDirectoryName(path)!);
            await Schema.BringUpToDateAsync(path, cancel);
            return new(path);
        }
        catch (Exception thrown) when (StoreException.From(thrown, path) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>A context for queries nobody waits for; to write, use <see cref="EventLog"/> and <see cref="Sittings"/>.</summary>
    public CertusDb Context() => new(_options.Value);

    /// <summary>Runs a query on a connection of its own and returns the connection for the next one.</summary>
    internal async ValueTask<T> ReadAsync<T>(Func<Session, ValueTask<T>> query)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var broken = false;
        Session? session = null;
        try
        {
            if (!_readers.TryTake(out session)) session = new Session(SqliteFile.Connect(Path, SqliteOpenMode.ReadWrite));
            return await query(session);
        }
        catch (Exception thrown)
        {
            broken = true;
            if (StoreException.From(thrown, Path) is { } fault) throw fault;
            throw;
        }
        finally
        {
            if (session is not null)
            {
                if (broken || _closed || _readers.Count >= MostIdleReaders) await session.DisposeAsync();
                else _readers.Add(session);
            }
        }
    }

    /// <summary>Finishes what is being written and lets go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await Writer.DisposeAsync();
        while (_readers.TryTake(out var reader)) await reader.DisposeAsync();
    }

    private Exception Explain(Exception thrown) => StoreException.From(thrown, Path) ?? thrown;
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.State;

/// <summary>The sandbox's rows: one SQLite file for all services, written by one thread.</summary>
/// <remarks>
/// Writes that wait at the same time share one transaction and one sync to disk; each runs in a savepoint of its own, so that one that fails or
/// refuses leaves no trace and disturbs no other. A write is answered once it is on disk.
/// </remarks>
public sealed class LabDatabase : IAsyncDisposable
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "lab.db";

    private const int MostShared = 256;

    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly ConcurrentBag<SqliteConnection> _readers = [];
    private readonly string _readOnly;
    private readonly SqliteConnection _writer;
    private readonly Thread _thread;
    private readonly AsyncLocal<Companion?> _companion = new();

    private LabDatabase(string path)
    {
        _readOnly = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _writer.Open();
        Execute(_writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000;");
        _thread = new Thread(Run) { IsBackground = true, Name = "Lab writer" };
    }

    /// <summary>Opens the data of a directory, which is made where it is missing, with the tables of the services.</summary>
    /// <exception cref="LabStateException">The file is no sandbox's, or its tables are of another version.</exception>
    public static LabDatabase Open(string directory, IEnumerable<LabSchema> schemas)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            Directory.CreateDirectory(directory);
            var database = new LabDatabase(path);
            try
            {
                database.Prepare(path, schemas);
            }
            catch
            {
                database._writer.Dispose();
                throw;
            }
            database._thread.Start();
            return database;
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new LabStateException($"The sandbox's data can't be opened: {path}: {failure.Message}", failure);
        }
    }

    private void Prepare(string path, IEnumerable<LabSchema> schemas)
    {
        Execute(_writer, "CREATE TABLE IF NOT EXISTS lab_schema (service TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;");
        using var transaction = _writer.BeginTransaction();
        foreach (var schema in schemas)
        {
            var version = Scalar(_writer, "SELECT version FROM lab_schema WHERE service = $service", ("$service", schema.Service));
            if (version is long kept && kept != schema.Version)
                throw new LabStateException($"{path} holds {schema.Service} data of version {kept}, this program keeps version {schema.Version}: begin anew with 'certus lab reset' or another --data.");
            Execute(_writer, schema.Sql);
            Execute(_writer, "INSERT OR IGNORE INTO lab_schema VALUES ($service, $version)", ("$service", schema.Service), ("$version", schema.Version));
        }
        transaction.Commit();
    }

    /// <summary>Runs work that changes rows and returns its result once that is on disk.</summary>
    /// <remarks>What the work throws is thrown here, and the work leaves no trace.</remarks>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel)
    {
        var job = new Job<T>(_companion.Value is { IsOver: false } companion ? companion.With(work) : work, cancel);
        try
        {
            await _jobs.Writer.WriteAsync(job, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(LabDatabase));
        }
        return await job.Result;
    }

    /// <summary>Runs work that changes rows.</summary>
    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancel) => WriteAsync(connection => { work(connection); return true; }, cancel);

    /// <summary>Runs work each of whose writes comes to disk in one piece with another write.</summary>
    /// <param name="beside">The other write, which follows each of them.</param>
    /// <param name="work">The work; what it leaves running writes alone again when it is over.</param>
    public async Task<T> TogetherAsync<T>(Action<SqliteConnection> beside, Func<Task<T>> work)
    {
        var companion = _companion.Value = new(beside);
        try
        {
            return await work();
        }
        finally
        {
            companion.IsOver = true;
        }
    }

    /// <summary>Runs work that only reads; it sees what was answered before.</summary>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        if (!_readers.TryTake(out var connection))
        {
            connection = new SqliteConnection(_readOnly);
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY;");
        }
        try
        {
            return work(connection);
        }
        finally
        {
            _readers.Add(connection);
        }
    }

    private void Run()
    {
        List<Job> jobs = [];
        while (_jobs.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            jobs.Clear();
            while (jobs.Count < MostShared && _jobs.Reader.TryRead(out var job))
                if (!job.Abandoned()) jobs.Add(job);
            if (jobs.Count > 0) Commit(jobs);
        }
    }

    private void Commit(List<Job> jobs)
    {
        try
        {
            Execute(_writer, "BEGIN IMMEDIATE");
            foreach (var job in jobs)
            {
                Execute(_writer, "SAVEPOINT job");
                if (!job.Run(_writer)) Execute(_writer, "ROLLBACK TO job");
                Execute(_writer, "RELEASE job");
            }
            Execute(_writer, "COMMIT");
        }
        catch (SqliteException failure)
        {
            try
            {
                Execute(_writer, "ROLLBACK");
            }
            catch (SqliteException)
            {
                // There was nothing to roll back: SQLite had done so itself.
            }
            foreach (var job in jobs) job.Fail(failure);
            return;
        }
        foreach (var job in jobs) job.Answer();
    }

    /// <summary>Runs a statement, or several.</summary>
    /// <returns>Rows changed.</returns>
    public static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; null where there is none or it is null.</summary>
    public static object? Scalar(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>Every row, read by <paramref name="row"/>.</summary>
    public static List<T> Rows<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value switch { null => DBNull.Value, DateTimeOffset at => at.UtcTicks, _ => value });
        return command;
    }

    /// <summary>A column of instants, kept as UTC ticks.</summary>
    public static DateTimeOffset Instant(SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    /// <summary>Finishes what was handed in, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_jobs.Writer.TryComplete()) return;
        await Task.Run(_thread.Join);
        while (_readers.TryTake(out var reader)) await reader.DisposeAsync();
        await _writer.DisposeAsync();
    }

    private sealed class Companion(Action<SqliteConnection> beside)
    {
        public volatile bool IsOver;

        public Func<SqliteConnection, T> With<T>(Func<SqliteConnection, T> work) => connection =>
        {
            var result = work(connection);
            beside(connection);
            return result;
        };
    }

    private abstract class Job
    {
        public abstract bool Abandoned();
        public abstract bool Run(SqliteConnection connection);
        public abstract void Answer();
        public abstract void Fail(Exception failure);
    }

    private sealed class Job<T>(Func<SqliteConnection, T> work, CancellationToken cancel) : Job
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _refused;

        public Task<T> Result => _done.Task;

        public override bool Abandoned() => cancel.IsCancellationRequested && _done.TrySetCanceled(cancel);

        public override bool Run(SqliteConnection connection)
        {
            try
            {
                _result = work(connection);
                return true;
            }
            catch (Exception refused)
            {
                _refused = refused;
                return false;
            }
        }

        public override void Answer()
        {
            if (_refused is null) _done.TrySetResult(_result);
            else _done.TrySetException(_refused);
        }

        public override void Fail(Exception failure) => _done.TrySetException(failure);
    }
}

using System.Text;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;
using Certus.Lab.State;
using Microsoft.Data.Sqlite;

namespace Certus.Lab.S3;

/// <summary>Buckets and objects: rows in the sandbox's database, bytes in files.</summary>
/// <remarks>
/// What S3's operations do, and the face by which jobs and endpoints read and write objects. It asks nobody's leave: a caller's rights are
/// decided before.
/// </remarks>
public sealed class ObjectStore : IAsyncDisposable
{
    private const int PageSize = 1000;

    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _sweep;

    /// <summary>The store of a sandbox.</summary>
    /// <param name="database">Opened with <see cref="Tables"/>.</param>
    /// <param name="directory">The sandbox's data directory; bytes lie in its folder <c>objects</c>.</param>
    public ObjectStore(LabDatabase database, string directory, TimeProvider clock)
    {
        Database = database;
        Files = new(directory);
        _clock = clock;
        _sweep = Task.Run(() => Files.Sweep(name => database.Read(connection => ObjectRows.IsKnown(connection, name)), _closing.Token), _closing.Token);
    }

    /// <summary>Whether CreateBucket makes buckets as AWS made them before April 2023: ACLs on, no public access block.</summary>
    public bool MakesOpenBuckets { get; init; }

    /// <summary>The tables it needs.</summary>
    public static LabSchema Tables => S3Schema.Tables;

    internal LabDatabase Database { get; }

    internal ObjectFiles Files { get; }

    /// <summary>The instant as S3 keeps it: in whole seconds.</summary>
    internal DateTimeOffset Now
    {
        get
        {
            var now = _clock.GetUtcNow();
            return new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }

    /// <summary>Whether there is such a bucket.</summary>
    public bool BucketExists(string bucket) => Database.Read(connection => Bucket.Find(connection, bucket)) is not null;

    /// <summary>Makes a bucket; one that exists stays as it is.</summary>
    /// <exception cref="AwsException">The name is none a bucket may have.</exception>
    public Task CreateBucketAsync(string bucket, string region, CancellationToken cancel) => Database.WriteAsync(connection =>
    {
        if (Bucket.Find(connection, S3Names.Bucket(bucket)) is null) new Bucket(bucket, region, Now, null, ObjectLock: false).Insert(connection);
    }, cancel);

    /// <summary>An object, or a version of it; null where there is none or it was deleted.</summary>
    public ObjectInfo? Find(string bucket, string key, string? versionId = null) => Database.Read(connection => versionId is null
        ? ObjectRows.Latest(connection, bucket, key)
        : ObjectRows.Version(connection, bucket, key, versionId)) is { IsDeleteMarker: false } info ? info : null;

    /// <summary>An object's bytes; the caller disposes the stream.</summary>
    /// <param name="from">The first byte, from 0.</param>
    /// <param name="length">How many; null for all the rest.</param>
    /// <exception cref="FileNotFoundException">The version was removed since it was found.</exception>
    public Stream Open(ObjectInfo info, long from = 0, long? length = null)
    {
        var files = Database.Read(connection => ObjectRows.Files(connection, info));
        if (files.Count == 0 && info.Size > 0) throw new FileNotFoundException("The object's bytes are gone.", info.Key);
        return Files.Open(files, from, Math.Min(length ?? long.MaxValue, info.Size - from));
    }

    /// <summary>The objects whose keys begin with a prefix, in the order of their keys' bytes; read page by page, so what is put meanwhile may come.</summary>
    public IEnumerable<ObjectInfo> List(string bucket, string prefix = "")
    {
        var from = Encoding.UTF8.GetBytes(prefix);
        var before = S3Names.After(from);
        while (true)
        {
            var page = Database.Read(connection => ObjectRows.List(connection, bucket, from, before, PageSize));
            foreach (var info in page) yield return info;
            if (page.Count < PageSize) yield break;
            from = [.. Encoding.UTF8.GetBytes(page[^1].Key), 0];
        }
    }

    /// <summary>Puts an object; it is on disk when the task ends, and no half of it can ever be seen.</summary>
    /// <exception cref="AwsException">The bucket does not exist, or the key is too long.</exception>
    public Task<ObjectInfo> PutAsync(string bucket, string key, Stream bytes, string? contentType, CancellationToken cancel) =>
        PutAsync(new(bucket, key, "", 0, "", default, contentType ?? ObjectInfo.DefaultType), bytes, Checksum.Default, [], null, cancel);

    /// <summary>Puts an object with all that it carries.</summary>
    /// <param name="draft">What it carries; size, ETag, checksum, version and time are found here.</param>
    /// <param name="checksum">The algorithm of the checksum that it keeps.</param>
    /// <param name="further">Algorithms whose value <paramref name="check"/> wants as well.</param>
    /// <param name="check">Runs before the rows change, inside their transaction, with what the bytes came to; refuses by throwing.</param>
    internal async Task<ObjectInfo> PutAsync(
        ObjectInfo draft, Stream bytes, string checksum, IEnumerable<string> further, Action<SqliteConnection, StoredBytes>? check, CancellationToken cancel)
    {
        var staged = await StageAsync(draft, bytes, checksum, further, cancel);
        return await KeepAsync([staged.Stored.File], (connection, doomed) =>
        {
            check?.Invoke(connection, staged.Stored);
            return Put(connection, staged, doomed);
        }, cancel);
    }

    /// <summary>Writes an object's bytes to disk, where nobody sees them until <see cref="PutAsync(IReadOnlyList{StagedObject}, Action{SqliteConnection}, CancellationToken)"/>.</summary>
    /// <exception cref="AwsException">The bucket does not exist, or the key is too long.</exception>
    internal Task<StagedObject> StageAsync(string bucket, string key, Stream bytes, string? contentType, CancellationToken cancel) =>
        StageAsync(new(bucket, key, "", 0, "", default, contentType ?? ObjectInfo.DefaultType), bytes, Checksum.Default, [], cancel);

    /// <summary>Puts objects whose bytes are on disk: all of them and what else is written, or none.</summary>
    /// <exception cref="AwsException">A bucket does not exist any more.</exception>
    internal Task PutAsync(IReadOnlyList<StagedObject> staged, Action<SqliteConnection> together, CancellationToken cancel) => KeepAsync([.. staged.Select(one => one.Stored.File)], (connection, doomed) =>
    {
        foreach (var one in staged) Put(connection, one, doomed);
        together(connection);
        return true;
    }, cancel);

    /// <summary>Takes away bytes that won't be put.</summary>
    internal void Drop(IEnumerable<StagedObject> staged) => Files.Delete(staged.Select(one => one.Stored.File.Name));

    private async Task<StagedObject> StageAsync(ObjectInfo draft, Stream bytes, string checksum, IEnumerable<string> further, CancellationToken cancel)
    {
        S3Names.Key(draft.Key);
        if (!BucketExists(draft.Bucket)) throw S3Names.NoSuchBucket(draft.Bucket);
        return new(draft, await Files.WriteAsync(bytes, [checksum, .. further], cancel), checksum);
    }

    private ObjectInfo Put(SqliteConnection connection, StagedObject staged, List<string> doomed) => ObjectRows.Put(connection, staged.Draft with
    {
        Size = staged.Stored.File.Size,
        ETag = Convert.ToHexStringLower(staged.Stored.Md5),
        Checksum = new(staged.Checksum, staged.Stored.Checksums[staged.Checksum]),
        LastModified = Now,
    }, [staged.Stored.File], doomed);

    /// <summary>Changes rows, then deletes the files that no row names any more; where that fails, those that were new.</summary>
    /// <param name="work">Puts the names of files that lost a row into its list.</param>
    internal async Task<T> KeepAsync<T>(IReadOnlyList<ObjectFile> fresh, Func<SqliteConnection, List<string>, T> work, CancellationToken cancel)
    {
        List<string> doomed = [];
        T result;
        try
        {
            result = await Database.WriteAsync(connection =>
            {
                var done = work(connection, doomed);
                doomed.RemoveAll(name => ObjectRows.IsKnown(connection, name));
                return done;
            }, cancel);
        }
        catch
        {
            Files.Delete(fresh.Select(file => file.Name));
            throw;
        }
        Files.Delete(doomed);
        return result;
    }

    /// <summary>Deletes everything.</summary>
    internal async Task ClearAsync(CancellationToken cancel) => Files.Delete(await Database.WriteAsync(connection =>
    {
        var files = LabDatabase.Rows(connection, "SELECT name FROM s3_file UNION SELECT file FROM s3_part", row => row.GetString(0));
        LabDatabase.Execute(connection, "DELETE FROM s3_object; DELETE FROM s3_upload; DELETE FROM s3_bucket;");
        return files;
    }, cancel));

    /// <summary>Waits until what an earlier run left behind is swept.</summary>
    internal Task SweepAsync() => _sweep;

    /// <summary>Ends the sweep.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _sweep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }
}

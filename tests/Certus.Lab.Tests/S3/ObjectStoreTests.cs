using System.Text;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;
using CsCheck;

namespace Certus.Lab.Tests.S3;

/// <summary>Objects: what was put is read back, in order, and nothing else lies in the folder.</summary>
public sealed class ObjectStoreTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-s3-").FullName;
    private readonly LabDatabase _database;
    private readonly ObjectStore _store;

    public ObjectStoreTests()
    {
        _database = LabDatabase.Open(_directory, [ObjectStore.Tables]);
        _store = new(_database, _directory, TimeProvider.System);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<ObjectInfo> PutAsync(string key, string text) => _store.PutAsync("data", key, new MemoryStream(Encoding.UTF8.GetBytes(text)), "text/plain", Cancel);

    private string Text(ObjectInfo info, long from = 0, long? length = null)
    {
        using var reader = new StreamReader(_store.Open(info, from, length));
        return reader.ReadToEnd();
    }

    private string[] FilesKept() => Directory.GetFiles(Path.Combine(_directory, "objects"), "*", SearchOption.AllDirectories);

    [Fact]
    public async Task What_was_put_is_found_with_its_ETag_and_read_in_parts()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);

        var put = await PutAsync("a/b.txt", "one two three");

        Assert.Equal(put, _store.Find("data", "a/b.txt"));
        Assert.Equal("5e4fe0155703dde467f3ab234e6f966f", put.ETag);
        Assert.Equal((13, "text/plain", "null"), (put.Size, put.ContentType, put.VersionId));
        Assert.Equal("one two three", Text(put));
        Assert.Equal("two", Text(put, 4, 3));
        Assert.Equal("three", Text(put, 8));
    }

    [Fact]
    public async Task A_key_never_becomes_a_path()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        string[] keys = ["../../../escaped", "/etc/passwd", "..", ".", "a\0b", "a\u0001\u001f\u007f", "con", "a//b/", "%2e%2e%2f", new string('é', 512), " + ", "\uffff"];

        foreach (var key in keys) await PutAsync(key, key);

        Assert.All(keys, key => Assert.Equal(key, Text(_store.Find("data", key)!)));
        Assert.Equal(keys.Length, FilesKept().Length);
        Assert.All(FilesKept(), path => Assert.Matches("^[0-9a-f]{2}/[0-9a-f]{32}$", Path.GetRelativePath(Path.Combine(_directory, "objects"), path)));
        Assert.Equal(keys.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))), _store.List("data").Select(info => info.Key));
    }

    [Fact]
    public async Task A_key_of_1025_bytes_is_refused_and_leaves_nothing()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);

        var refusal = await Assert.ThrowsAsync<AwsException>(() => PutAsync(new string('é', 512) + "x", "text"));

        Assert.Equal("KeyTooLongError", refusal.Code);
        Assert.Empty(FilesKept());
    }

    [Fact]
    public async Task What_is_overwritten_leaves_no_file_behind_and_a_reader_finishes()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        using var old = new StreamReader(_store.Open(await PutAsync("key", "old")));

        await PutAsync("key", "new");

        Assert.Equal(2, FilesKept().Length);
        Assert.Equal("old", await old.ReadToEndAsync(Cancel));
        old.Dispose();
        Assert.Single(FilesKept());
        Assert.Equal("new", Text(_store.Find("data", "key")!));
    }

    [Fact]
    public async Task Bytes_that_break_off_leave_neither_object_nor_file()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);

        await Assert.ThrowsAsync<IOException>(() => _store.PutAsync("data", "key", new BrokenStream(), null, Cancel));

        Assert.Null(_store.Find("data", "key"));
        Assert.Empty(FilesKept());
    }

    [Fact]
    public async Task Objects_put_together_are_there_all_at_once_with_what_else_is_written_or_none_is()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        async Task<StagedObject[]> StageAsync() => [.. await Task.WhenAll(new[] { "a", "b" }.Select(key => _store.StageAsync("data", key, new MemoryStream(Encoding.UTF8.GetBytes(key)), null, Cancel)))];
        string Keys() => string.Join(' ', _store.List("data").Select(info => info.Key));

        var dropped = await StageAsync();
        _store.Drop(dropped);
        await Assert.ThrowsAsync<AwsException>(async () => await _store.PutAsync(await StageAsync(), static _ => throw new AwsException("Refused", "Refused."), Cancel));
        var before = (Keys(), FilesKept().Length);
        await _store.PutAsync(await StageAsync(), connection => LabDatabase.Execute(connection, "UPDATE s3_bucket SET region = 'eu-west-1'"), Cancel);

        Assert.Equal((("", 0), "a b", "b", "eu-west-1"), (before, Keys(), Text(_store.Find("data", "b")!), _database.Read(connection => (string)LabDatabase.Scalar(connection, "SELECT region FROM s3_bucket")!)));
    }

    [Fact]
    public async Task Files_without_a_row_are_swept_at_the_next_start_and_no_others()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        var kept = await PutAsync("key", "kept");
        var file = FilesKept().Single();
        var orphan = Path.Combine(Path.GetDirectoryName(file)!, new string('a', 30) + Path.GetFileName(file)[^2..]);
        await File.WriteAllTextAsync(orphan, "half", Cancel);

        await using var again = new ObjectStore(_database, _directory, TimeProvider.System);
        await again.SweepAsync();

        Assert.False(File.Exists(orphan));
        Assert.Equal("kept", Text(kept));
    }

    [Fact]
    public async Task A_foreign_file_neither_ends_the_sweep_nor_is_swept()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        await PutAsync("key", "kept");
        var folder = Path.GetDirectoryName(FilesKept().Single())!;
        var orphan = Path.Combine(folder, new string('a', 30) + Path.GetFileName(folder));
        string[] foreign = [Path.Combine(folder, ".DS_Store"), Path.Combine(folder, "notes-" + Path.GetFileName(folder)), Path.Combine(folder, new string('g', 32)), Path.Combine(folder, new string('A', 32))];
        foreach (var path in foreign.Append(orphan)) await File.WriteAllTextAsync(path, "foreign", Cancel);

        await using var again = new ObjectStore(_database, _directory, TimeProvider.System);
        await again.SweepAsync();

        Assert.All(foreign, path => Assert.True(File.Exists(path)));
        Assert.False(File.Exists(orphan));
    }

    [Fact]
    public void A_reader_finds_a_file_gone_or_reads_it_to_its_end_however_late_it_is_deleted()
    {
        ObjectFile[] files = [.. Enumerable.Range(0, 3000).Select(n => new ObjectFile($"{n:x30}ff", 4))];
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "objects", "ff")).FullName;
        foreach (var file in files) File.WriteAllText(Path.Combine(folder, file.Name), "text");
        using var both = new Barrier(2);
        var deleting = new Thread(() =>
        {
            foreach (var file in files)
            {
                both.SignalAndWait();
                _store.Files.Delete([file.Name]);
            }
        }) { IsBackground = true };
        deleting.Start();
        var broken = 0;

        foreach (var file in files)
        {
            both.SignalAndWait(Cancel);
            try
            {
                using var bytes = _store.Files.Open([file], 0, 4);
                try
                {
                    if (bytes.Read(new byte[8]) != 4) broken++;
                }
                catch (FileNotFoundException)
                {
                    broken++;
                }
            }
            catch (FileNotFoundException)
            {
                // It was gone before the reader came.
            }
        }
        deleting.Join();

        Assert.Equal(0, broken);
        Assert.Empty(FilesKept());
    }

    [Fact]
    public async Task Listing_is_the_sorted_set_of_keys_with_the_prefix()
    {
        await _store.CreateBucketAsync("data", "us-east-1", Cancel);
        var keys = new SortedSet<string>(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
        var key = Gen.Char["ab/é\0\u007f一"].Array[1, 6].Select(chars => new string(chars));

        await key.Array[1, 12].SampleAsync(async more =>
        {
            foreach (var one in more)
                if (keys.Add(one)) await PutAsync(one, "");
            foreach (var prefix in more.Select(one => one[..^1]))
                if (!keys.Where(one => one.StartsWith(prefix, StringComparison.Ordinal)).SequenceEqual(_store.List("data", prefix).Select(info => info.Key))) return false;
            return true;
        }, iter: 40, threads: 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _reads++ < 3 ? ValueTask.FromResult(buffer.Length) : throw new IOException("The client is gone.");
    }
}

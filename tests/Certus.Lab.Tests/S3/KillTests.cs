using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Certus.Lab.S3;
using Certus.Lab.State;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.S3;

/// <summary>A server killed while objects come in, through the SDK's own client.</summary>
public sealed class KillTests : IDisposable
{
    private const int PartSize = 5 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("certus-kill-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AmazonS3Client Client(Uri endpoint) => new(new BasicAWSCredentials("test", "test"),
        new AmazonS3Config { ServiceURL = endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, Timeout = TimeSpan.FromSeconds(60) });

    private static byte[] Bytes(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(150)]
    public async Task After_kill_9_every_acknowledged_object_is_whole_and_no_half_one_is_there(int count)
    {
        var acknowledged = new ConcurrentDictionary<string, (int Seed, int Size)>();
        var tried = new ConcurrentDictionary<string, (int Seed, int Size)>();
        await using (var server = await OtherServer.StartAsync(_directory))
        {
            using var client = Client(server.Endpoint);
            await client.PutBucketAsync("data", Cancel);
            using var stop = new CancellationTokenSource();
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
            {
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    var (key, seed) = ($"{writer}/{n}", writer * 1000 + n);
                    try
                    {
                        if (writer == 0)
                        {
                            tried[key] = (seed, PartSize + 1000);
                            await UploadAsync(client, key, Bytes(seed, PartSize + 1000));
                        }
                        else
                        {
                            tried[key] = (seed, 1 << (n % 20));
                            await client.PutObjectAsync(new() { BucketName = "data", Key = key, InputStream = new MemoryStream(Bytes(seed, 1 << (n % 20))) }, CancellationToken.None);
                        }
                        acknowledged[key] = tried[key];
                        if (acknowledged.Count >= count) enough.TrySetResult();
                    }
                    catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
                    {
                        return;
                    }
                }
            }, CancellationToken.None)).ToList();
            // A writer that ends before has been refused, or has failed: then there would never be enough.
            var first = await Task.WhenAny([enough.Task, .. writers]).WaitAsync(TimeSpan.FromMinutes(2), Cancel);
            await first;
            Assert.True(first == enough.Task, $"A writer ended when {acknowledged.Count} of {count} objects were acknowledged.");
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        await using var database = LabDatabase.Open(_directory, [ObjectStore.Tables]);
        HashSet<string> listed;
        await using (var store = new ObjectStore(database, _directory, TimeProvider.System))
        {
            listed = [.. store.List("data").Select(info => info.Key)];
            Assert.NotEmpty(acknowledged);
            Assert.Empty(acknowledged.Keys.Except(listed));
            foreach (var info in store.List("data"))
            {
                var (seed, size) = tried[info.Key];
                await using var bytes = store.Open(info);
                Assert.Equal(SHA256.HashData(Bytes(seed, size)), await SHA256.HashDataAsync(bytes, Cancel));
            }
            await store.SweepAsync();
        }
        var named = database.Read(connection => LabDatabase.Rows(connection, "SELECT name FROM s3_file WHERE name <> '' UNION SELECT file FROM s3_part WHERE file <> ''", row => row.GetString(0)));
        Assert.Equal(named.Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(_directory, "objects"), "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static async Task UploadAsync(AmazonS3Client client, string key, byte[] bytes)
    {
        var upload = (await client.InitiateMultipartUploadAsync("data", key, CancellationToken.None)).UploadId;
        List<PartETag> parts = [];
        foreach (var (number, part) in bytes.Chunk(PartSize).Index())
        {
            var answer = await client.UploadPartAsync(new() { BucketName = "data", Key = key, UploadId = upload, PartNumber = number + 1, InputStream = new MemoryStream(part) }, CancellationToken.None);
            parts.Add(new(number + 1, answer.ETag));
        }
        await client.CompleteMultipartUploadAsync(new() { BucketName = "data", Key = key, UploadId = upload, PartETags = parts }, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}

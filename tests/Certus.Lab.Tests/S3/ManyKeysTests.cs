using System.Diagnostics;
using System.Text;
using Certus.Lab.S3;
using Certus.Lab.State;

namespace Certus.Lab.Tests.S3;

/// <summary>A bucket of 100,000 keys: whole pages, deep pages and prefixes cost what they show, not what the bucket holds.</summary>
public sealed class ManyKeysTests
{
    private const int Count = 100_000;

    [Fact]
    public async Task A_hundred_thousand_keys_are_listed_in_order_and_a_page_never_reads_them_all()
    {
        await using var s3 = new S3World();
        await s3.MakeBucketAsync();
        string[] keys = [.. Enumerable.Range(0, Count).Select(n => $"{n % 100:00}/{n * 7919 % Count:000000}")];
        await s3.Store.Database.WriteAsync(connection =>
        {
            List<string> doomed = [];
            foreach (var key in keys) ObjectRows.Put(connection, new("data", key, "", 0, "d41d8cd98f00b204e9800998ecf8427e", s3.Clock.Now, "text/plain"), [], doomed);
        }, TestContext.Current.CancellationToken);

        var listed = s3.Store.List("data").Select(info => info.Key).ToList();

        Assert.Equal(keys.OrderBy(Encoding.UTF8.GetBytes, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))), listed);
        // 200 pages of ten entries against 100,000 keys once: less than that, or a page would walk over what it does not show. Another's burst of work may fall into one measurement, not into every one.
        var (few, whole) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var tried = 0; tried < 5 && few >= whole; tried++) (whole, few) = (await WholeAsync(), await FewAsync());
        Assert.True(few < whole, $"200 pages of 10 took {few}, the whole bucket {whole}");

        async Task<TimeSpan> WholeAsync()
        {
            var watch = Stopwatch.StartNew();
            var pages = 0;
            string? token = null;
            do
            {
                token = (string?)(await s3.AskAsync("ListObjectsV2", new() { ["Bucket"] = "data", ["ContinuationToken"] = token }))["NextContinuationToken"];
                pages++;
            }
            while (token is not null);
            Assert.Equal(100, pages);
            return watch.Elapsed;
        }

        async Task<TimeSpan> FewAsync()
        {
            var watch = Stopwatch.StartNew();
            for (var n = 0; n < 100; n++)
            {
                await s3.AskAsync("ListObjectsV2", new() { ["Bucket"] = "data", ["StartAfter"] = "99/09", ["MaxKeys"] = 10L });
                await s3.AskAsync("ListObjectsV2", new() { ["Bucket"] = "data", ["Delimiter"] = "/", ["MaxKeys"] = 10L });
            }
            return watch.Elapsed;
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols.Checksums;

namespace Certus.Lab.Tests.S3;

/// <summary>Objects through their operations: ranges, conditions, copies, keys, errors.</summary>
public sealed class ObjectsTests : IAsyncDisposable
{
    private readonly S3World _s3 = new();

    private async Task<string> TextAsync(string key, JsonObject? more = null) => Encoding.UTF8.GetString(await _s3.GetAsync(key, more));

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/10")]
    [InlineData("bytes=3-5", "345", "bytes 3-5/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=7-99", "789", "bytes 7-9/10")]
    [InlineData("bytes=-4", "6789", "bytes 6-9/10")]
    [InlineData("bytes=-99", "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=5-3", "0123456789", null)]
    [InlineData("bytes=a-b", "0123456789", null)]
    [InlineData("bytes=0-1,3-4", "0123456789", null)]
    [InlineData("lines=0-1", "0123456789", null)]
    [InlineData("bytes=-", "0123456789", null)]
    public async Task A_range_gives_its_bytes_and_a_senseless_one_all(string range, string expected, string? header)
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("key", "0123456789");

        var answer = await _s3.GetCallAsync("key", new() { ["Range"] = range });
        await answer.Payload!.DisposeAsync();

        Assert.Equal(expected, await TextAsync("key", new() { ["Range"] = range }));
        Assert.Equal((header, header is null ? null : 206), ((string?)answer.Output["ContentRange"], answer.Status));
    }

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=10-20")]
    [InlineData("bytes=-0")]
    public async Task A_range_beyond_the_end_is_416(string range)
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("key", "0123456789");

        var refusal = await _s3.RefusedAsync("GetObject", S3World.Input("key", new() { ["Range"] = range }));

        Assert.Equal(("InvalidRange", 416, "bytes */10"), (refusal.Code, refusal.Status, refusal.Headers["Content-Range"]));
    }

    [Fact]
    public async Task Conditions_of_reads_are_those_of_HTTP()
    {
        await _s3.MakeBucketAsync();
        var etag = (string)(await _s3.PutAsync("key", "text"))["ETag"]!;
        var (before, at, other) = (_s3.Clock.Now.AddHours(-1), _s3.Clock.Now, "\"0123\"");
        _s3.Clock.Now = at.AddHours(2);

        async Task<int> Status(JsonObject conditions)
        {
            try
            {
                return (await _s3.CallAsync("HeadObject", S3World.Input("key", conditions))).Status ?? 200;
            }
            catch (Certus.Lab.Server.AwsException refusal)
            {
                return refusal.Status;
            }
        }

        Assert.Equal(200, await Status(new() { ["IfMatch"] = etag }));
        Assert.Equal(412, await Status(new() { ["IfMatch"] = other }));
        Assert.Equal(304, await Status(new() { ["IfNoneMatch"] = etag }));
        Assert.Equal(200, await Status(new() { ["IfNoneMatch"] = other }));
        Assert.Equal(304, await Status(new() { ["IfModifiedSince"] = at }));
        Assert.Equal(200, await Status(new() { ["IfModifiedSince"] = before }));
        Assert.Equal(412, await Status(new() { ["IfUnmodifiedSince"] = before }));
        Assert.Equal(200, await Status(new() { ["IfUnmodifiedSince"] = at }));
        Assert.Equal(200, await Status(new() { ["IfMatch"] = etag, ["IfUnmodifiedSince"] = before }));
        Assert.Equal(304, await Status(new() { ["IfNoneMatch"] = etag, ["IfModifiedSince"] = before }));
    }

    [Fact]
    public async Task Of_many_puts_that_want_no_object_there_one_wins()
    {
        await _s3.MakeBucketAsync();

        var puts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            try
            {
                await _s3.PutAsync("key", $"{n}", new() { ["IfNoneMatch"] = "*" });
                return n;
            }
            catch (Certus.Lab.Server.AwsException refusal) when (refusal.Code == "PreconditionFailed")
            {
                return -1;
            }
        }));

        var winner = Assert.Single(puts, n => n >= 0);
        Assert.Equal($"{winner}", await TextAsync("key"));
        Assert.Equal(1, _s3.FilesKept);
    }

    [Fact]
    public async Task A_put_may_insist_on_what_it_replaces()
    {
        await _s3.MakeBucketAsync();
        var etag = (string)(await _s3.PutAsync("key", "one"))["ETag"]!;

        await _s3.PutAsync("key", "two", new() { ["IfMatch"] = etag });
        var stale = await _s3.RefusedAsync("PutObject", S3World.Input("key", new() { ["IfMatch"] = etag }), "three"u8.ToArray());
        var missing = await _s3.RefusedAsync("PutObject", S3World.Input("none", new() { ["IfMatch"] = etag }), "three"u8.ToArray());

        Assert.Equal(("PreconditionFailed", 412), (stale.Code, stale.Status));
        Assert.Equal(("NoSuchKey", 404), (missing.Code, missing.Status));
        Assert.Equal("two", await TextAsync("key"));
    }

    [Fact]
    public async Task Bytes_that_are_not_the_ones_announced_are_refused()
    {
        await _s3.MakeBucketAsync();

        var md5 = await _s3.RefusedAsync("PutObject", S3World.Input("key", new() { ["ContentMD5"] = Convert.ToBase64String(new byte[16]) }), "text"u8.ToArray());
        var sum = await _s3.RefusedAsync("PutObject", S3World.Input("key", new() { ["ChecksumCRC32"] = "AAAAAA==" }), "text"u8.ToArray());
        var odd = await _s3.RefusedAsync("PutObject", S3World.Input("key", new() { ["ContentMD5"] = "abc" }), "text"u8.ToArray());

        Assert.Equal(["BadDigest", "BadDigest", "InvalidDigest"], [md5.Code, sum.Code, odd.Code]);
        Assert.Equal(0, _s3.FilesKept);
        Assert.Null(_s3.Store.Find("data", "key"));
    }

    [Fact]
    public async Task A_copy_has_its_sources_bytes_and_outlives_it()
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("a/é 1", "text", new() { ["Metadata"] = new JsonObject { ["color"] = "red" }, ["ContentType"] = "text/plain", ["Tagging"] = "k=v" });

        await _s3.AskAsync("CopyObject", S3World.Input("copy", new() { ["CopySource"] = "data/a/%C3%A9%201" }));
        await _s3.AskAsync("CopyObject", S3World.Input("other", new()
        {
            ["CopySource"] = "/data/copy", ["MetadataDirective"] = "REPLACE", ["TaggingDirective"] = "REPLACE", ["Metadata"] = new JsonObject { ["size"] = "big" }, ["Tagging"] = "x=y",
        }));
        await _s3.AskAsync("DeleteObject", S3World.Input("a/é 1"));
        await _s3.AskAsync("DeleteObject", S3World.Input("copy"));

        Assert.Equal("text", await TextAsync("other"));
        Assert.Equal(1, _s3.FilesKept);
        var head = await _s3.AskAsync("HeadObject", S3World.Input("other"));
        Assert.Equal("""{"size":"big"}""", head["Metadata"]!.ToJsonString());
        Assert.Equal("""[{"Key":"x","Value":"y"}]""", (await _s3.AskAsync("GetObjectTagging", S3World.Input("other")))["TagSet"]!.ToJsonString());
        await _s3.AskAsync("DeleteObject", S3World.Input("other"));
        Assert.Equal(0, _s3.FilesKept);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("SHA256")]
    public async Task A_copy_of_what_others_overwrite_meanwhile_is_one_of_theirs(string? algorithm)
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("source", "first");

        async Task OverwriteAsync()
        {
            for (var n = 0; n < 300; n++) await _s3.PutAsync("source", $"{n}");
        }
        var overwriting = OverwriteAsync();
        do await _s3.AskAsync("CopyObject", S3World.Input("copy", new() { ["CopySource"] = "data/source", ["ChecksumAlgorithm"] = algorithm }));
        while (!overwriting.IsCompleted);
        await overwriting;

        Assert.Matches("^(first|[0-9]+)$", await TextAsync("copy"));
        Assert.Equal("NoSuchKey", (await _s3.RefusedAsync("CopyObject", S3World.Input("copy", new() { ["CopySource"] = "data/none" }))).Code);
    }

    [Fact]
    public async Task A_copy_onto_itself_must_change_something_and_keeps_the_bytes()
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("key", "text");

        var refusal = await _s3.RefusedAsync("CopyObject", S3World.Input("key", new() { ["CopySource"] = "data/key" }));
        await _s3.AskAsync("CopyObject", S3World.Input("key", new() { ["CopySource"] = "data/key", ["StorageClass"] = "STANDARD_IA" }));

        Assert.Equal("InvalidRequest", refusal.Code);
        Assert.Equal("text", await TextAsync("key"));
        Assert.Equal("STANDARD_IA", (string?)(await _s3.AskAsync("HeadObject", S3World.Input("key")))["StorageClass"]);
    }

    [Fact]
    public async Task An_archived_object_is_read_once_it_is_restored()
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("key", "text", new() { ["StorageClass"] = "GLACIER" });

        var refusal = await _s3.RefusedAsync("GetObject", S3World.Input("key"));
        var restored = await _s3.CallAsync("RestoreObject", S3World.Input("key", new() { ["RestoreRequest"] = new JsonObject { ["Days"] = 1L } }));

        Assert.Equal(("InvalidObjectState", 403, 202), (refusal.Code, refusal.Status, restored.Status));
        Assert.Equal("text", await TextAsync("key"));
        _s3.Clock.Now = _s3.Clock.Now.AddDays(3);
        Assert.Equal("InvalidObjectState", (await _s3.RefusedAsync("GetObject", S3World.Input("key"))).Code);
    }

    [Fact]
    public async Task What_a_customer_encrypted_is_read_with_the_same_key_only()
    {
        await _s3.MakeBucketAsync();
        static JsonObject Key(byte fill)
        {
            var key = Enumerable.Repeat(fill, 32).ToArray();
            return new() { ["SSECustomerAlgorithm"] = "AES256", ["SSECustomerKey"] = Convert.ToBase64String(key), ["SSECustomerKeyMD5"] = Checksum.Of("MD5", key) };
        }

        await _s3.PutAsync("key", "text", Key(1));

        Assert.Equal("text", await TextAsync("key", Key(1)));
        Assert.Equal("InvalidRequest", (await _s3.RefusedAsync("GetObject", S3World.Input("key"))).Code);
        Assert.Equal("AccessDenied", (await _s3.RefusedAsync("GetObject", S3World.Input("key", Key(2)))).Code);
    }

    [Fact]
    public async Task Metadata_may_come_to_2048_bytes()
    {
        await _s3.MakeBucketAsync();

        await _s3.PutAsync("key", "", new() { ["Metadata"] = new JsonObject { ["a"] = new string('x', 2047) } });
        var refusal = await _s3.RefusedAsync("PutObject", S3World.Input("key", new() { ["Metadata"] = new JsonObject { ["a"] = new string('x', 2048) } }), []);

        Assert.Equal("MetadataTooLarge", refusal.Code);
    }

    [Fact]
    public async Task Many_keys_are_deleted_at_once_and_each_has_its_verdict()
    {
        await _s3.MakeBucketAsync();
        foreach (var key in new[] { "a", "b" }) await _s3.PutAsync(key, "text");

        var answer = await _s3.AskAsync("DeleteObjects", new()
        {
            ["Bucket"] = "data",
            ["Delete"] = new JsonObject { ["Objects"] = new JsonArray(new JsonObject { ["Key"] = "a" }, new JsonObject { ["Key"] = "none" }, new JsonObject { ["Key"] = "b", ["VersionId"] = "bad" }) },
        });

        Assert.Equal(["a", "none"], (answer["Deleted"] as JsonArray)!.Select(one => (string)one!["Key"]!));
        Assert.Equal(["b"], (answer["Errors"] as JsonArray)!.Select(one => (string)one!["Key"]!));
        Assert.Equal(1, _s3.FilesKept);
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();
}

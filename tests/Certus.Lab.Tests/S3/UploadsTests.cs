using System.Text.Json.Nodes;
using Certus.Lab.Protocols.Checksums;

namespace Certus.Lab.Tests.S3;

/// <summary>Multipart uploads: order, sizes, ETag and checksum of the whole, what is left of them.</summary>
public sealed class UploadsTests : IAsyncDisposable
{
    private const int Least = 5 << 20;

    private readonly S3World _s3 = new();

    private static byte[] Bytes(byte fill, int size) => [.. Enumerable.Repeat(fill, size)];

    private async Task<string> BeginAsync(JsonObject? more = null)
    {
        await _s3.MakeBucketAsync();
        return (string)(await _s3.AskAsync("CreateMultipartUpload", S3World.Input("key", more)))["UploadId"]!;
    }

    private async Task<JsonObject> PartAsync(string upload, int number, byte[] bytes)
    {
        var answer = await _s3.AskAsync("UploadPart", S3World.Input("key", new() { ["UploadId"] = upload, ["PartNumber"] = (long)number }), bytes);
        return new() { ["PartNumber"] = (long)number, ["ETag"] = answer["ETag"]!.DeepClone() };
    }

    private static JsonObject Completion(string upload, params JsonObject[] parts) =>
        S3World.Input("key", new() { ["UploadId"] = upload, ["MultipartUpload"] = new JsonObject { ["Parts"] = new JsonArray([.. parts.Select(part => part.DeepClone())]) } });

    [Theory]
    [InlineData(null, null, "FULL_OBJECT", "CRC64NVME")]
    [InlineData("CRC32", "FULL_OBJECT", "FULL_OBJECT", "CRC32")]
    [InlineData("CRC32C", null, "COMPOSITE", "CRC32C")]
    [InlineData("SHA256", null, "COMPOSITE", "SHA256")]
    public async Task The_whole_has_the_ETag_and_checksum_that_its_parts_give(string? algorithm, string? asked, string type, string kept)
    {
        var upload = await BeginAsync(new() { ["ChecksumAlgorithm"] = algorithm, ["ChecksumType"] = asked });
        byte[][] parts = [Bytes(1, Least), Bytes(2, Least + 7), Bytes(3, 11)];
        var named = new[] { await PartAsync(upload, 2, parts[0]), await PartAsync(upload, 5, parts[1]), await PartAsync(upload, 9, parts[2]) };

        var done = await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, named));

        byte[] whole = [.. parts.SelectMany(part => part)];
        var md5 = Checksum.Of("MD5", [.. parts.SelectMany(part => Convert.FromBase64String(Checksum.Of("MD5", part)))]);
        Assert.Equal($"\"{Convert.ToHexStringLower(Convert.FromBase64String(md5))}-3\"", (string?)done["ETag"]);
        Assert.Equal(type, (string?)done["ChecksumType"]);
        var composite = Checksum.Of(kept, [.. parts.SelectMany(part => Convert.FromBase64String(Checksum.Of(kept, part)))]);
        Assert.Equal(type == "COMPOSITE" ? $"{composite}-3" : Checksum.Of(kept, whole), (string?)done[$"Checksum{kept}"]);
        Assert.Equal(whole, await _s3.GetAsync("key"));
        Assert.Equal(whole[(Least - 3)..(Least + 4)], await _s3.GetAsync("key", new() { ["Range"] = $"bytes={Least - 3}-{Least + 3}" }));
        Assert.Equal(parts[2], await _s3.GetAsync("key", new() { ["PartNumber"] = 3L }));
        Assert.Equal(3, _s3.FilesKept);
    }

    [Fact]
    public async Task A_completion_out_of_order_with_a_strange_part_or_one_too_small_is_refused()
    {
        var upload = await BeginAsync();
        var (small, large) = (await PartAsync(upload, 1, Bytes(1, 10)), await PartAsync(upload, 2, Bytes(2, Least)));
        JsonObject strange = new() { ["PartNumber"] = 2L, ["ETag"] = "\"0123\"" };

        Assert.Equal("InvalidPartOrder", (await _s3.RefusedAsync("CompleteMultipartUpload", Completion(upload, large, small))).Code);
        Assert.Equal("EntityTooSmall", (await _s3.RefusedAsync("CompleteMultipartUpload", Completion(upload, small, large))).Code);
        Assert.Equal("InvalidPart", (await _s3.RefusedAsync("CompleteMultipartUpload", Completion(upload, small, strange))).Code);
        Assert.Equal("MalformedXML", (await _s3.RefusedAsync("CompleteMultipartUpload", Completion(upload))).Code);
        Assert.Null(_s3.Store.Find("data", "key"));
        await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, small));
        Assert.Equal(Bytes(1, 10), await _s3.GetAsync("key"));
    }

    [Fact]
    public async Task A_part_sent_again_replaces_the_first_and_what_is_not_used_goes()
    {
        var upload = await BeginAsync();
        await PartAsync(upload, 1, Bytes(1, 10));
        var again = await PartAsync(upload, 1, Bytes(2, 20));
        await PartAsync(upload, 2, Bytes(3, 30));
        Assert.Equal(2, _s3.FilesKept);

        await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, again));

        Assert.Equal(Bytes(2, 20), await _s3.GetAsync("key"));
        Assert.Equal(1, _s3.FilesKept);
    }

    [Fact]
    public async Task Completing_twice_gives_the_same_answer_and_an_aborted_upload_is_gone_with_its_bytes()
    {
        var upload = await BeginAsync();
        var part = await PartAsync(upload, 1, Bytes(1, 10));

        var first = await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, part));
        var second = await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, part));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());

        var other = (string)(await _s3.AskAsync("CreateMultipartUpload", S3World.Input("key")))["UploadId"]!;
        await PartAsync(other, 1, Bytes(1, 10));
        await _s3.AskAsync("AbortMultipartUpload", S3World.Input("key", new() { ["UploadId"] = other }));
        Assert.Equal("NoSuchUpload", (await _s3.RefusedAsync("ListParts", S3World.Input("key", new() { ["UploadId"] = other }))).Code);
        Assert.Equal(1, _s3.FilesKept);
    }

    [Fact]
    public async Task A_part_may_be_copied_out_of_another_object()
    {
        var upload = await BeginAsync();
        await _s3.PutAsync("source", "0123456789");

        var copied = await _s3.AskAsync("UploadPartCopy", S3World.Input("key", new() { ["UploadId"] = upload, ["PartNumber"] = 1L, ["CopySource"] = "data/source", ["CopySourceRange"] = "bytes=2-5" }));
        var beyond = await _s3.RefusedAsync("UploadPartCopy", S3World.Input("key", new() { ["UploadId"] = upload, ["PartNumber"] = 1L, ["CopySource"] = "data/source", ["CopySourceRange"] = "bytes=2-10" }));
        await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, new JsonObject { ["PartNumber"] = 1L, ["ETag"] = copied["CopyPartResult"]!["ETag"]!.DeepClone() }));

        Assert.Equal("InvalidArgument", beyond.Code);
        Assert.Equal("2345"u8.ToArray(), await _s3.GetAsync("key"));
    }

    [Fact]
    public async Task A_part_is_copied_out_of_what_others_overwrite_meanwhile()
    {
        var upload = await BeginAsync();
        await _s3.PutAsync("source", "000");

        async Task OverwriteAsync()
        {
            for (var n = 0; n < 200; n++) await _s3.PutAsync("source", $"{n:000}");
        }
        var overwriting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OverwriteAsync()));
        async Task<JsonObject> CopyAsync(long part)
        {
            while (true)
            {
                var copied = await _s3.AskAsync("UploadPartCopy", S3World.Input("key", new() { ["UploadId"] = upload, ["PartNumber"] = part, ["CopySource"] = "data/source" }));
                if (overwriting.IsCompleted) return copied;
            }
        }
        var copied = (await Task.WhenAll(Enumerable.Range(1, 4).Select(part => CopyAsync(part))))[0];
        await overwriting;
        await _s3.AskAsync("CompleteMultipartUpload", Completion(upload, new JsonObject { ["PartNumber"] = 1L, ["ETag"] = copied["CopyPartResult"]!["ETag"]!.DeepClone() }));

        Assert.Equal(3, (await _s3.GetAsync("key")).Length);
    }

    [Fact]
    public async Task Uploads_are_listed_in_order_and_page_within_a_key()
    {
        await _s3.MakeBucketAsync();
        List<string> expected = [];
        foreach (var key in new[] { "a", "b/1", "b/2", "c" })
        {
            List<string> ids = [];
            for (var n = 0; n < 3; n++) ids.Add((string)(await _s3.AskAsync("CreateMultipartUpload", S3World.Input(key)))["UploadId"]!);
            expected.AddRange(ids.Order(StringComparer.Ordinal));
        }

        foreach (var most in new[] { 1, 2, 4, 100 })
        {
            List<string> found = [];
            JsonObject page = new() { ["NextKeyMarker"] = "", ["NextUploadIdMarker"] = "" };
            do
            {
                page = await _s3.AskAsync("ListMultipartUploads", new()
                {
                    ["Bucket"] = "data", ["MaxUploads"] = (long)most, ["KeyMarker"] = (string)page["NextKeyMarker"]!, ["UploadIdMarker"] = (string)page["NextUploadIdMarker"]!,
                });
                found.AddRange((page["Uploads"] as JsonArray ?? []).Select(one => (string)one!["UploadId"]!));
            }
            while ((bool)page["IsTruncated"]!);
            Assert.Equal(expected, found);
        }
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();
}

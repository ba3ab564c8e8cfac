using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Certus.Lab.Tests.S3;

/// <summary>Listings: pages joined are the sorted set, prefixes counted with keys.</summary>
public sealed class ListingTests : IAsyncDisposable
{
    private static readonly Comparer<string> ByBytes = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    private readonly S3World _s3 = new();

    private static List<string> Texts(JsonObject answer, string list, string member) => [.. (answer[list] as JsonArray ?? []).Select(one => (string)one![member]!)];

    /// <summary>All pages of a listing by the second form.</summary>
    private async Task<(List<string> Keys, List<string> Prefixes, List<int> Sizes)> AllAsync(string prefix, string delimiter, int most, string after = "")
    {
        List<string> keys = [], prefixes = [];
        List<int> sizes = [];
        string? token = null;
        do
        {
            var answer = await _s3.AskAsync("ListObjectsV2", new()
            {
                ["Bucket"] = "data", ["Prefix"] = prefix, ["Delimiter"] = delimiter, ["MaxKeys"] = (long)most, ["ContinuationToken"] = token, ["StartAfter"] = after,
            });
            var (more, rolled) = (Texts(answer, "Contents", "Key"), Texts(answer, "CommonPrefixes", "Prefix"));
            Assert.Equal(more.Count + rolled.Count, (long)answer["KeyCount"]!);
            keys.AddRange(more);
            prefixes.AddRange(rolled);
            sizes.Add(more.Count + rolled.Count);
            token = (string?)answer["NextContinuationToken"];
            Assert.Equal(token is not null, (bool)answer["IsTruncated"]!);
        }
        while (token is not null);
        return (keys, prefixes, sizes);
    }

    [Fact]
    public async Task Pages_joined_are_the_sorted_set_with_each_prefix_once()
    {
        await _s3.MakeBucketAsync();
        var keys = new SortedSet<string>(ByBytes);
        var key = Gen.Char["aab//é\u007f一"].Array[1, 7].Select(chars => new string(chars));

        await Gen.Select(key.Array[1, 8], key, Gen.Int[0, 3].Select(n => new[] { "", "/", "b", "a/" }[n]), Gen.Int[1, 7]).SampleAsync(async (more, start, delimiter, most) =>
        {
            foreach (var one in more)
                if (keys.Add(one)) await _s3.PutAsync(one);
            var prefix = more[0][..(most % more[0].Length)];
            var after = most % 2 == 0 ? start : "";
            var matching = keys.Where(one => one.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            string? Rolled(string one) => delimiter.Length > 0 && one.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at ? one[..(at + delimiter.Length)] : null;
            var expected = matching.Where(one => ByBytes.Compare(Rolled(one) ?? one, after) > 0).ToList();

            var (found, prefixes, sizes) = await AllAsync(prefix, delimiter, most, after);

            return found.SequenceEqual(expected.Where(one => Rolled(one) is null))
                && prefixes.SequenceEqual(expected.Select(Rolled).OfType<string>().Distinct())
                && sizes.SkipLast(1).All(size => size == most);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task The_first_form_goes_on_after_the_last_key_or_prefix()
    {
        await _s3.MakeBucketAsync();
        foreach (var key in new[] { "a/1", "a/2", "b", "c/1", "d" }) await _s3.PutAsync(key);

        var first = await _s3.AskAsync("ListObjects", new() { ["Bucket"] = "data", ["Delimiter"] = "/", ["MaxKeys"] = 1L });
        var second = await _s3.AskAsync("ListObjects", new() { ["Bucket"] = "data", ["Delimiter"] = "/", ["MaxKeys"] = 2L, ["Marker"] = "a/" });

        Assert.Equal(["a/", "a/"], [.. Texts(first, "CommonPrefixes", "Prefix"), (string?)first["NextMarker"]]);
        Assert.Equal(["b", "c/", "c/"], [.. Texts(second, "Contents", "Key"), .. Texts(second, "CommonPrefixes", "Prefix"), (string?)second["NextMarker"]]);
    }

    [Fact]
    public async Task Url_encoding_covers_all_that_XML_can_not_carry()
    {
        await _s3.MakeBucketAsync();
        await _s3.PutAsync("a b+%/é\0");

        var answer = await _s3.AskAsync("ListObjectsV2", new() { ["Bucket"] = "data", ["EncodingType"] = "url" });

        Assert.Equal(["a+b%2B%25/%C3%A9%00"], Texts(answer, "Contents", "Key"));
    }

    [Fact]
    public async Task Versions_come_newest_first_and_page_within_a_key()
    {
        await _s3.MakeBucketAsync();
        await _s3.AskAsync("PutBucketVersioning", new() { ["Bucket"] = "data", ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" } });
        List<string> expected = [];
        foreach (var key in new[] { "a", "b" })
            for (var n = 0; n < 5; n++) expected.Add((string)(await _s3.PutAsync(key, $"{n}"))["VersionId"]!);
        expected = [.. expected.Take(5).Reverse(), .. expected.Skip(5).Reverse()];

        foreach (var most in new[] { 1, 3, 5, 10 })
        {
            List<string> found = [];
            JsonObject answer = new() { ["NextKeyMarker"] = "", ["NextVersionIdMarker"] = "" };
            do
            {
                answer = await _s3.AskAsync("ListObjectVersions", new()
                {
                    ["Bucket"] = "data", ["MaxKeys"] = (long)most, ["KeyMarker"] = (string)answer["NextKeyMarker"]!, ["VersionIdMarker"] = (string)answer["NextVersionIdMarker"]!,
                });
                found.AddRange(Texts(answer, "Versions", "VersionId"));
            }
            while ((bool)answer["IsTruncated"]!);

            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public async Task Deleting_versions_page_by_page_leaves_none()
    {
        await _s3.MakeBucketAsync();
        await _s3.AskAsync("PutBucketVersioning", new() { ["Bucket"] = "data", ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" } });
        foreach (var key in new[] { "a", "b" })
            for (var n = 0; n < 5; n++) await _s3.PutAsync(key, $"{n}");

        JsonObject page = new() { ["NextKeyMarker"] = "", ["NextVersionIdMarker"] = "" };
        do
        {
            page = await _s3.AskAsync("ListObjectVersions", new()
            {
                ["Bucket"] = "data", ["MaxKeys"] = 3L, ["KeyMarker"] = (string)page["NextKeyMarker"]!, ["VersionIdMarker"] = (string)page["NextVersionIdMarker"]!,
            });
            JsonArray doomed = [.. (page["Versions"] as JsonArray ?? []).Select(one => new JsonObject { ["Key"] = (string)one!["Key"]!, ["VersionId"] = (string)one["VersionId"]! })];
            await _s3.AskAsync("DeleteObjects", new() { ["Bucket"] = "data", ["Delete"] = new JsonObject { ["Objects"] = doomed } });
        }
        while ((bool)page["IsTruncated"]!);

        Assert.Empty(Texts(await _s3.AskAsync("ListObjectVersions", new() { ["Bucket"] = "data" }), "Versions", "VersionId"));
        Assert.Equal(0, _s3.FilesKept);
    }

    public ValueTask DisposeAsync() => _s3.DisposeAsync();
}

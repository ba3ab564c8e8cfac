using System.Security.Cryptography;
using System.Text;
using Certus.Lab.Protocols;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;
using CsCheck;

namespace Certus.Lab.Tests.Protocols;

public sealed class VerifiedStreamTests
{
    private static async Task<(byte[] Body, IReadOnlyDictionary<string, string> Checksums)> ReadAsync(byte[] body, int step, params (string Name, string Value)[] headers)
    {
        var request = new WireRequest("PUT", "/b/k", [], headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase), default);
        await using var stream = new VerifiedStream(request, new MemoryStream(body), headers.Any(h => h.Name == "content-length") ? long.Parse(headers.First(h => h.Name == "content-length").Value, System.Globalization.CultureInfo.InvariantCulture) : null, null);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, step);
        return (read.ToArray(), stream.Checksums);
    }

    private static byte[] Chunked(byte[] body, int size, string trailers = "")
    {
        using var framed = new MemoryStream();
        for (var at = 0; at < body.Length; at += size)
        {
            var length = Math.Min(size, body.Length - at);
            framed.Write(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            framed.Write(body, at, length);
            framed.Write("\r\n"u8);
        }
        framed.Write(Encoding.ASCII.GetBytes($"0\r\n{trailers}\r\n"));
        return framed.ToArray();
    }

    private static readonly Gen<byte[]> Bodies = Gen.Byte.Array[0, 5000];

    [Fact]
    public Task Chunked_bodies_come_out_as_they_went_in_with_the_checksum_of_their_trailer() =>
        Gen.Select(Bodies, Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[0, 4].Select(i => Checksum.Algorithms[i])).SampleAsync(async (body, size, step, algorithm) =>
        {
            var checksum = Checksum.Of(algorithm, body);
            var name = "x-amz-checksum-" + algorithm.ToLowerInvariant();
            var framed = Chunked(body, size, $"{name}:{checksum}\r\n");

            var read = await ReadAsync(framed, step, ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", $"{body.Length}"), ("x-amz-trailer", name));

            return read.Body.SequenceEqual(body) && read.Checksums[algorithm] == checksum && read.Checksums.Count == 1;
        }, iter: 300);

    [Fact]
    public Task However_a_chunked_body_is_cut_off_its_end_is_never_reached() =>
        Gen.Select(Gen.Byte.Array[1, 2000], Gen.Int[1, 900], Gen.Double[0, 1]).SampleAsync(async (body, size, where) =>
        {
            var framed = Chunked(body, size);
            // The last empty line may be missing; everything before it may not.
            var cut = framed[..(int)(where * (framed.Length - 4))];

            var refused = await Assert.ThrowsAsync<AwsException>(() => ReadAsync(cut, 512, ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", $"{body.Length}")));
            return refused.Status == 400;
        }, iter: 300);

    [Fact]
    public Task Whatever_bytes_stand_for_chunks_the_reading_ends_in_a_body_or_a_refusal() =>
        Gen.Byte.Array[0, 300].SampleAsync(async bytes =>
        {
            try
            {
                await ReadAsync(bytes, 64, ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
                return true;
            }
            catch (AwsException refused)
            {
                return refused.Status == 400;
            }
        }, iter: 2000);

    [Fact]
    public async Task Another_length_digest_or_checksum_than_stated_is_refused_with_its_code()
    {
        var body = "hello"u8.ToArray();
        async Task<string> Code(params (string, string)[] headers) => (await Assert.ThrowsAsync<AwsException>(() => ReadAsync(body, 100, headers))).Code;

        Assert.Equal("IncompleteBody", await Code(("content-length", "6")));
        Assert.Equal("BadDigest", await Code(("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")));
        Assert.Equal("InvalidDigest", await Code(("content-md5", "nonsense")));
        Assert.Equal("XAmzContentSHA256Mismatch", await Code(("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData("other"u8)))));
        Assert.Equal("InvalidArgument", await Code(("x-amz-content-sha256", "nonsense")));
        Assert.Equal("BadDigest", await Code(("x-amz-checksum-crc32", Checksum.Of("CRC32", "other"u8))));
        Assert.Equal("InvalidRequest", await Code(("x-amz-checksum-sha256", "AAAA")));
    }

    [Theory]
    [InlineData("x-amz-checksum-crc32", "", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32c", "x-amz-checksum-crc32:NhCmhg==\r\n", "MalformedTrailerError")]
    [InlineData(null, "x-amz-checksum-crc32:NhCmhg==\r\n", "MalformedTrailerError")]
    [InlineData("x-amz-checksum-crc32, x-amz-meta-other", "x-amz-checksum-crc32:NhCmhg==\r\nx-amz-meta-other:a\r\n", null)]
    [InlineData("x-amz-checksum-crc32", "x-amz-checksum-crc32:AAAAAA==\r\n", "BadDigest")]
    [InlineData(null, "", null)]
    public async Task A_trailer_comes_where_it_was_announced_and_nowhere_else(string? announced, string trailers, string? code)
    {
        List<(string, string)> headers = [("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", "5")];
        if (announced is not null) headers.Add(("x-amz-trailer", announced));

        if (code is null) Assert.Equal("hello"u8.ToArray(), (await ReadAsync(Chunked("hello"u8.ToArray(), 5, trailers), 64, [.. headers])).Body);
        else Assert.Equal(code, (await Assert.ThrowsAsync<AwsException>(() => ReadAsync(Chunked("hello"u8.ToArray(), 5, trailers), 64, [.. headers]))).Code);
    }

    [Fact]
    public async Task Right_digests_and_checksums_are_told_once_the_end_was_read()
    {
        var body = "hello"u8.ToArray();

        var read = await ReadAsync(body, 2, ("content-length", "5"), ("content-md5", "XUFAKrxLKna5cZ2REBfFkg=="), ("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData(body))), ("x-amz-checksum-crc32c", "mnG7TA=="));

        Assert.Equal(body, read.Body);
        Assert.Equal("mnG7TA==", read.Checksums["CRC32C"]);
    }
}

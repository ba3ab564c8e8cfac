using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;

namespace Certus.Lab.S3;

/// <summary>What a client says its bytes come to, against what came.</summary>
/// <param name="Kept">The algorithm whose value the object keeps.</param>
/// <param name="Expected">Values the call's headers state, in base64 by algorithm.</param>
internal sealed record PutChecks(string Kept, IReadOnlyDictionary<string, string> Expected)
{
    /// <summary>What a call states.</summary>
    /// <param name="algorithm">What an upload was begun with; null lets the call say.</param>
    public static PutChecks Of(LabCall call, string? algorithm = null)
    {
        var expected = Checksum.Algorithms.Where(one => call.Text($"Checksum{one}") is not null).ToDictionary(one => one, one => call.Text($"Checksum{one}")!);
        if (expected.Count > 1) throw S3Calls.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        foreach (var (one, value) in expected)
            if (!IsBase64(value)) throw S3Calls.InvalidRequest($"Value for x-amz-checksum-{one.ToLowerInvariant()} header is invalid.");
        if (call.Text("ContentMD5") is { } md5 && (!IsBase64(md5) || Convert.FromBase64String(md5).Length != 16))
            throw new AwsException("InvalidDigest", "The Content-MD5 you specified was invalid.") { Members = { ["Content-MD5"] = md5 } };
        var trailer = call.Headers.GetValueOrDefault("x-amz-trailer") is { } header && header.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase)
            ? header["x-amz-checksum-".Length..].ToUpperInvariant()
            : null;
        var kept = algorithm ?? expected.Keys.FirstOrDefault() ?? call.Text("ChecksumAlgorithm") ?? trailer ?? Checksum.Default;
        return Checksum.Algorithms.Contains(kept)
            ? new(kept, expected)
            : throw S3Calls.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }

    /// <summary>Refuses bytes that are not those the client spoke of.</summary>
    public void Verify(LabCall call, StoredBytes stored)
    {
        if (call.Text("ContentMD5") is { } md5 && Convert.ToBase64String(stored.Md5) != md5)
            throw new AwsException("BadDigest", "The Content-MD5 you specified did not match what we received.")
            {
                Members = { ["ExpectedDigest"] = md5, ["CalculatedDigest"] = Convert.ToBase64String(stored.Md5) },
            };
        foreach (var (algorithm, value) in Expected)
            if (stored.Checksums[algorithm] != value) throw new AwsException("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");
    }

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}

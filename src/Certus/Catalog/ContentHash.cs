using System.Security.Cryptography;

namespace Certus.Catalog;

/// <summary>The hash that names content: a question's or a note's body, a picture's bytes.</summary>
public static class ContentHash
{
    /// <summary>The first 128 bits of the SHA-256, in lower-case hex.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
}

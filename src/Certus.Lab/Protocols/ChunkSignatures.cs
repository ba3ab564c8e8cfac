using System.Security.Cryptography;
using System.Text;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Verifies the chain of signatures of a body signed chunk by chunk; each is made of the one before.</summary>
/// <param name="signsTrailers">Whether what follows the last chunk is signed too.</param>
internal sealed class ChunkSignatures(byte[] signingKey, string date, string scope, string seed, bool signsTrailers)
{
    private const string OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _last = seed;
    private string _stated = "";

    public void BeginChunk(string extension) => _stated = extension.StartsWith("chunk-signature=", StringComparison.Ordinal) ? extension["chunk-signature=".Length..].Trim() : "";

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public void EndChunk() => Check($"AWS4-HMAC-SHA256-PAYLOAD\n{date}\n{scope}\n{_last}\n{OfNothing}\n{Hex(_hash.GetHashAndReset())}");

    public void EndTrailers(Dictionary<string, string> trailers)
    {
        if (!trailers.Remove("x-amz-trailer-signature", out var stated) && !signsTrailers) return;
        var text = string.Concat(trailers.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}:{t.Value}\n"));
        _stated = stated ?? "";
        Check($"AWS4-HMAC-SHA256-TRAILER\n{date}\n{scope}\n{_last}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
    }

    private void Check(string text)
    {
        var expected = Hex(HMACSHA256.HashData(signingKey, Encoding.UTF8.GetBytes(text)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(_stated)))
            throw new AwsException("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403);
        _last = expected;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

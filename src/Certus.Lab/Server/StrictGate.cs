using System.Security.Cryptography;
using Certus.Lab.Protocols;

namespace Certus.Lab.Server;

/// <summary>Holds a request to its signature: before its body is read where the head states the body's digest, else after it.</summary>
internal sealed class StrictGate(WireRequest request, Signature signature, string secret, DateTimeOffset now)
{
    private bool NeedsBody => signature.Service != "s3" && request.Header("x-amz-content-sha256") is null;

    public void CheckHead()
    {
        if (!NeedsBody) SignatureCheck.Verify(request, signature, secret, null, now);
    }

    public void CheckBody(ReadOnlyMemory<byte> body)
    {
        if (NeedsBody) SignatureCheck.Verify(request, signature, secret, Convert.ToHexStringLower(SHA256.HashData(body.Span)), now);
    }

    /// <summary>What verifies the chunks of a body that is signed chunk by chunk; null where it is not.</summary>
    public ChunkSignatures? Chunks() => request.Header("x-amz-content-sha256")?.StartsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", StringComparison.Ordinal) == true
        ? new(SignatureCheck.Key(signature, secret), SignatureCheck.Stamp(signature.At!.Value), signature.Scope, signature.Value, request.Header("x-amz-content-sha256")!.EndsWith("-TRAILER", StringComparison.Ordinal))
        : null;
}

using System.Security.Cryptography;
using Certus.Lab.Protocols.Checksums;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>A request's body that checks itself as it is read: its length, its digests, the checksums of its headers and trailers.</summary>
/// <remarks>What does not hold is thrown by the read that finds the end; whoever stores what was read must wait for that.</remarks>
public sealed class VerifiedStream : ReadOnlyStream
{
    private const string Prefix = "x-amz-checksum-";

    private readonly Stream _inner;
    private readonly AwsChunkedStream? _chunked;
    private readonly long? _length;
    private readonly Dictionary<string, Checksum> _running = [];
    private readonly Dictionary<string, string> _stated = [];
    private readonly Dictionary<string, string> _checksums = [];
    private readonly IncrementalHash? _md5;
    private readonly byte[]? _statedMd5;
    private readonly IncrementalHash? _sha256;
    private readonly string? _statedSha256;
    private readonly HashSet<string> _announced;
    private long _read;
    private bool _ended;

    internal VerifiedStream(WireRequest request, Stream body, long? contentLength, ChunkSignatures? signatures)
    {
        var contentSha = request.Header("x-amz-content-sha256") ?? "";
        _inner = body;
        _length = contentLength;
        if (contentSha.StartsWith("STREAMING-", StringComparison.Ordinal) || IsChunked(request))
        {
            _inner = _chunked = new(body, signatures);
            _length = null;
            if (request.Header("x-amz-decoded-content-length") is { } decoded)
                _length = long.TryParse(decoded, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var stated) ? stated
                    : throw new AwsException("InvalidArgument", "x-amz-decoded-content-length is no number.");
        }
        else if (contentSha.Length > 0 && contentSha != "UNSIGNED-PAYLOAD")
        {
            if (contentSha.Length != 64 || !contentSha.All(char.IsAsciiHexDigit))
                throw new AwsException("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.");
            (_sha256, _statedSha256) = (IncrementalHash.CreateHash(HashAlgorithmName.SHA256), contentSha);
        }
        if (request.Header("content-md5") is { Length: > 0 } md5)
        {
            _statedMd5 = new byte[16];
            if (!Convert.TryFromBase64String(md5, _statedMd5, out var bytes) || bytes != 16) throw new AwsException("InvalidDigest", "The Content-MD5 you specified was invalid.");
            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        }
        _announced = new((request.Header("x-amz-trailer") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
        foreach (var algorithm in Checksum.Algorithms)
        {
            var name = Prefix + algorithm.ToLowerInvariant();
            if (request.Header(name) is { Length: > 0 } value)
            {
                if (!Convert.TryFromBase64String(value, new byte[64], out var length) || length != SizeOf(algorithm)) throw new AwsException("InvalidRequest", $"Value for {name} header is invalid.");
                _stated[algorithm] = value;
                _running[algorithm] = Checksum.Create(algorithm);
            }
            else if (_chunked is not null && _announced.Contains(name))
            {
                _running[algorithm] = Checksum.Create(algorithm);
            }
        }
    }

    /// <summary>How many bytes there will be, where the request states it.</summary>
    public long? StatedLength => _length;

    /// <summary>The checksums that the client stated and that held, by algorithm (CRC32 …), in base64; known once the end was read.</summary>
    public IReadOnlyDictionary<string, string> Checksums => _checksums;

    private static bool IsChunked(WireRequest request) =>
        request.Header("content-encoding")?.Contains("aws-chunked", StringComparison.OrdinalIgnoreCase) == true && request.Header("x-amz-decoded-content-length") is not null;

    private static int SizeOf(string algorithm) => algorithm switch { "CRC64NVME" => 8, "SHA1" => 20, "SHA256" => 32, _ => 4 };

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty) return 0;
        var read = await _inner.ReadAsync(buffer, cancellationToken);
        if (read == 0)
        {
            End();
            _ended = true;
            return 0;
        }
        _read += read;
        if (_read > _length) throw AwsChunkedStream.Incomplete();
        var bytes = buffer.Span[..read];
        _md5?.AppendData(bytes);
        _sha256?.AppendData(bytes);
        foreach (var checksum in _running.Values) checksum.Append(bytes);
        return read;
    }

    private void End()
    {
        if (_length is { } length && _read != length) throw AwsChunkedStream.Incomplete();
        if (_md5 is not null && !_md5.GetHashAndReset().AsSpan().SequenceEqual(_statedMd5)) throw new AwsException("BadDigest", "The Content-MD5 you specified did not match what we received.");
        if (_sha256 is not null && Convert.ToHexStringLower(_sha256.GetHashAndReset()) is var digest && !digest.Equals(_statedSha256, StringComparison.OrdinalIgnoreCase))
            throw new AwsException("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
            {
                Members = { ["ClientComputedContentSHA256"] = _statedSha256, ["S3ComputedContentSHA256"] = digest },
            };
        // What was to come and did not, or came without being announced, has not been held against the body.
        if (_chunked is not null && (_announced.Any(name => !_chunked.Trailers.ContainsKey(name)) || _chunked.Trailers.Keys.Any(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !_announced.Contains(name))))
            throw AwsChunkedStream.MalformedTrailer();
        foreach (var (algorithm, checksum) in _running)
        {
            if (!_stated.TryGetValue(algorithm, out var stated) && _chunked?.Trailers.TryGetValue(Prefix + algorithm.ToLowerInvariant(), out stated) != true) continue;
            if (checksum.Finish() is var computed && computed != stated)
                throw new AwsException("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");
            _checksums[algorithm] = computed;
        }
    }
}

using System.Security.Cryptography;

namespace Certus.Lab.Protocols.Checksums;

/// <summary>One of the checksums that S3 keeps beside an object, computed as its bytes come.</summary>
internal abstract class Checksum : IDisposable
{
    /// <summary>The algorithms' names as AWS's models have them.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5"];

    /// <summary>What S3 computes where nobody asks for another.</summary>
    public const string Default = "CRC64NVME";

    /// <summary>Begins one.</summary>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    public static Checksum Create(string algorithm) => algorithm switch
    {
        "CRC32" => new Crc(CrcTable.Crc32, 4),
        "CRC32C" => new Crc32C(),
        "CRC64NVME" => new Crc(CrcTable.Crc64Nvme, 8),
        "SHA1" => new Sha(HashAlgorithmName.SHA1),
        "SHA256" => new Sha(HashAlgorithmName.SHA256),
        "SHA512" => new Sha(HashAlgorithmName.SHA512),
        "MD5" => new Sha(HashAlgorithmName.MD5),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No such checksum."),
    };

    /// <summary>The checksum of bytes in base64.</summary>
    public static string Of(string algorithm, ReadOnlySpan<byte> bytes)
    {
        using var checksum = Create(algorithm);
        checksum.Append(bytes);
        return checksum.Finish();
    }

    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The value in base64; nothing can be appended afterwards.</summary>
    public abstract string Finish();

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private sealed class Sha(HashAlgorithmName name) : Checksum
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public override string Finish() => Convert.ToBase64String(_hash.GetHashAndReset());

        public override void Dispose()
        {
            _hash.Dispose();
            base.Dispose();
        }
    }
}

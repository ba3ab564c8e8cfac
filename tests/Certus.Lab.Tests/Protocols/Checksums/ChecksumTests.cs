using Certus.Lab.Protocols.Checksums;
using CsCheck;

namespace Certus.Lab.Tests.Protocols.Checksums;

/// <summary>Checksums against the catalog's check values, and in pieces.</summary>
public sealed class ChecksumTests
{
    /// <summary>The check values of the RevEng catalog (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME) and FIPS 180's functions.</summary>
    [Theory]
    [InlineData("CRC32", "CBF43926")]
    [InlineData("CRC32C", "E3069283")]
    [InlineData("CRC64NVME", "AE8B14860A799888")]
    [InlineData("SHA1", "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData("SHA256", "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void The_digits_one_to_nine_have_the_published_value(string algorithm, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(Convert.FromBase64String(Checksum.Of(algorithm, "123456789"u8))));

    [Fact]
    public void Pieces_give_what_the_whole_gives() =>
        Gen.Select(Gen.Int[0, Checksum.Algorithms.Count - 1].Select(n => Checksum.Algorithms[n]), Gen.Byte.Array[0, 200], Gen.Int[0, 200]).Sample((algorithm, bytes, at) =>
        {
            at = Math.Min(at, bytes.Length);
            using var checksum = Checksum.Create(algorithm);
            checksum.Append(bytes.AsSpan(0, at));
            checksum.Append(bytes.AsSpan(at));
            return checksum.Finish() == Checksum.Of(algorithm, bytes);
        });

    [Fact]
    public void The_checksum_of_a_row_of_pieces_comes_from_theirs() =>
        Gen.Select(Gen.OneOf(Gen.Const("CRC32"), Gen.Const("CRC32C"), Gen.Const("CRC64NVME")), Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 5000]).Sample((algorithm, first, second) =>
            CrcCombination.Combine(algorithm, Checksum.Of(algorithm, first), Checksum.Of(algorithm, second), second.Length) == Checksum.Of(algorithm, [.. first, .. second]));
}

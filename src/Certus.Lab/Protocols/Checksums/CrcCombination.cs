using System.Buffers.Binary;

namespace Certus.Lab.Protocols.Checksums;

/// <summary>The CRC of bytes in a row from those of its pieces, without the bytes.</summary>
/// <remarks>Following A by n bytes multiplies its remainder by x^8n modulo the polynomial; bits are reflected, so the highest is x^0.</remarks>
internal static class CrcCombination
{
    /// <summary>Whether an algorithm's values can be combined.</summary>
    public static bool Combines(string algorithm) => algorithm is "CRC32" or "CRC32C" or "CRC64NVME";

    /// <summary>The checksum of A followed by B.</summary>
    /// <param name="first">That of A, in base64.</param>
    /// <param name="second">That of B, in base64.</param>
    /// <param name="length">How many bytes B has.</param>
    public static string Combine(string algorithm, string first, string second, long length)
    {
        var (polynomial, width) = algorithm switch
        {
            "CRC32" => (0xEDB88320UL, 4),
            "CRC32C" => (0x82F63B78UL, 4),
            "CRC64NVME" => (0x9A6C9329AC4BC9B5UL, 8),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Its values can't be combined."),
        };
        var one = 1UL << (width * 8 - 1);
        var value = Multiply(Power(length, one, polynomial), Number(first), one, polynomial) ^ Number(second);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Convert.ToBase64String(bytes[(8 - width)..]);
    }

    private static ulong Number(string base64)
    {
        var value = 0UL;
        foreach (var one in Convert.FromBase64String(base64)) value = value << 8 | one;
        return value;
    }

    /// <summary>x^8n.</summary>
    private static ulong Power(long n, ulong one, ulong polynomial)
    {
        var (power, square) = (one, one >> 8);
        for (; n > 0; n >>= 1)
        {
            if ((n & 1) == 1) power = Multiply(power, square, one, polynomial);
            square = Multiply(square, square, one, polynomial);
        }
        return power;
    }

    private static ulong Multiply(ulong a, ulong b, ulong one, ulong polynomial)
    {
        var product = 0UL;
        for (var bit = one; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0) product ^= b;
            b = (b & 1) == 0 ? b >> 1 : (b >> 1) ^ polynomial;
        }
        return product;
    }
}

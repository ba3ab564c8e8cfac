using System.Buffers.Binary;

namespace Certus.Lab.Protocols.Checksums;

/// <summary>The tables of one reflected polynomial.</summary>
internal sealed class CrcTable
{
    /// <summary>The CRC-32 of Ethernet and zip.</summary>
    public static CrcTable Crc32 { get; } = new(0xEDB88320);

    /// <summary>The CRC-64 of the NVM Express specification.</summary>
    public static CrcTable Crc64Nvme { get; } = new(0x9A6C9329AC4BC9B5);

    private readonly ulong[][] _tables = [.. Enumerable.Range(0, 8).Select(_ => new ulong[256])];

    private CrcTable(ulong polynomial)
    {
        for (var n = 0; n < 256; n++)
        {
            var value = (ulong)n;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
            _tables[0][n] = value;
        }
        for (var k = 1; k < 8; k++)
            for (var n = 0; n < 256; n++)
                _tables[k][n] = (_tables[k - 1][n] >> 8) ^ _tables[0][_tables[k - 1][n] & 0xFF];
    }

    /// <summary>The state after more bytes.</summary>
    public ulong Append(ulong state, ReadOnlySpan<byte> bytes)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (_tables[0], _tables[1], _tables[2], _tables[3], _tables[4], _tables[5], _tables[6], _tables[7]);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var x = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ state;
            state = t7[(byte)x] ^ t6[(byte)(x >> 8)] ^ t5[(byte)(x >> 16)] ^ t4[(byte)(x >> 24)]
                ^ t3[(byte)(x >> 32)] ^ t2[(byte)(x >> 40)] ^ t1[(byte)(x >> 48)] ^ t0[(byte)(x >> 56)];
        }
        foreach (var one in bytes) state = (state >> 8) ^ t0[(byte)(state ^ one)];
        return state;
    }
}

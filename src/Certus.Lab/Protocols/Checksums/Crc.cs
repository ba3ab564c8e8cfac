using System.Buffers.Binary;

namespace Certus.Lab.Protocols.Checksums;

/// <summary>A reflected CRC of up to 64 bits by tables, eight bytes a step.</summary>
internal sealed class Crc(CrcTable table, int width) : Checksum
{
    private ulong _state = width == 8 ? ulong.MaxValue : uint.MaxValue;

    public override void Append(ReadOnlySpan<byte> bytes) => _state = table.Append(_state, bytes);

    public override string Finish()
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(value, ~_state);
        return Convert.ToBase64String(value[(8 - width)..]);
    }
}

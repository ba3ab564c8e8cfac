using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Certus.Lab.Protocols.Checksums;

/// <summary>CRC-32C, for which processors have an instruction.</summary>
internal sealed class Crc32C : Checksum
{
    private uint _state = uint.MaxValue;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var one in bytes[(words.Length * 8)..]) state = BitOperations.Crc32C(state, one);
        _state = state;
    }

    public override string Finish()
    {
        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(value, ~_state);
        return Convert.ToBase64String(value);
    }
}

using System.Buffers.Binary;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>A tensor of numbers: dense where it has no keys.</summary>
internal sealed record RecordTensor(float[] Values, ulong[] Keys, ulong[] Shape);

/// <summary>SageMaker's Record message: tensors by name, of features and of labels.</summary>
/// <remarks>
/// message Record { map&lt;string, Value&gt; features = 1; label = 2; … } with Value { Float32Tensor = 2, Float64Tensor = 3, Int32Tensor = 7, Bytes = 9 } and
/// tensors { values = 1; keys = 2; shape = 3 }, as "Common data formats for training" of the SageMaker guide gives them.
/// </remarks>
internal sealed record RecordProtobuf(IReadOnlyDictionary<string, RecordTensor> Features, IReadOnlyDictionary<string, RecordTensor> Labels)
{
    private const int MostValues = 1 << 24;

    /// <exception cref="ClientErrorException">The bytes are not such a message.</exception>
    public static RecordProtobuf Parse(ReadOnlySpan<byte> message)
    {
        Dictionary<string, RecordTensor> features = [], labels = [];
        while (!message.IsEmpty)
        {
            var (field, type) = Tag(ref message);
            if (type == 2 && field is 1 or 2) Entry(Bytes(ref message), field == 1 ? features : labels);
            else Skip(ref message, type);
        }
        return new(features, labels);
    }

    private static void Entry(ReadOnlySpan<byte> message, Dictionary<string, RecordTensor> into)
    {
        var name = "";
        RecordTensor? tensor = null;
        while (!message.IsEmpty)
        {
            var (field, type) = Tag(ref message);
            if (type == 2 && field == 1) name = System.Text.Encoding.UTF8.GetString(Bytes(ref message));
            else if (type == 2 && field == 2)
            {
                var value = Bytes(ref message);
                while (!value.IsEmpty)
                {
                    var (kind, wire) = Tag(ref value);
                    if (wire == 2 && kind is 2 or 3 or 7) tensor = Tensor(Bytes(ref value), kind);
                    else Skip(ref value, wire);
                }
            }
            else Skip(ref message, type);
        }
        if (tensor is not null) into[name] = tensor;
    }

    private static RecordTensor Tensor(ReadOnlySpan<byte> message, int kind)
    {
        List<float> values = [];
        List<ulong> keys = [], shape = [];
        while (!message.IsEmpty)
        {
            var (field, type) = Tag(ref message);
            // Packed, as the definition says, or one by one, as protobuf lets a writer do.
            var packed = type == 2;
            var part = packed ? Bytes(ref message) : message;
            var before = part.Length;
            switch (field)
            {
                case 1:
                    do
                    {
                        if (packed && part.IsEmpty) break;
                        values.Add(kind switch
                        {
                            2 => BinaryPrimitives.ReadSingleLittleEndian(Take(ref part, 4)),
                            3 => (float)BinaryPrimitives.ReadDoubleLittleEndian(Take(ref part, 8)),
                            _ => (int)Varint(ref part),
                        });
                    }
                    while (packed);
                    break;
                case 2 or 3:
                    do
                    {
                        if (packed && part.IsEmpty) break;
                        (field == 2 ? keys : shape).Add(Varint(ref part));
                    }
                    while (packed);
                    break;
                default:
                    if (!packed) Skip(ref part, type);
                    break;
            }
            if (!packed) message = message[(before - part.Length)..];
            if (values.Count > MostValues) throw new ClientErrorException("a tensor has more values than the sandbox reads.");
        }
        return new([.. values], [.. keys], [.. shape]);
    }

    /// <summary>Writes a record with dense tensors.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, float[]>> features, IEnumerable<KeyValuePair<string, float[]>> labels)
    {
        using var message = new MemoryStream();
        foreach (var (field, tensors) in new[] { (1, features), (2, labels) })
            foreach (var (name, values) in tensors)
            {
                var packed = new byte[4 * values.Length];
                for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(packed.AsSpan(4 * i), values[i]);
                Field(message, field, [.. Message(1, System.Text.Encoding.UTF8.GetBytes(name)), .. Message(2, Message(2, Message(1, packed)))]);
            }
        return message.ToArray();
    }

    private static byte[] Message(int field, byte[] bytes)
    {
        using var message = new MemoryStream();
        Field(message, field, bytes);
        return message.ToArray();
    }

    private static void Field(MemoryStream into, int field, byte[] bytes)
    {
        into.WriteByte((byte)((field << 3) | 2));
        for (var length = (uint)bytes.Length; ; length >>= 7)
        {
            into.WriteByte((byte)(length < 0x80 ? length : (length & 0x7f) | 0x80));
            if (length < 0x80) break;
        }
        into.Write(bytes);
    }

    private static (int Field, int Type) Tag(ref ReadOnlySpan<byte> message)
    {
        var tag = Varint(ref message);
        return ((int)Math.Min(tag >> 3, int.MaxValue), (int)(tag & 7));
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(ref message, 1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }
        throw Broken;
    }

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> message)
    {
        var length = Varint(ref message);
        return length <= int.MaxValue ? Take(ref message, (int)length) : throw Broken;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int length)
    {
        if (message.Length < length) throw Broken;
        var taken = message[..length];
        message = message[length..];
        return taken;
    }

    private static void Skip(ref ReadOnlySpan<byte> message, int type)
    {
        switch (type)
        {
            case 0: Varint(ref message); break;
            case 1: Take(ref message, 8); break;
            case 2: Bytes(ref message); break;
            case 5: Take(ref message, 4); break;
            default: throw Broken;
        }
    }

    private static ClientErrorException Broken => new("is not a Record message of protobuf.");
}

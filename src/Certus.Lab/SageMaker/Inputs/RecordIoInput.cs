using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>application/x-recordio-protobuf: records with a tensor "values" of features and one of labels, dense or sparse.</summary>
internal sealed class RecordIoInput : ITableFormat
{
    public void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        float[] row = [];
        for (var number = 1; ; number++)
        {
            if ((number & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            byte[]? bytes;
            RecordProtobuf record;
            try
            {
                bytes = RecordIo.Read(stream, number);
                if (bytes is null) return;
            }
            catch (ClientErrorException broken)
            {
                throw new ClientErrorException($"{file}: {broken.Message}");
            }
            string Where() => $"{file}, record {number}";
            try
            {
                record = RecordProtobuf.Parse(bytes);
            }
            catch (ClientErrorException broken)
            {
                throw new ClientErrorException($"{Where()}: {broken.Message}");
            }
            if (Only(record.Features) is not { } features) throw new ClientErrorException($"{Where()}: no features named 'values'.");
            var label = Only(record.Labels);
            if (into.Shape.KeepsLabels && label is not { Values.Length: > 0 }) throw new ClientErrorException($"{Where()}: the label is missing.");
            // A sparse row of zeros has neither keys nor values, and says how long it is.
            into.Add(features.Keys.Length == 0 && (features.Values.Length > 0 || features.Shape.Length == 0) ? features.Values : Dense(features, ref row, into, Where), label is { Values.Length: > 0 } ? label.Values[0] : 0, null, null, Where);
        }
    }

    private static RecordTensor? Only(IReadOnlyDictionary<string, RecordTensor> tensors) =>
        tensors.TryGetValue("values", out var named) ? named : tensors.Count == 1 ? tensors.Values.First() : null;

    private static float[] Dense(RecordTensor tensor, ref float[] row, MatrixBuilder into, Func<string> where)
    {
        if (tensor.Keys.Length != tensor.Values.Length) throw new ClientErrorException($"{where()}: {tensor.Keys.Length} keys for {tensor.Values.Length} values.");
        ulong length = 1;
        foreach (var side in tensor.Shape) length = side == 0 || length > (ulong)MatrixBuilder.MostValues / side ? throw new ClientErrorException($"{where()}: its shape is empty or too large.") : length * side;
        if (tensor.Shape.Length == 0) length = (ulong?)into.Columns ?? throw new ClientErrorException($"{where()}: a sparse record without a shape.");
        if (into.Columns is { } columns && length != (ulong)columns) throw new ClientErrorException($"{where()}: {length} features, where {columns} are expected.");
        if (row.Length != (int)length) row = new float[length];
        Array.Fill(row, into.Shape.Missing ? float.NaN : 0);
        for (var i = 0; i < tensor.Keys.Length; i++)
            row[tensor.Keys[i] < length ? (int)tensor.Keys[i] : throw new ClientErrorException($"{where()}: key {tensor.Keys[i]} lies outside the shape of {length}.")] = tensor.Values[i];
        return row;
    }
}

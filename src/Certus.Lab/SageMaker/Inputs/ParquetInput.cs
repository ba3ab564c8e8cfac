using System.Globalization;
using Certus.Lab.SageMaker.Training;
using Parquet;
using Parquet.Schema;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>application/x-parquet: columns of numbers, the label's first, in the order of the schema.</summary>
internal sealed class ParquetInput : ITableFormat
{
    public void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        try
        {
            ReadAsync(stream, file, into, cancel).GetAwaiter().GetResult();
        }
        catch (Exception broken) when (broken is not (ClientErrorException or OperationCanceledException or OutOfMemoryException))
        {
            throw new ClientErrorException($"{file} is not a Parquet file that can be read: {broken.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static async Task ReadAsync(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        // The format is read from its end.
        await using var whole = stream.CanSeek ? null : new MemoryStream();
        if (whole is not null) await stream.CopyToAsync(whole, cancel);
        await using var reader = await ParquetReader.CreateAsync(whole ?? stream, null, true, cancel);
        var fields = reader.Schema.GetDataFields();
        var leading = into.Shape.LeadingColumns;
        if (fields.Length <= leading) throw new ClientErrorException($"{file}: {fields.Length} column{(fields.Length == 1 ? "" : "s")}, where {leading} come before the features.");
        long at = 0;
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            var count = rows.RowCount;
            if (count * fields.Length > MatrixBuilder.MostValues) throw MatrixBuilder.TooLarge;
            var columns = new float[fields.Length][];
            for (var column = 0; column < fields.Length; column++) columns[column] = await ColumnAsync(rows, fields[column], (int)count, file, cancel);
            var row = new float[fields.Length - leading];
            for (var i = 0; i < count; i++)
            {
                for (var column = 0; column < row.Length; column++) row[column] = columns[leading + column][i];
                var number = at + i + 1;
                into.Add(row, into.Shape.KeepsLabels ? columns[0][i] : 0, into.Shape.Weights ? columns[leading - 1][i] : null, null, () => string.Create(CultureInfo.InvariantCulture, $"{file}, row {number}"));
            }
            at += count;
        }
    }

    private static Task<float[]> ColumnAsync(ParquetRowGroupReader rows, DataField field, int count, string file, CancellationToken cancel)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0) throw NotNumbers();
        var type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return type == typeof(float) ? Values<float>(value => value)
            : type == typeof(double) ? Values<double>(value => (float)value)
            : type == typeof(int) ? Values<int>(value => value)
            : type == typeof(long) ? Values<long>(value => value)
            : type == typeof(short) ? Values<short>(value => value)
            : type == typeof(sbyte) ? Values<sbyte>(value => value)
            : type == typeof(byte) ? Values<byte>(value => value)
            : type == typeof(ushort) ? Values<ushort>(value => value)
            : type == typeof(uint) ? Values<uint>(value => value)
            : type == typeof(ulong) ? Values<ulong>(value => value)
            : type == typeof(bool) ? Values<bool>(value => value ? 1 : 0)
            : type == typeof(decimal) ? Values<decimal>(value => (float)value)
            : throw NotNumbers();

        async Task<float[]> Values<T>(Func<T, float> number) where T : struct
        {
            var result = new float[count];
            if (field.IsNullable)
            {
                var values = new T?[count];
                await rows.ReadAsync(field, values.AsMemory(), null, cancel);
                for (var i = 0; i < count; i++) result[i] = values[i] is { } value ? number(value) : float.NaN;
            }
            else
            {
                var values = new T[count];
                await rows.ReadAsync(field, values.AsMemory(), null, cancel);
                for (var i = 0; i < count; i++) result[i] = number(values[i]);
            }
            return result;
        }

        ClientErrorException NotNumbers() => new($"{file}: column '{field.Name}' does not hold numbers.");
    }
}

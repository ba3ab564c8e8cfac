using System.Globalization;
using System.Text;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>text/csv: numbers with commas between, no header, the label first.</summary>
/// <remarks>An empty field and "nan" are missing values. Quotes round a number are left off.</remarks>
internal sealed class CsvInput : ITableFormat
{
    public void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        var lines = new LineReader(stream);
        var fields = new float[16];
        var shape = into.Shape;
        var leading = shape.LeadingColumns;
        while (lines.Next(out var line))
        {
            if (line.Trim((byte)' ').IsEmpty) continue;
            if ((lines.Number & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            var count = 0;
            while (true)
            {
                var comma = line.IndexOf((byte)',');
                if (count == fields.Length) Array.Resize(ref fields, 2 * count);
                fields[count++] = Number(comma < 0 ? line : line[..comma], file, lines.Number, count);
                if (comma < 0) break;
                line = line[(comma + 1)..];
            }
            if (count < leading) throw new ClientErrorException($"{file}, line {lines.Number}: {count} column{(count == 1 ? "" : "s")}, where the label{(leading > 1 ? " and the weight come" : " comes")} first and features follow.");
            into.Add(fields.AsSpan(leading, count - leading), shape.KeepsLabels ? fields[0] : 0, shape.Weights ? fields[shape.LabelColumns] : null, null, () => $"{file}, line {lines.Number}");
        }
    }

    private static float Number(ReadOnlySpan<byte> field, string file, int line, int column)
    {
        field = field.Trim(" \t"u8);
        if (field.Length >= 2 && field[0] == '"' && field[^1] == '"') field = field[1..^1];
        if (field.IsEmpty) return float.NaN;
        if (float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !float.IsInfinity(number)) return number;
        var text = Encoding.UTF8.GetString(field[..Math.Min(field.Length, 40)]);
        if (float.IsInfinity(number)) throw new ClientErrorException($"{file}, line {line}, column {column}: '{text}' is not a finite number of 32 bits.");
        throw new ClientErrorException($"{file}, line {line}, column {column}: '{text}' is not a number.{(line == 1 ? " A CSV file for training has no header." : "")}");
    }
}

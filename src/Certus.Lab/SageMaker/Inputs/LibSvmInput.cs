using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>text/libsvm: <c>label index:value index:value</c>, one row a line; what a row does not name is missing.</summary>
/// <remarks>
/// The index is the feature's column, from 0, as XGBoost reads it: a file that counts from 1 gets a column 0 without values.
/// <c>label:weight</c> and <c>qid:group</c> are read.
/// </remarks>
internal sealed class LibSvmInput : ITableFormat
{
    private readonly record struct Row(string File, int Line, float Label, float? Weight, long? Group, int From, int Count);

    private readonly List<Row> _rows = [];
    private readonly List<(int Column, float Value)> _entries = [];

    public void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        var lines = new LineReader(stream);
        while (lines.Next(out var line))
        {
            if (line.IndexOf((byte)'#') is >= 0 and var comment) line = line[..comment];
            line = line.Trim(" \t"u8);
            if (line.IsEmpty) continue;
            if ((lines.Number & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
            var (label, weight, group, from, first) = (0f, (float?)null, (long?)null, _entries.Count, true);
            while (!line.IsEmpty)
            {
                var end = line.IndexOfAny(" \t"u8);
                var token = end < 0 ? line : line[..end];
                line = end < 0 ? [] : line[end..].TrimStart(" \t"u8);
                var colon = token.IndexOf((byte)':');
                if (first && (colon < 0 || into.Shape.KeepsLabels))
                {
                    label = Number(colon < 0 ? token : token[..colon], token);
                    if (colon >= 0) weight = Number(token[(colon + 1)..], token);
                }
                else if (colon > 0 && token[..colon].SequenceEqual("qid"u8))
                {
                    if (!Utf8Parser.TryParse(token[(colon + 1)..], out long id, out var used) || used != token.Length - 4 || id < 0) throw Bad(token, "is not a group's number");
                    group = id;
                }
                else
                {
                    if (colon < 0) throw Bad(token, "is not index:value");
                    if (!Utf8Parser.TryParse(token[..colon], out int column, out var used) || used != colon || column < 0) throw Bad(token, "does not begin with a feature's index, a whole number from 0");
                    _entries.Add((column, Number(token[(colon + 1)..], token)));
                }
                first = false;
            }
            _rows.Add(new(file, lines.Number, label, weight, group, from, _entries.Count - from));
        }

        float Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> token) =>
            float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !float.IsInfinity(number) ? number : throw Bad(token, "holds no finite number");

        ClientErrorException Bad(ReadOnlySpan<byte> token, string why) => new($"{file}, line {lines.Number}: '{Encoding.UTF8.GetString(token[..Math.Min(40, token.Length)])}' {why}.");
    }

    public void Finish(MatrixBuilder into)
    {
        if (_rows.Count == 0) return;
        var columns = into.Columns ?? (_entries.Count == 0 ? 0 : _entries.Max(entry => entry.Column) + 1L);
        if (columns * _rows.Count > MatrixBuilder.MostValues) throw MatrixBuilder.TooLarge;
        Alike(row => row.Weight is not null, "a weight");
        Alike(row => row.Group is not null, "a qid");
        var dense = new float[columns];
        foreach (var row in _rows)
        {
            Array.Fill(dense, into.Shape.Missing ? float.NaN : 0);
            for (var i = row.From; i < row.From + row.Count; i++)
            {
                var (column, value) = _entries[i];
                if (column >= columns) throw new ClientErrorException($"{row.File}, line {row.Line}: feature {column}, where {columns} features, from 0, are expected.");
                dense[column] = value;
            }
            into.Add(dense, row.Label, row.Weight, row.Group, () => $"{row.File}, line {row.Line}");
        }
    }

    private void Alike(Func<Row, bool> has, string what)
    {
        var expected = has(_rows[0]);
        foreach (var row in _rows)
            if (has(row) != expected) throw new ClientErrorException($"{row.File}, line {row.Line}: {(expected ? "no " + what[2..] : what)}, other than the rows before.");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Certus.Lab.SageMaker.Algorithms;
using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Training;

/// <summary>Writes predictions as the built-in algorithms' containers do.</summary>
internal static class PredictionWriter
{
    public static readonly string[] Types = [MediaType.Json, MediaType.JsonLines, MediaType.Csv, MediaType.RecordIo];

    public static bool Knows(string type) => Types.Contains(type);

    /// <param name="root">The member of a JSON answer that holds the rows.</param>
    /// <param name="joinRows">Whether CSV has commas between rows instead of line ends, a row of several values in brackets: XGBoost's endpoint.</param>
    public static Prediction Write(IReadOnlyList<PredictionField> fields, int rows, string type, string root, bool joinRows) => type switch
    {
        MediaType.Csv => new(Encoding.UTF8.GetBytes(joinRows ? Joined(fields, rows) : Lines(fields, rows)), "text/csv; charset=utf-8"),
        MediaType.RecordIo => new(Records(fields, rows), MediaType.RecordIo),
        MediaType.JsonLines => new(Json(fields, rows, null), MediaType.JsonLines),
        _ => new(Json(fields, rows, root), MediaType.Json),
    };

    /// <summary>Python writes a whole float with its fraction, and so do the containers.</summary>
    private static string Number(PredictionField field, int index)
    {
        var value = field.Values[index];
        return !field.IsWhole && value == MathF.Floor(value) && MathF.Abs(value) < 1e7f ? value.ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Joined(IReadOnlyList<PredictionField> fields, int rows)
    {
        var field = fields[0];
        return string.Join(',', Enumerable.Range(0, rows).Select(row => field.Width == 1 && !field.IsList
            ? Number(field, row)
            : $"[{string.Join(", ", Enumerable.Range(row * field.Width, field.Width).Select(i => Number(field, i)))}]"));
    }

    private static string Lines(IReadOnlyList<PredictionField> fields, int rows)
    {
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            var first = true;
            foreach (var field in fields)
                for (var i = row * field.Width; i < (row + 1) * field.Width; i++)
                {
                    if (!first) text.Append(',');
                    text.Append(Number(field, i));
                    first = false;
                }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static byte[] Records(IReadOnlyList<PredictionField> fields, int rows)
    {
        using var stream = new MemoryStream();
        for (var row = 0; row < rows; row++)
            RecordIo.Write(stream, RecordProtobuf.Write([], fields.Select(field => KeyValuePair.Create(field.Name, field.Values.AsSpan(row * field.Width, field.Width).ToArray()))));
        return stream.ToArray();
    }

    private static byte[] Json(IReadOnlyList<PredictionField> fields, int rows, string? root)
    {
        using var stream = new MemoryStream();
        if (root is null)
        {
            for (var row = 0; row < rows; row++)
            {
                using (var writer = new Utf8JsonWriter(stream)) Row(writer, fields, row);
                stream.WriteByte((byte)'\n');
            }
            return stream.ToArray();
        }
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(root);
            for (var row = 0; row < rows; row++) Row(writer, fields, row);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Row(Utf8JsonWriter writer, IReadOnlyList<PredictionField> fields, int row)
    {
        writer.WriteStartObject();
        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Name);
            var list = field.IsList || field.Width != 1;
            if (list) writer.WriteStartArray();
            for (var i = row * field.Width; i < (row + 1) * field.Width; i++) 
                if (float.IsFinite(field.Values[i])) writer.WriteRawValue(Number(field, i));
                else writer.WriteNullValue();
            if (list) writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}

using Parquet;
using Parquet.Schema;

namespace Certus.Lab.Grading;

/// <summary>The events that a Parquet file holds, in its order.</summary>
internal static class ParquetEvents
{
    /// <summary>Reads a file.</summary>
    /// <returns>The events, or null and a sentence that says why it holds none.</returns>
    public static async Task<(IReadOnlyList<Click>? Events, string? Fault)> ReadAsync(byte[] bytes, string name, CancellationToken cancel)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(new MemoryStream(bytes), cancellationToken: cancel);
            var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
            foreach (var (column, type) in new (string, Type)[] { ("event_id", typeof(string)), ("session", typeof(string)), ("step", typeof(int)), ("product", typeof(string)), ("price", typeof(double)), ("quantity", typeof(int)), ("at", typeof(DateTime)) })
                if (!fields.TryGetValue(column, out var field)) return (null, $"{name} has no column {column}.");
                else if ((Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType) is var held && held != type && !(type == typeof(string) && held == typeof(ReadOnlyMemory<char>))) return (null, $"{name} holds {column} as another type than the table's.");
            List<Click> events = [];
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                var count = (int)rows.RowCount;
                var (ids, sessions, products) = (await TextsAsync("event_id"), await TextsAsync("session"), await TextsAsync("product"));
                var (steps, quantities, prices, times) = (await ValuesAsync<int>("step"), await ValuesAsync<int>("quantity"), await ValuesAsync<double>("price"), await ValuesAsync<DateTime>("at"));
                for (var i = 0; i < count; i++)
                    events.Add(new(ids[i] ?? "", sessions[i] ?? "", steps[i] ?? 0, products[i] ?? "", prices[i] ?? double.NaN, quantities[i] ?? 0, times[i] is { } at ? new(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : default));

                async Task<string?[]> TextsAsync(string column)
                {
                    var texts = new string?[count];
                    await rows.ReadAsync(fields[column], texts.AsMemory()!, null, cancel);
                    return texts;
                }

                async Task<T?[]> ValuesAsync<T>(string column) where T : struct
                {
                    if (fields[column].IsNullable)
                    {
                        var values = new T?[count];
                        await rows.ReadAsync(fields[column], values.AsMemory(), null, cancel);
                        return values;
                    }
                    var full = new T[count];
                    await rows.ReadAsync(fields[column], full.AsMemory(), null, cancel);
                    return [.. full.Select(value => (T?)value)];
                }
            }
            return (events, null);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or OutOfMemoryException))
        {
            return (null, $"{name} is not a Parquet file that can be read.");
        }
    }
}

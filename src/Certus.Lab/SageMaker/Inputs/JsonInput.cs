using System.Text.Json;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>application/json <c>{"instances":[{"features":[…]}]}</c> and application/jsonlines, one instance a line; dense or sparse.</summary>
/// <param name="lines">Whether instances stand one a line.</param>
internal sealed class JsonInput(bool lines) : ITableFormat
{
    public void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel)
    {
        if (!lines)
        {
            using var body = Parse(() => JsonDocument.Parse(stream), file);
            if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("instances", out var instances) || instances.ValueKind != JsonValueKind.Array)
                throw new ClientErrorException($"{file}: a list 'instances' is expected.");
            var number = 0;
            foreach (var instance in instances.EnumerateArray())
            {
                number++;
                Add(instance, into, () => $"{file}, instance {number}");
            }
            return;
        }
        var reader = new LineReader(stream);
        while (reader.Next(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty) continue;
            var bytes = line.ToArray();
            string Where() => $"{file}, line {reader.Number}";
            using var instance = Parse(() => JsonDocument.Parse(bytes), Where());
            Add(instance.RootElement, into, Where);
        }
    }

    private static JsonDocument Parse(Func<JsonDocument> parse, string where)
    {
        try
        {
            return parse();
        }
        catch (JsonException broken)
        {
            throw new ClientErrorException($"{where}: not JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}).");
        }
    }

    private static void Add(JsonElement instance, MatrixBuilder into, Func<string> where)
    {
        if (Member(instance, "data") is { } data) instance = data;
        if (instance.ValueKind == JsonValueKind.Object) instance = Member(instance, "features") ?? throw new ClientErrorException($"{where()}: no 'features'.");
        if (instance.ValueKind == JsonValueKind.Array)
        {
            into.Add(Numbers(instance, where), 0, null, null, where);
            return;
        }
        var values = Numbers(Member(instance, "values") ?? throw new ClientErrorException($"{where()}: 'features' without 'values'."), where);
        // A sparse row of zeros has neither keys nor values.
        if (Member(instance, "keys") is not { } keys || (keys.GetArrayLengthOrZero() == 0 && values.Length > 0))
        {
            into.Add(values, 0, null, null, where);
            return;
        }
        var places = Numbers(keys, where);
        if (places.Length != values.Length) throw new ClientErrorException($"{where()}: {places.Length} keys for {values.Length} values.");
        var length = into.Columns ?? (Member(instance, "shape") is { } shape && Numbers(shape, where) is [> 0 and < 1 << 24 and var side] && side == MathF.Floor(side) ? (int)side : places.Length);
        var row = new float[length];
        if (into.Shape.Missing) Array.Fill(row, float.NaN);
        for (var i = 0; i < values.Length; i++)
            row[places[i] >= 0 && places[i] < length && places[i] == MathF.Floor(places[i]) ? (int)places[i] : throw new ClientErrorException($"{where()}: key {places[i]} is not a feature from 0 to {length - 1}.")] = values[i];
        into.Add(row, 0, null, null, where);
    }

    private static JsonElement? Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static float[] Numbers(JsonElement list, Func<string> where)
    {
        if (list.ValueKind != JsonValueKind.Array) throw new ClientErrorException($"{where()}: a list of numbers is expected.");
        var numbers = new float[list.GetArrayLength()];
        var i = 0;
        foreach (var element in list.EnumerateArray())
            numbers[i++] = element.ValueKind switch
            {
                JsonValueKind.Number when float.IsFinite(element.GetSingle()) => element.GetSingle(),
                JsonValueKind.Null => float.NaN,
                _ => throw new ClientErrorException($"{where()}: value {i} is not a number."),
            };
        return numbers;
    }
}

file static class JsonElements
{
    public static int GetArrayLengthOrZero(this JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : 0;
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>Picks as a plain JSON array.</summary>
internal sealed class PicksJson : JsonConverter<Picks>
{
    public override Picks Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("picks must be an array of whole numbers");
        List<int> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(reader.GetInt32());
        return Picks.InOrder(values);
    }

    public override void Write(Utf8JsonWriter writer, Picks value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value.Values) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}

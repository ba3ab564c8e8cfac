using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.Grading;

/// <summary>What is wrong with the form of a call that did not come through one of AWS's protocols, told by the member's name.</summary>
internal static class CallInput
{
    /// <summary>The first name that stands twice in one object; null where none does.</summary>
    public static string? Twice(JsonElement json, string path = "")
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> names = new(StringComparer.Ordinal);
                foreach (var member in json.EnumerateObject())
                {
                    var at = Below(path, member.Name);
                    if (!names.Add(member.Name)) return at;
                    if (Twice(member.Value, at) is { } inner) return inner;
                }
                return null;
            case JsonValueKind.Array:
                foreach (var (index, element) in json.EnumerateArray().Index())
                    if (Twice(element, At(path, index)) is { } inner) return inner;
                return null;
            default: return null;
        }
    }

    /// <summary>The first member that is not of its model's type, as a sentence; null where all are.</summary>
    /// <param name="shape">What the model says.</param>
    /// <param name="value">What was sent; what is null was not.</param>
    /// <param name="path">Its name.</param>
    public static string? Fault(Shape shape, JsonNode? value, string path)
    {
        if (value is null) return null;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                if (value is not JsonObject structure) return $"'{path}' is an object.";
                foreach (var (name, inner) in structure)
                    if (shape.Members.TryGetValue(name, out var member) && Fault(member.Shape, inner, Below(path, name)) is { } fault) return fault;
                return null;
            case ShapeKind.Map:
                if (value is not JsonObject map) return $"'{path}' is an object.";
                foreach (var (name, inner) in map)
                    if (Fault(shape.Value!.Shape, inner, Below(path, name)) is { } fault) return fault;
                return null;
            case ShapeKind.List:
                if (value is not JsonArray list) return $"'{path}' is a list.";
                foreach (var (index, inner) in list.Index())
                    if (Fault(shape.Element!.Shape, inner, At(path, index)) is { } fault) return fault;
                return null;
            case ShapeKind.Text: return value.GetValueKind() == JsonValueKind.String ? null : $"'{path}' is text.";
            case ShapeKind.Flag: return value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? null : $"'{path}' is true or false.";
            case ShapeKind.Integer or ShapeKind.Long: return value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue<long>(out _) ? null : $"'{path}' is a whole number.";
            case ShapeKind.Real:
                return value.GetValueKind() == JsonValueKind.Number || (value.GetValueKind() == JsonValueKind.String && Values.ParseReal((string)value!) is not null) ? null : $"'{path}' is a number.";
            case ShapeKind.Time: return IsTime(value) ? null : $"'{path}' is an instant: ISO 8601 text, or seconds since 1970.";
            case ShapeKind.Blob: return value.GetValueKind() == JsonValueKind.String && IsBase64((string)value!) ? null : $"'{path}' is base64 text.";
            default: return null;
        }
    }

    private static bool IsTime(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => Values.ParseTime((string)value!) is not null,
        JsonValueKind.Number => value.AsValue().TryGetValue<double>(out var seconds) && Values.FromSeconds(seconds) is not null,
        _ => false,
    };

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}

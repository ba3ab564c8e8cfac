using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>Whether an input keeps what the model says of it, with what AWS says where it doesn't.</summary>
public static class Validation
{
    // AWS names at most so many faults at once.
    private const int MostNamed = 10;

    private const string PatternWords = "Member must satisfy regular expression pattern";

    private const string MostWords = "Member must have value less than or equal to";

    /// <summary>Refuses an input that breaks its model.</summary>
    /// <param name="operation">With its model.</param>
    /// <param name="input">What was sent.</param>
    /// <param name="loosely">Whether texts are held to no patterns and numbers to no greatest value.</param>
    /// <exception cref="AwsException">With the code of the service and AWS's sentences.</exception>
    public static void Check(OperationDescription operation, JsonObject input, bool loosely = false)
    {
        if (operation.Input is not { } shape) return;
        if (operation.Service.Protocols[0] == "rest-xml")
        {
            CheckXml(shape, input);
            return;
        }
        List<string> faults = [];
        CheckStructure(shape, input, "", faults);
        if (loosely) faults.RemoveAll(fault => fault.Contains(PatternWords, StringComparison.Ordinal) || fault.Contains(MostWords, StringComparison.Ordinal));
        if (faults.Count == 0) return;
        var message = $"{faults.Count} validation error{(faults.Count == 1 ? "" : "s")} detected: {string.Join("; ", faults.Take(MostNamed))}";
        throw new AwsException(Code(operation.Service), message);
    }

    private static string Code(ServiceDescription service) => service.Name switch
    {
        "sagemaker-runtime" or "iam" or "sts" or "cloudwatch" or "cloudformation" => "ValidationError",
        "logs" => "InvalidParameterException",
        "athena" => "InvalidRequestException",
        _ => "ValidationException",
    };

    // S3 answers to all of this alike; headers and the query are judged where they are used, each with its own code.
    private static void CheckXml(Shape shape, JsonNode value)
    {
        foreach (var name in shape.Required)
        {
            var member = shape.Members[name];
            if (member.Place == Place.Body && !member.IsStreaming && value[name] is null)
                throw shape.Payload == member && member.Shape.Kind != ShapeKind.Structure ? new AwsException("MissingRequestBodyError", "Request Body is empty") : RestXmlProtocol.Malformed();
        }
        foreach (var member in shape.Members.Values)
            if (member.Place == Place.Body && value[member.Name] is { } inner) CheckXmlValue(member.Shape, inner);
    }

    private static void CheckXmlValue(Shape shape, JsonNode value)
    {
        switch (value)
        {
            case JsonObject when shape.Kind == ShapeKind.Structure:
                CheckXml(shape, value);
                break;
            case JsonArray list:
                foreach (var element in list)
                    if (element is not null) CheckXmlValue(shape.Element!.Shape, element);
                break;
            default:
                // Regions, permissions and events are judged where they are used, with codes of their own.
                if (shape.Enum.Count > 0 && shape.Name is not ("BucketLocationConstraint" or "Permission" or "Event") && !shape.Enum.Contains(Values.Text(value))) throw RestXmlProtocol.Malformed();
                break;
        }
    }

    private static void CheckStructure(Shape shape, JsonObject value, string path, List<string> faults)
    {
        foreach (var name in shape.Required)
            if (value[name] is null && !shape.Members[name].IsStreaming) faults.Add($"Value at '{path}{Camel(name)}' failed to satisfy constraint: Member must not be null");
        foreach (var (name, inner) in value)
            if (inner is not null && shape.Members.TryGetValue(name, out var member)) CheckValue(member.Shape, inner, path + Camel(name), faults);
    }

    private static void CheckValue(Shape shape, JsonNode value, string path, List<string> faults)
    {
        foreach (var broken in Broken(shape, value)) faults.Add($"Value{Shown(shape, value)} at '{path}' failed to satisfy constraint: {broken}");
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                CheckStructure(shape, value.AsObject(), path + ".", faults);
                break;
            case ShapeKind.List:
                CheckList(shape, value.AsArray(), path, faults);
                break;
            case ShapeKind.Map:
                CheckMap(shape, value.AsObject(), path, faults);
                break;
        }
    }

    private static void CheckList(Shape shape, JsonArray list, string path, List<string> faults)
    {
        var element = shape.Element!.Shape;
        if (IsScalar(element))
        {
            if (list.Any(inner => inner is null || Broken(element, inner).Any()))
                faults.Add($"Value '[{string.Join(", ", list.Select(inner => inner is null ? "null" : Words(element, inner)))}]' at '{path}' failed to satisfy constraint: Member must satisfy constraint: [{string.Join(", ", Constraints(element))}]");
            return;
        }
        for (var i = 0; i < list.Count && faults.Count < MostNamed; i++)
        {
            var at = $"{path}.{(i + 1).ToString(CultureInfo.InvariantCulture)}.member";
            if (list[i] is { } inner) CheckValue(element, inner, at, faults);
            else faults.Add($"Value at '{at}' failed to satisfy constraint: Member must not be null");
        }
    }

    private static void CheckMap(Shape shape, JsonObject map, string path, List<string> faults)
    {
        var (key, element) = (shape.Key!.Shape, shape.Value!.Shape);
        if (map.Any(entry => Broken(key, JsonValue.Create(entry.Key)).Any()))
            faults.Add($"Value '{MapWords(map, element)}' at '{path}' failed to satisfy constraint: Map keys must satisfy constraint: [{string.Join(", ", Constraints(key))}]");
        if (IsScalar(element))
        {
            if (map.Any(entry => entry.Value is null || Broken(element, entry.Value).Any()))
                faults.Add($"Value '{MapWords(map, element)}' at '{path}' failed to satisfy constraint: Map value must satisfy constraint: [{string.Join(", ", Constraints(element))}]");
            return;
        }
        foreach (var (name, inner) in map)
            if (inner is not null) CheckValue(element, inner, $"{path}.{name}.member", faults);
    }

    /// <summary>The constraints of its own shape that a value breaks.</summary>
    private static IEnumerable<string> Broken(Shape shape, JsonNode value)
    {
        if (Size(shape, value) is { } size)
        {
            if (size > shape.Max) yield return Most(shape);
            if (size < shape.Min) yield return Least(shape);
        }
        // CloudWatch says itself which of its figures may be no numbers.
        if (shape.Kind == ShapeKind.Real && !double.IsFinite(Values.Real(value)) && shape.Service != "cloudwatch") yield return "Member must be a finite number";
        if (shape.Kind != ShapeKind.Text) yield break;
        var text = Values.Text(value);
        if (shape.Enum.Count > 0 && !shape.Enum.Contains(text)) yield return $"Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]";
        else if (!shape.Matches(text)) yield return $"{PatternWords}: {shape.Pattern}";
    }

    private static IEnumerable<string> Constraints(Shape shape)
    {
        if (shape.Max is not null) yield return Most(shape);
        if (shape.Min is not null) yield return Least(shape);
        if (shape.Enum.Count > 0) yield return $"Member must satisfy enum value set: [{string.Join(", ", shape.Enum)}]";
        else if (shape.Pattern is not null) yield return $"{PatternWords}: {shape.Pattern}";
        if (shape.Max is null && shape.Min is null && shape.Enum.Count == 0 && shape.Pattern is null) yield return "Member must not be null";
    }

    private static string Most(Shape shape) => $"Member must have {What(shape)} less than or equal to {shape.Max!.Value.ToString("0.############", CultureInfo.InvariantCulture)}";

    private static string Least(Shape shape) => $"Member must have {What(shape)} greater than or equal to {shape.Min!.Value.ToString("0.############", CultureInfo.InvariantCulture)}";

    private static string What(Shape shape) => shape.Kind is ShapeKind.Integer or ShapeKind.Long or ShapeKind.Real ? "value" : "length";

    private static decimal? Size(Shape shape, JsonNode value) => shape.Kind switch
    {
        ShapeKind.Integer or ShapeKind.Long => Values.Whole(value),
        // NaN and what no decimal holds keep every limit: AWS's limits are on everyday numbers.
        ShapeKind.Real => Values.Real(value) is var real && Math.Abs(real) < 1e28 ? (decimal)real : null,
        ShapeKind.Text => Length(Values.Text(value)),
        ShapeKind.List => value.AsArray().Count,
        ShapeKind.Map => value.AsObject().Count,
        ShapeKind.Blob => Values.Bytes(value).Length,
        _ => null,
    };

    // Characters, not UTF-16 units.
    private static int Length(string text)
    {
        var runes = 0;
        foreach (var _ in text.EnumerateRunes()) runes++;
        return runes;
    }

    private static string Shown(Shape shape, JsonNode value) => IsScalar(shape) && shape.Kind != ShapeKind.Blob && !shape.IsSensitive ? $" '{Words(shape, value)}'" : "";

    private static string Words(Shape shape, JsonNode value) => shape.Kind switch
    {
        ShapeKind.Blob => "java.nio.HeapByteBuffer",
        ShapeKind.Time => Values.Text(Values.Time(value), "iso8601"),
        ShapeKind.Real when !double.IsFinite(Values.Real(value)) => Values.Text(Values.Real(value)),
        _ => Values.Text(value),
    };

    private static string MapWords(JsonObject map, Shape element) =>
        $"{{{string.Join(", ", map.Select(entry => $"{entry.Key}={(entry.Value is null ? "null" : IsScalar(element) ? Words(element, entry.Value) : "...")}"))}}}";

    private static bool IsScalar(Shape shape) => shape.Kind is not (ShapeKind.Structure or ShapeKind.List or ShapeKind.Map or ShapeKind.Document);

    private static string Camel(string name) => name.Length == 0 || char.IsLower(name[0]) ? name : char.ToLowerInvariant(name[0]) + name[1..];
}

using System.Text.Json.Nodes;
using Certus.Lab.Protocols;

namespace Certus.Lab.Tests.Protocols;

/// <summary>Draws values of a model and compares them.</summary>
/// <param name="random">What is drawn from.</param>
/// <param name="keepsEmpty">Whether the protocol can say "there, and empty".</param>
internal sealed class ModelValues(Random random, bool keepsEmpty)
{
    private const int Deepest = 4;
    private const string Letters = "abcXYZ019-_. /+%&<>\"'=é€\n";
    private const string Plain = "abcXYZ019-_.";

    /// <summary>The members of a structure: those that must be there, and some of the others.</summary>
    public JsonObject Members(Shape shape, int depth = 0)
    {
        JsonObject members = [];
        foreach (var member in shape.Members.Values)
        {
            if (member.IsStreaming || member.Shape.IsEventStream) continue;
            var wanted = shape.Required.Contains(member.Name) || member.Place == Place.Path;
            if (depth > Deepest && member.Shape.Kind is ShapeKind.Structure or ShapeKind.List or ShapeKind.Map) continue;
            if (wanted || random.Next(3) == 0) members[member.Name] = Value(member.Shape, member.Place, depth + 1, member.IsFlattened);
        }
        return members;
    }

    private JsonNode Value(Shape shape, Place place, int depth, bool flattened)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                var members = Members(shape, depth);
                // A form can't say of a structure that it is there and empty.
                if (!keepsEmpty && IsNothing(members) && (shape.Members.Values.FirstOrDefault(member => member.Shape.Kind is not (ShapeKind.Structure or ShapeKind.List or ShapeKind.Map)) ?? shape.Members.Values.FirstOrDefault()) is { } one)
                    members[one.Name] = Value(one.Shape, Place.Body, depth + 1, false);
                return members;
            case ShapeKind.List:
                var least = flattened || place != Place.Body || !keepsEmpty ? 1 : 0;
                return new JsonArray([.. Enumerable.Range(0, random.Next(least, 3)).Select(_ => Value(shape.Element!.Shape, place, depth + 1, false))]);
            case ShapeKind.Map:
                JsonObject map = [];
                for (var i = random.Next(place == Place.Headers || flattened || !keepsEmpty ? 1 : 0, 3); i > 0; i--)
                    map[$"key{i}{(place == Place.Body ? " ü" : "")}"] = Value(shape.Value!.Shape, place == Place.Headers ? Place.Header : place, depth + 1, false);
                return map;
            case ShapeKind.Text when shape.Enum.Count > 0: return shape.Enum[random.Next(shape.Enum.Count)];
            case ShapeKind.Text: return Text(place);
            case ShapeKind.Integer: return (long)random.Next(int.MinValue, int.MaxValue);
            case ShapeKind.Long: return random.NextInt64(long.MinValue, long.MaxValue);
            case ShapeKind.Real: return (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20));
            case ShapeKind.Flag: return random.Next(2) == 0;
            case ShapeKind.Time: return Values.Of(DateTimeOffset.UnixEpoch.AddSeconds(random.Next()));
            case ShapeKind.Blob:
                var bytes = new byte[random.Next(1, 20)];
                random.NextBytes(bytes);
                return Values.Of(bytes);
            default: return new JsonObject { ["a"] = 1, ["b"] = new JsonArray("c") };
        }
    }

    private string Text(Place place)
    {
        var letters = place is Place.Header or Place.Headers ? Plain : Letters;
        var length = random.Next(place == Place.Body && keepsEmpty ? 0 : 1, 12);
        return "x" + string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));
    }

    /// <summary>Where two values of a shape differ; null where they don't.</summary>
    public static string? Difference(Shape shape, JsonNode? one, JsonNode? other, string path = "")
    {
        if (one is null || other is null) return IsNothing(one) && IsNothing(other) ? null : $"{path}: {one?.ToJsonString() ?? "nothing"} and {other?.ToJsonString() ?? "nothing"}";
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                return shape.Members.Values.Select(member => Difference(member.Shape, one[member.Name], other[member.Name], $"{path}.{member.Name}")).FirstOrDefault(found => found is not null);
            case ShapeKind.Map:
                return one.AsObject().Select(entry => entry.Key).Union(other.AsObject().Select(entry => entry.Key))
                    .Select(key => Difference(shape.Value!.Shape, one[key], other[key], $"{path}.{key}")).FirstOrDefault(found => found is not null);
            case ShapeKind.List:
                if (one.AsArray().Count != other.AsArray().Count) return $"{path}: {one.AsArray().Count} and {other.AsArray().Count} elements";
                return one.AsArray().Select((element, i) => Difference(shape.Element!.Shape, element, other[i], $"{path}[{i}]")).FirstOrDefault(found => found is not null);
            default:
                var same = shape.Kind switch
                {
                    ShapeKind.Integer or ShapeKind.Long => Values.Whole(one) == Values.Whole(other),
                    ShapeKind.Real => Values.Real(one).Equals(Values.Real(other)),
                    ShapeKind.Flag => Values.Flag(one) == Values.Flag(other),
                    ShapeKind.Time => Values.Time(one) == Values.Time(other),
                    ShapeKind.Blob => Values.Bytes(one).AsSpan().SequenceEqual(Values.Bytes(other)),
                    ShapeKind.Document => JsonNode.DeepEquals(one, other),
                    _ => Values.Text(one) == Values.Text(other),
                };
                return same ? null : $"{path}: {one.ToJsonString()} and {other.ToJsonString()}";
        }
    }

    private static bool IsNothing(JsonNode? node) => node switch
    {
        null => true,
        JsonObject members => members.All(member => IsNothing(member.Value)),
        _ => false,
    };
}

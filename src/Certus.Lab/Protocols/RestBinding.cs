using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>What both REST protocols share: members in the path, the query and the headers.</summary>
internal static class RestBinding
{
    private static readonly ConcurrentDictionary<string, UriTemplate[]> Templates = new();

    /// <summary>The operation whose template a request meets best.</summary>
    public static OperationDescription? Route(ServiceDescription service, WireRequest request)
    {
        var path = UriTemplate.Split(request.Path);
        UriTemplate? best = null;
        var most = -1;
        foreach (var template in TemplatesOf(service))
            if (template.Meets(request, path) is { } meets && meets > most)
                (best, most) = (template, meets);
        return best?.Operation;
    }

    private static UriTemplate[] TemplatesOf(ServiceDescription service) =>
        Templates.GetOrAdd(service.Name, static (_, s) => [.. s.Operations.OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => new UriTemplate(o))], service);

    /// <summary>The members outside of the body.</summary>
    public static JsonObject Read(OperationDescription operation, WireRequest request)
    {
        JsonObject input = [];
        if (operation.Input is not { } shape) return input;
        var template = TemplatesOf(operation.Service).First(t => t.Operation == operation);
        foreach (var (name, value) in template.Read(UriTemplate.Split(request.Path)))
            if (shape.Members.TryGetValue(name, out var member)) input[name] = ReadText(member.Shape, member, value, "uri");
        foreach (var member in shape.Members.Values)
        {
            switch (member.Place)
            {
                case Place.Header when request.Header(member.WireName) is { } header:
                    // A header that states nothing is not there; a date that is none is no condition.
                    if (header.Length > 0 && ReadHeader(member, header) is { } stated) input[member.Name] = stated;
                    break;
                case Place.Headers:
                    JsonObject map = [];
                    foreach (var (name, value) in request.Headers)
                        if (name.StartsWith(member.WireName, StringComparison.OrdinalIgnoreCase)) map[name[member.WireName.Length..].ToLowerInvariant()] = value;
                    if (map.Count > 0) input[member.Name] = map;
                    break;
                case Place.Query when member.Shape.Kind == ShapeKind.List:
                    var all = request.Query.Where(q => q.Key == member.WireName).Select(q => ReadText(member.Shape.Element!.Shape, member, q.Value ?? "", "query")).ToArray();
                    if (all.Length > 0) input[member.Name] = new JsonArray(all);
                    break;
                case Place.Query when request.QueryValue(member.WireName) is { } query:
                    if (query.Length > 0 || member.Shape.Kind == ShapeKind.Text) input[member.Name] = ReadText(member.Shape, member, query, "query");
                    break;
            }
        }
        return input;
    }

    private static JsonNode? ReadHeader(Member member, string header)
    {
        if (member.Shape.Kind == ShapeKind.List)
            return new JsonArray([.. header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => ReadText(member.Shape.Element!.Shape, member, text, "header"))]);
        if (member.Shape.Kind == ShapeKind.Time) return Values.ParseTime(header) is { } at ? Values.Of(at) : null;
        return ReadText(member.Shape, member, header, "header");
    }

    private static JsonNode? ReadText(Shape shape, Member member, string text, string where)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small): return JsonValue.Create((long)small);
            case ShapeKind.Long when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole): return JsonValue.Create(whole);
            case ShapeKind.Real when Values.ParseReal(text) is { } real: return JsonValue.Create(real);
            case ShapeKind.Flag when text.Equals("true", StringComparison.OrdinalIgnoreCase): return JsonValue.Create(true);
            case ShapeKind.Flag when text.Equals("false", StringComparison.OrdinalIgnoreCase): return JsonValue.Create(false);
            case ShapeKind.Time when Values.ParseTime(text) is { } at: return Values.Of(at);
            case ShapeKind.Text: return JsonValue.Create(text);
        }
        var sentence = shape.Kind is ShapeKind.Integer or ShapeKind.Long
            ? member.WireName == "partNumber" ? "Part number must be an integer between 1 and 10000, inclusive" : $"Provided {member.WireName} not an integer or within integer range"
            : $"The {where} value {member.WireName} can not be read as a {shape.Kind.ToString().ToLowerInvariant()}.";
        throw new AwsException("InvalidArgument", sentence) { Members = { ["ArgumentName"] = member.WireName, ["ArgumentValue"] = text } };
    }

    /// <summary>The members that travel as headers, and the status where a member states it.</summary>
    public static int Write(OperationDescription operation, LabAnswer answer, List<KeyValuePair<string, string>> headers)
    {
        var status = answer.Status ?? operation.Status;
        foreach (var member in operation.Output?.Members.Values ?? [])
        {
            if (member.Place == Place.Body || answer.Output[member.Name] is not { } value) continue;
            switch (member.Place)
            {
                case Place.Header:
                    headers.Add(new(member.WireName, HeaderText(member, value)));
                    break;
                case Place.Headers:
                    foreach (var (name, text) in value.AsObject())
                        if (text is not null) headers.Add(new(member.WireName + name, Values.Text(text)));
                    break;
                case Place.Status:
                    status = (int)Values.Whole(value);
                    break;
            }
        }
        return status;
    }

    private static string HeaderText(Member member, JsonNode value) => member.Shape.Kind switch
    {
        ShapeKind.Time => Values.Text(Values.Time(value), member.TimestampFormat ?? "rfc822"),
        ShapeKind.List => string.Join(", ", value.AsArray().Select(text => Values.Text(text!))),
        ShapeKind.Flag => Values.Flag(value) ? "true" : "false",
        ShapeKind.Real => Values.Text(Values.Real(value)),
        _ => Values.Text(value),
    };
}

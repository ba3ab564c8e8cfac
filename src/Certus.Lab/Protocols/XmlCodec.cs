using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;

namespace Certus.Lab.Protocols;

/// <summary>Values of a model as XML and back.</summary>
internal static class XmlCodec
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize, CloseOutput = false,
    };

    /// <summary>The value of an element.</summary>
    /// <exception cref="FormatException">A text is not what its shape wants.</exception>
    public static JsonNode? Read(Shape shape, XmlTree element)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                JsonObject structure = [];
                ReadMembers(shape, element, structure);
                return structure;
            case ShapeKind.List:
                return new JsonArray([.. element.Children.Select(child => Read(shape.Element!.Shape, child))]);
            case ShapeKind.Map:
                JsonObject map = [];
                foreach (var entry in element.Children) ReadEntry(shape, entry, map);
                return map;
            default:
                return ReadText(shape, element.Text);
        }
    }

    /// <summary>The members of a structure that travel in the body.</summary>
    public static void ReadMembers(Shape shape, XmlTree element, JsonObject into)
    {
        foreach (var child in element.Children)
        {
            if (!shape.ByWireName.TryGetValue(child.Name, out var member) || member.Place != Place.Body) continue;
            if (member.IsFlattened && member.Shape.Kind == ShapeKind.List)
            {
                if (into[member.Name] is not JsonArray list) into[member.Name] = list = [];
                list.Add(Read(member.Shape.Element!.Shape, child));
            }
            else if (member.IsFlattened && member.Shape.Kind == ShapeKind.Map)
            {
                if (into[member.Name] is not JsonObject map) into[member.Name] = map = [];
                ReadEntry(member.Shape, child, map);
            }
            else
            {
                into[member.Name] = Read(member.Shape, child);
            }
        }
        foreach (var (name, value) in element.Attributes)
            foreach (var member in shape.Members.Values)
                if (member.IsAttribute && LocalName(member.WireName) == name) into[member.Name] = value;
    }

    private static void ReadEntry(Shape map, XmlTree entry, JsonObject into)
    {
        var key = entry.Children.Find(child => child.Name == map.Key!.WireName);
        var value = entry.Children.Find(child => child.Name == map.Value!.WireName);
        if (key is not null) into[key.Text] = value is null ? null : Read(map.Value!.Shape, value);
    }

    /// <summary>A text of XML or of a form as its shape's value.</summary>
    /// <exception cref="FormatException">It is not what the shape wants.</exception>
    public static JsonNode? ReadText(Shape shape, string text)
    {
        if (shape.Kind == ShapeKind.Text) return JsonValue.Create(text);
        text = text.Trim();
        switch (shape.Kind)
        {
            case ShapeKind.Integer when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small): return JsonValue.Create((long)small);
            case ShapeKind.Long when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole): return JsonValue.Create(whole);
            case ShapeKind.Real: return JsonValue.Create(Values.ParseReal(text) ?? throw new FormatException($"'{text}' is no number."));
            case ShapeKind.Time: return Values.Of(Values.ParseTime(text) ?? throw new FormatException($"'{text}' is no instant."));
            case ShapeKind.Blob: return Values.Of(Convert.FromBase64String(text));
            case ShapeKind.Flag when text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase): return JsonValue.Create(true);
            case ShapeKind.Flag when text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase): return JsonValue.Create(false);
            default: throw new FormatException($"'{text}' is where a {shape.Kind.ToString().ToLowerInvariant()} belongs.");
        }
    }

    /// <summary>A document with one root.</summary>
    public static ReadOnlyMemory<byte> Write(Action<XmlWriter> write)
    {
        var buffer = new MemoryStream(512);
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            writer.WriteStartDocument();
            write(writer);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>A structure's members that travel in the body, each as its element.</summary>
    public static void WriteMembers(XmlWriter writer, Shape shape, JsonObject members, string? timeFormat)
    {
        foreach (var (name, value) in members)
            if (value is not null && shape.Members.TryGetValue(name, out var member) && member is { Place: Place.Body, IsAttribute: false })
                WriteMember(writer, member, value, timeFormat);
    }

    private static void WriteMember(XmlWriter writer, Member member, JsonNode value, string? timeFormat)
    {
        var shape = member.Shape;
        if (member.IsFlattened && shape.Kind == ShapeKind.List)
        {
            foreach (var inner in value.AsArray()) WriteElement(writer, shape.Element!.StatedName ?? member.WireName, shape.Element!, inner, timeFormat);
        }
        else if (member.IsFlattened && shape.Kind == ShapeKind.Map)
        {
            foreach (var (key, inner) in value.AsObject()) WriteEntry(writer, member.WireName, shape, key, inner, timeFormat);
        }
        else
        {
            WriteElement(writer, member.WireName, member, value, timeFormat);
        }
    }

    /// <summary>One element.</summary>
    public static void WriteElement(XmlWriter writer, string name, Member member, JsonNode? value, string? timeFormat)
    {
        var shape = member.Shape;
        writer.WriteStartElement(name);
        if ((member.Namespace ?? shape.Namespace) is { Prefix: { } prefix } space) writer.WriteAttributeString("xmlns", prefix, null, space.Uri);
        WriteContent(writer, shape, member.TimestampFormat, value, timeFormat);
        writer.WriteEndElement();
    }

    /// <summary>What stands in an element: its attributes, its members, its text.</summary>
    public static void WriteContent(XmlWriter writer, Shape shape, string? statedFormat, JsonNode? value, string? timeFormat)
    {
        if (value is null) return;
        switch (shape.Kind)
        {
            case ShapeKind.Structure:
                foreach (var member in shape.Members.Values)
                    if (member.IsAttribute && value[member.Name] is { } attribute)
                        writer.WriteAttributeString(LocalName(member.WireName), shape.Namespace?.Uri, Values.Text(attribute));
                WriteMembers(writer, shape, value.AsObject(), timeFormat);
                break;
            case ShapeKind.List:
                foreach (var inner in value.AsArray()) WriteElement(writer, shape.Element!.StatedName ?? "member", shape.Element!, inner, timeFormat);
                break;
            case ShapeKind.Map:
                foreach (var (key, inner) in value.AsObject()) WriteEntry(writer, "entry", shape, key, inner, timeFormat);
                break;
            case ShapeKind.Text:
                writer.WriteString(Values.Text(value));
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                writer.WriteString(Values.Whole(value).ToString(CultureInfo.InvariantCulture));
                break;
            case ShapeKind.Real:
                writer.WriteString(Values.Text(Values.Real(value)));
                break;
            case ShapeKind.Flag:
                writer.WriteString(Values.Flag(value) ? "true" : "false");
                break;
            case ShapeKind.Time:
                writer.WriteString(Values.Text(Values.Time(value), statedFormat is null or "iso8601" ? timeFormat : statedFormat));
                break;
            case ShapeKind.Blob:
                writer.WriteString(Convert.ToBase64String(Values.Bytes(value)));
                break;
        }
    }

    private static void WriteEntry(XmlWriter writer, string name, Shape map, string key, JsonNode? value, string? timeFormat)
    {
        writer.WriteStartElement(name);
        writer.WriteElementString(map.Key!.WireName, key);
        if (value is not null) WriteElement(writer, map.Value!.WireName, map.Value!, value, timeFormat);
        writer.WriteEndElement();
    }

    private static string LocalName(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>An XML namespace and the prefix it is bound to; none for the default one.</summary>
internal sealed record XmlSpace(string Uri, string? Prefix)
{
    public static XmlSpace? Of(JsonElement owner, string name = "xmlNamespace") => !owner.TryGetProperty(name, out var space) ? null
        : space.ValueKind == JsonValueKind.String ? new(space.GetString()!, null)
        : new(space.GetProperty("uri").GetString()!, space.Text("prefix"));
}

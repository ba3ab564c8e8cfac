using System.Text.Json;

namespace Certus.Lab.Protocols;

/// <summary>Short words for reading a description.</summary>
internal static class DescriptionJson
{
    public static string? Text(this JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static bool Flag(this JsonElement owner, string name) => owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    public static decimal? Number(this JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    public static IReadOnlyList<string> Texts(this JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(text => text.GetString()!)] : [];
}

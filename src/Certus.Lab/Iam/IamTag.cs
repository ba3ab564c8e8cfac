using System.Text.Json;

namespace Certus.Lab.Iam;

/// <summary>A tag of an identity or a policy.</summary>
/// <param name="Key">1 to 128 characters.</param>
/// <param name="Value">Up to 256 characters.</param>
public sealed record IamTag(string Key, string Value)
{
    internal static IReadOnlyList<IamTag> Kept(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<List<IamTag>>(json)!;
}

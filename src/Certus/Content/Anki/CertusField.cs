using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Remember.Cards;

namespace Certus.Content.Anki;

/// <summary>The last field of the notes that Certus writes into packages: the note itself, so that it comes back as it was while nobody changed what it shows.</summary>
/// <param name="Shown">A hash of the fields that are shown.</param>
/// <param name="Note">The note.</param>
internal sealed record CertusField(string Shown, Note Note)
{
    /// <summary>The field's name.</summary>
    public const string Name = "Certus";

    /// <summary>The field for a note and what is shown of it.</summary>
    public static string Of(Note note, IEnumerable<string> shown) => JsonSerializer.Serialize(new(HashOf(shown), note), CertusFieldJson.Default.CertusField);

    /// <summary>The note in a field, and whether what is shown is still what was shown of it; null where the field holds none.</summary>
    public static (Note Note, bool IsAsShown)? Read(string field, IEnumerable<string> shown)
    {
        try
        {
            return JsonSerializer.Deserialize(field, CertusFieldJson.Default.CertusField) is { Shown: not null, Note: { Id: not null, Text: not null, Deck: not null, Tags: not null, Media: not null, References: not null } note } read
                && note.Media.All(medium => medium is { Name: not null, Version: not null }) && note.Tags.All(tag => tag is not null) ? (note, read.Shown == HashOf(shown)) : null;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static string HashOf(IEnumerable<string> shown) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', shown))).AsSpan(0, 16));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(CertusField))]
internal sealed partial class CertusFieldJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Catalog;

namespace Certus.Remember.Cards;

/// <summary>One idea to remember, as its author wrote it; reviewed as one card or, with deletions, as a card for each.</summary>
/// <param name="Id">A stable key, unique among all notes.</param>
/// <param name="Text">Markdown. The front, or with no <paramref name="Back"/> a sentence with deletions such as <c>{{c1::answer::hint}}</c>.</param>
/// <param name="Back">Markdown; null for a sentence with deletions.</param>
/// <param name="Extra">Markdown that is shown with the answer; null where there is none.</param>
/// <param name="Deck">Where it belongs: the skill's id, or a name of the learner's own.</param>
/// <param name="Skill">The skill it belongs to; null for one of the learner's own without a skill.</param>
/// <param name="Misconception">The misconception that it corrects.</param>
/// <param name="References">Official pages.</param>
/// <param name="Checked">The day on which the references were read; null for one of the learner's own.</param>
public sealed partial record Note(
    string Id, string Text, string? Back, string? Extra, string Deck, string? Skill, string? Misconception, IReadOnlyList<Reference> References, DateOnly? Checked)
{
    /// <summary>Words that the learner's own notes were filed under elsewhere.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names of pictures and sounds that <see cref="Text"/>, <see cref="Back"/> or <see cref="Extra"/> refer to, with the content hash of each.</summary>
    public IReadOnlyList<Medium> Media { get; init; } = [];

    /// <summary>What it is about: its skill, or its deck where it has none.</summary>
    [JsonIgnore]
    public string Subject => Skill ?? Deck;

    /// <summary>The cards of this note, in the order of their deletions; one for a front with a back.</summary>
    [JsonIgnore]
    public IReadOnlyList<Card> Cards => Back is { } back
        ? [new(Id, this, Text, back)]
        : [.. Cloze.Numbers(Text).Select(number => new Card($"{Id}#c{number}", this, Cloze.Front(Text, number), Cloze.Back(Text, number)))];

    /// <summary>The note that a card's id names.</summary>
    public static string IdOf(string cardId)
    {
        ArgumentNullException.ThrowIfNull(cardId);
        return cardId.IndexOf('#', StringComparison.Ordinal) is var hash and > 0 ? cardId[..hash] : cardId;
    }

    /// <summary>The note as UTF-8 JSON, the same bytes for the same note.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this, NoteJson.Default.Note);

    /// <summary>Reads what <see cref="ToBody"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not such a body.</exception>
    public static Note FromBody(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, NoteJson.Default.Note) ?? throw new JsonException("the body is empty");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Note))]
internal sealed partial class NoteJson : JsonSerializerContext;

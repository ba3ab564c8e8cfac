using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Certus.Catalog;

namespace Certus.Practice;

/// <summary>A question as it is shown and judged, with all that explains it.</summary>
/// <param name="Id">A stable key; <c>generator@seed</c> for a generated one, <c>case.part</c> for a part of a case.</param>
/// <param name="Type">Never <see cref="QuestionType.Case"/>: a case is asked as its parts.</param>
/// <param name="Area">The skill area it belongs to.</param>
/// <param name="Tasks">Exam tasks it tests; the first of an exam decides its domain there.</param>
/// <param name="Skills">Skills it tests, the main one first.</param>
/// <param name="Difficulty">The author's guess, in logits.</param>
/// <param name="Stem">Markdown.</param>
/// <param name="Options">In file order; the screen shuffles them.</param>
/// <param name="Prompts">The lines of a matching question; else empty.</param>
/// <param name="Key">The right answer.</param>
/// <param name="Principle">One line to carry away.</param>
/// <param name="References">Official pages.</param>
/// <param name="Checked">The day on which the references were read.</param>
/// <param name="Review">The blind review; null for generated ones, whose key is computed and tested.</param>
/// <param name="Case">The scenario shared with others.</param>
/// <param name="GeneratedFrom">The generator, for a generated question.</param>
/// <param name="Figures">The pictures that the Markdown refers to.</param>
public sealed record Question(
    string Id, QuestionType Type, string Area, IReadOnlyList<string> Tasks, IReadOnlyList<string> Skills, double Difficulty, string Stem,
    IReadOnlyList<Option> Options, IReadOnlyList<Prompt> Prompts, Picks Key, string Principle, IReadOnlyList<Reference> References, DateOnly Checked,
    Review? Review, CasePart? Case, GeneratedFrom? GeneratedFrom, IReadOnlyList<Figure> Figures)
{
    /// <summary>What an answer to this question looks like.</summary>
    [JsonIgnore]
    public AnswerShape Shape => new(Type, Options.Count, Prompts.Count, Type is QuestionType.Multiple ? Key.Values.Count : 1);

    /// <summary>All or nothing, as in the exam; blank is wrong.</summary>
    public bool IsRight(Picks picks) => Key.Equals(picks);

    /// <summary>The task that decides the question's domain in an exam, or null where it tests none of that exam.</summary>
    public string? TaskIn(string exam) => Tasks.FirstOrDefault(task => task.StartsWith(exam + "/", StringComparison.Ordinal));

    /// <summary>The question as UTF-8 JSON, the same bytes for the same question.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this, QuestionJson.Default.Question);

    /// <summary>Reads what <see cref="ToBody"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are not such a body.</exception>
    public static Question FromBody(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, QuestionJson.Default.Question) ?? throw new JsonException("the body is empty");

    /// <summary>The content hash that names a body: the first 128 bits of its SHA-256, in lower-case hex.</summary>
    public static string VersionOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Question))]
internal sealed partial class QuestionJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
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
/// <param name="Options">In file order, but steps and choices by their text, so that a number tells nothing; the screen shuffles them.</param>
/// <param name="Prompts">The lines of a matching question; else empty.</param>
/// <param name="Key">The right answer.</param>
/// <param name="Principle">One line to carry away.</param>
/// <param name="References">Official pages.</param>
/// <param name="Checked">The day on which the references were read.</param>
/// <param name="Review">The blind review; null for generated ones, whose key is computed and tested.</param>
/// <param name="Case">The scenario shared with others.</param>
/// <param name="GeneratedFrom">The generator, for a generated question.</param>
/// <param name="Figures">The pictures that the Markdown refers to.</param>
public sealed partial record Question(
    string Id, QuestionType Type, string Area, IReadOnlyList<string> Tasks, IReadOnlyList<string> Skills, double Difficulty, string Stem,
    IReadOnlyList<Option> Options, IReadOnlyList<Prompt> Prompts, Picks Key, string Principle, IReadOnlyList<Reference> References, DateOnly Checked,
    Review? Review, CasePart? Case, GeneratedFrom? GeneratedFrom, IReadOnlyList<Figure> Figures)
{
    /// <summary>What an answer to this question looks like.</summary>
    [JsonIgnore]
    public AnswerShape Shape => new(Type, Options.Count, Prompts.Count, Type is QuestionType.Multiple ? Key.Values.Count : 1);

    /// <summary>What a form takes whole: the case that the question belongs to, else the question itself.</summary>
    [JsonIgnore]
    public string BlockId => Case?.CaseId ?? Id;

    /// <summary>Questions and cases of which none may stand in a form with this one, since one tells the answer of the other. No part of the body: it is about forms, not about what is shown.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Enemies { get; init; } = [];

    /// <summary>What tells a generated question's numbers from those of another draw: its key, and the significant digits of the arithmetic that leads there.</summary>
    /// <remarks>
    /// Neither the wording, nor the order of terms, nor which wrong options were drawn, nor the unit of a price makes a difference: $3.20 for 1,000,000 tokens is $0.0032 for
    /// 1,000. A generator must therefore put every number that the key depends on into the key's <see cref="Option.Why"/>.
    /// </remarks>
    [JsonIgnore]
    public string Numbers => string.Join('|', Key.Values.Select(option => Options[option])
        .Select(option => $"{option.Text}: {string.Join(' ', NumberIn().Matches(option.Why).Select(match => string.Concat(match.Value.Where(char.IsAsciiDigit)).Trim('0')).Order(StringComparer.Ordinal))}"));

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

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex NumberIn();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Question))]
internal sealed partial class QuestionJson : JsonSerializerContext;

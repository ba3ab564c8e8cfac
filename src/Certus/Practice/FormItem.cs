using System.Text.Json.Serialization;

namespace Certus.Practice;

/// <summary>One place of a form.</summary>
/// <param name="Position">From 1.</param>
/// <param name="QuestionId">The question.</param>
/// <param name="Version">The version that will be shown.</param>
/// <param name="GeneratedFrom">Generator and seed, for a generated question.</param>
/// <param name="Domain">The domain in which it counts, for a part of a case that of its first; null in a set that is not of one exam.</param>
/// <param name="Task">Its task in the form's exam.</param>
/// <param name="Scored">Whether it counts; not told before the report.</param>
/// <param name="Fresh">Whether the learner had never been shown it when the form was made.</param>
/// <param name="OptionOrder">Which option stands in which place: the first number is the option shown as A.</param>
/// <param name="Shape">What an answer looks like.</param>
public sealed record FormItem(
    int Position, string QuestionId, string Version, GeneratedFrom? GeneratedFrom, string? Domain, string? Task, bool Scored, bool Fresh,
    IReadOnlyList<int> OptionOrder, AnswerShape Shape)
{
    /// <summary>Which missed question it stands for; null for none, and then not written, as in logs from before there were variants.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Variant? Variant { get; init; }
}

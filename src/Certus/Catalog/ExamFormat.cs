namespace Certus.Catalog;

/// <summary>What an exam looks like on the day. A null is "not found", never zero.</summary>
/// <param name="FeeUsd">In US dollars, before tax.</param>
/// <param name="Questions">All questions shown.</param>
/// <param name="Scored">Those that count.</param>
/// <param name="Unscored">Those that don't count and can't be told apart.</param>
/// <param name="Minutes">The published time; null where none is published.</param>
/// <param name="AssumedMinutes">The time a form uses where none is published.</param>
/// <param name="AssumedMinutesNote">Why that time is assumed.</param>
/// <param name="PassingScore">On the 100–1000 scale.</param>
/// <param name="QuestionTypes">The kinds of question the exam lists.</param>
/// <param name="Languages">Empty where not found.</param>
/// <param name="Fact">Source, date and confidence.</param>
public sealed record ExamFormat(
    decimal? FeeUsd, int? Questions, int? Scored, int? Unscored, int? Minutes, int? AssumedMinutes, string? AssumedMinutesNote,
    int? PassingScore, IReadOnlyList<QuestionType> QuestionTypes, IReadOnlyList<string> Languages, Fact Fact)
{
    /// <summary>The time a form gets: the published one, else the assumed one.</summary>
    public int? FormMinutes => Minutes ?? AssumedMinutes;

    /// <summary>The time that a form leaves for one question; null where its time or its size is unknown.</summary>
    public TimeSpan? Pace => FormMinutes is { } minutes && Questions is > 0 and var questions ? TimeSpan.FromMinutes(minutes) / questions : null;

    /// <summary>Whether the form's time is an assumption and must be shown as one.</summary>
    public bool MinutesAreAssumed => Minutes is null && AssumedMinutes is not null;
}

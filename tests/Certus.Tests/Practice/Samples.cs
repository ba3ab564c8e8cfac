using Certus.Catalog;
using Certus.Practice;

namespace Certus.Tests.Practice;

/// <summary>Small questions, forms and sittings.</summary>
internal static class Samples
{
    public const string ExamCode = "TST-C01";

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Question Single(string id, int key = 0, string task = ExamCode + "/1.1", string skill = "a-skill") =>
        Choice(id, QuestionType.Single, 4, [key]) with { Tasks = [task], Skills = [skill] };

    public static Question Multiple(string id, int options, params int[] key) => Choice(id, QuestionType.Multiple, options, key);

    public static Question Ordering(string id, int steps) =>
        Choice(id, QuestionType.Ordering, steps, []) with { Key = Picks.InOrder(Enumerable.Range(0, steps)) };

    public static Question Matching(string id, int choices, params int[] key) =>
        Choice(id, QuestionType.Matching, choices, []) with { Key = Picks.InOrder(key), Prompts = [.. key.Select((_, i) => new Prompt($"Prompt {i}", "It fits."))] };

    /// <summary>One question of each type: single (key 2), multiple (keys 1 and 3 of 5), ordering of three, matching of three prompts to four choices.</summary>
    public static IReadOnlyList<Question> OneOfEach { get; } = [Single("single", 2), Multiple("multiple", 5, 1, 3), Ordering("ordering", 3), Matching("matching", 4, 0, 2, 2)];

    public static FormItem Place(Question question, int position, bool scored = true, string? domain = ExamCode + "/1", bool fresh = true) => new(
        position, question.Id, "v1", question.GeneratedFrom, domain, question.TaskIn(ExamCode), scored, fresh,
        [.. Enumerable.Range(0, question.Options.Count)], question.Shape);

    public static Form Form(IReadOnlyList<Question> questions, int? minutes = 60) =>
        new(ExamCode, 7, minutes, [.. questions.Select((question, i) => Place(question, i + 1))]);

    public static SittingStart Start(SittingMode mode = SittingMode.Exam, int? minutes = 60, int extra = 0, IReadOnlyList<Question>? questions = null) =>
        new(new("11111111-1111-1111-1111-111111111111"), mode, Form(questions ?? OneOfEach, minutes), Noon, extra);

    public static Sitting Begin(SittingMode mode = SittingMode.Exam, int? minutes = 60, int extra = 0, IReadOnlyList<Question>? questions = null) =>
        Sitting.Begin(Start(mode, minutes, extra, questions));

    /// <summary>The sitting after events that must all be accepted.</summary>
    public static Sitting After(this Sitting sitting, params SittingEvent[] events)
    {
        foreach (var happened in events) sitting = Assert.IsType<Submission.Accepted>(sitting.Submit(happened)).Next;
        return sitting;
    }

    public static string Reason(this Submission submission) => Assert.IsType<Submission.Refused>(submission).Reason;

    public static SittingEvent Answer(int position, Picks picks, int seconds = 60) => new SittingEvent.Answered(Guid.NewGuid(), Noon.AddSeconds(seconds), position, picks, TimeSpan.FromSeconds(5));

    private static Question Choice(string id, QuestionType type, int options, int[] key) => new(
        id, type, "modeling", [ExamCode + "/1.1"], ["a-skill"], 0.5, $"Which holds for {id}?",
        [.. Enumerable.Range(0, options).Select(i => new Option($"Option {i} of {id}", "Because.", key.Contains(i) ? null : $"belief-{i}"))], [],
        Picks.Of(key), "One line.", [new("A page", "https://docs.aws.amazon.com/a")], new(2026, 11, 23), new("agreed", 90, "B", new(2026, 11, 23)), null, null, []);
}

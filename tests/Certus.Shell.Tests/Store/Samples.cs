using Certus.Catalog;
using Certus.Practice;

namespace Certus.Shell.Tests.Store;

/// <summary>Questions, forms and instants to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Question Question(string id, string stem = "Which one?") => new(
        id, QuestionType.Single, "modeling", ["MLS-C01/3.1"], ["framing"], 0, stem,
        [new("This", "It is.", null), new("That", "It is not.", "confuses-this-and-that"), new("Neither", "One is.", null), new("Both", "One is.", null)],
        [], Picks.Of([0]), "This, not that.", [new("A page", "https://docs.aws.amazon.com/")], new(2026, 11, 1), new("agreed", 90, "B", new(2026, 11, 2)), null, null, []);

    public static IReadOnlyList<BankItem> Items(int count, string prefix = "question") =>
        [.. Enumerable.Range(1, count).Select(i => BankItem.Of(Question($"{prefix}-{i}")))];

    public static SittingStart Start(IReadOnlyList<BankItem> items, SittingMode mode = SittingMode.Exam, int? minutes = 180) => new(
        Guid.NewGuid(), mode,
        new("MLS-C01", 7, minutes, [.. items.Select((item, i) => new FormItem(i + 1, item.Question.Id, item.Version, null, "1", "MLS-C01/3.1", true, true, [2, 0, 1, 3], item.Question.Shape))]),
        Noon, 0);

    public static SittingEvent.Answered Answer(int position, int option, double secondsAfterNoon = 1) =>
        new(Guid.NewGuid(), Noon.AddSeconds(secondsAfterNoon), position, Picks.Of([option]), TimeSpan.FromSeconds(3));

    public static SittingEvent.Shown Show(int position, double secondsAfterNoon = 1) => new(Guid.NewGuid(), Noon.AddSeconds(secondsAfterNoon), position);
}

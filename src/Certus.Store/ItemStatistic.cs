using Certus.Measure.Analysis;
using Certus.Practice;

namespace Certus.Store;

/// <summary>How a question of the bank fares, for who wrote it.</summary>
/// <param name="Record">Its answers.</param>
/// <param name="Exam">The exam at whose ability it is judged; null where it tests none.</param>
/// <param name="Expected">What was to be expected; null without an answer or an exam.</param>
/// <param name="Reports">Reports against it.</param>
/// <param name="InBank">Whether it can still be asked.</param>
public sealed record ItemStatistic(QuestionRecord Record, string? Exam, Expectation? Expected, int Reports, bool InBank)
{
    /// <summary>With fewer answers nothing is said of the rating.</summary>
    public const int LeastAnswers = 5;

    /// <summary>What is less likely than this is called a surprise.</summary>
    public const double Odd = 0.05;

    /// <summary>What the answers say of the author's rating.</summary>
    public ItemVerdict Verdict =>
        Record.Answers.Count < LeastAnswers || Expected is not { } expected ? ItemVerdict.NothingYet
        : expected.Surprise >= Odd ? ItemVerdict.AsRated
        : Record.Share < expected.Share ? ItemVerdict.Harder : ItemVerdict.Easier;
}

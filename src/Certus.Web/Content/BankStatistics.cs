using System.Globalization;
using Certus.Catalog;
using Certus.Content;
using Certus.Store;
using Certus.Web.Failures;
using Certus.Web.Layout;

namespace Certus.Web.Content;

/// <summary>How the questions fare, for those who write them.</summary>
public static class BankStatistics
{
    /// <summary>So many questions are listed unless all are asked for.</summary>
    public const int Most = 50;

    /// <summary>What the page shows.</summary>
    /// <param name="Statistics">The figures.</param>
    /// <param name="Register">The catalog, for names.</param>
    /// <param name="Exams">Exams to choose from.</param>
    /// <param name="Areas">Skill areas to choose from.</param>
    /// <param name="Exam">The exam chosen; null for all.</param>
    /// <param name="Area">The area chosen; null for all.</param>
    /// <param name="All">Whether all are listed.</param>
    public sealed record Model(ItemStatistics Statistics, Register Register, IReadOnlyList<string> Exams, IReadOnlyList<string> Areas, string? Exam, string? Area, bool All);

    /// <summary>Maps <c>/bank/statistics</c>.</summary>
    public static void MapBankStatistics(this IEndpointRouteBuilder routes) => routes.MapPage("/bank/statistics", async (
        string? exam, string? area, string? show, HttpContext context, AnswerHistory history, QuestionReports reports, Library library, TimeProvider clock, CancellationToken cancel) =>
    {
        var (code, wanted) = (exam?.Trim().ToUpperInvariant() is { Length: > 0 } given ? given : null, area?.Trim() is { Length: > 0 } named ? named : null);
        var practiced = Catalog.Exams.Practiced(library.Bank);
        string[] exams = [.. library.Register.Certifications.Where(one => practiced.Contains(one.Code) && one.Domains.Count > 0).Select(one => one.Code).Order(StringComparer.Ordinal)];
        string[] areas = [.. library.Bank.Items.Select(item => item.Question.Area).Distinct().Order(StringComparer.Ordinal)];
        if (code is not null && !exams.Contains(code)) { await Failure.Answer(context, StatusCodes.Status404NotFound, $"The bank has no questions of an exam '{exam}'.", link: ("/bank/statistics", "All questions")); return; }
        if (wanted is not null && !areas.Contains(wanted)) { await Failure.Answer(context, StatusCodes.Status404NotFound, $"The bank has no area '{area}'.", link: ("/bank/statistics", "All questions")); return; }
        var now = clock.GetUtcNow();
        var statistics = ItemStatistics.Of(
            await history.ReadAsync(Learner.Local, now, cancel), await reports.ListAsync(Learner.Local, cancel), library.Register, library.Bank, now,
            code is null ? null : library.Register.ByCode[code], wanted);
        await Show.Page<BankStatisticsPage>(new Model(statistics, library.Register, exams, areas, code, wanted, show == "all")).ExecuteAsync(context);
    });

    /// <summary>What the answers to a question say, in a sentence.</summary>
    public static string Say(ItemStatistic item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var count = item.Record.Answers.Count;
        return item.Verdict switch
        {
            _ when count == 0 => "No answer: says nothing yet.",
            ItemVerdict.NothingYet when count >= ItemStatistic.LeastAnswers => "It tests no exam with domains, so there is nothing to compare with.",
            ItemVerdict.NothingYet => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "answer" : "answers")}: says nothing yet."),
            ItemVerdict.AsRated => "Nothing against the author’s rating.",
            ItemVerdict.Harder => "Harder than its author thinks, or something is wrong with it.",
            _ => "Easier than its author thinks, or its wrong options give it away.",
        };
    }
}

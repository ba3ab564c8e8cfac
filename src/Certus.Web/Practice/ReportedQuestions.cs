using Certus.Store;
using Certus.Web.Layout;

namespace Certus.Web.Practice;

/// <summary>What the learner reported about questions; it stays on this machine.</summary>
public static class ReportedQuestions
{
    /// <summary>What the page shows.</summary>
    public sealed record Model(IReadOnlyList<QuestionReport> Reports, TimeZoneInfo Zone);

    /// <summary>Maps <c>/reports</c>.</summary>
    public static void MapReportedQuestions(this IEndpointRouteBuilder routes) => routes.MapPage("/reports", async (QuestionReports reports, TimeProvider clock, CancellationToken cancel) =>
        Show.Page<ReportedQuestionsPage>(new Model(await reports.ListAsync(Learner.Local, cancel), clock.LocalTimeZone)));
}

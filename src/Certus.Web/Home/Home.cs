using Certus.Catalog;
using Certus.Content;
using Certus.Practice;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Layout;
using Certus.Web.Measure;
using Certus.Web.Plan;
using Certus.Web.Practice;
using Certus.Web.Remember;

namespace Certus.Web.Home;

/// <summary>The first page: what to do next.</summary>
public static class Home
{
    /// <summary>What it shows.</summary>
    /// <param name="Now">The present.</param>
    /// <param name="Zone">The learner's time zone.</param>
    /// <param name="Running">Sittings that can be gone on with: running clocks first, then the latest.</param>
    /// <param name="Recent">The last attempts that are over.</param>
    /// <param name="Exams">Every exam with its state today.</param>
    /// <param name="Weakest">The domain of the last full exam that fell furthest short, with its exam.</param>
    /// <param name="Again">Misconceptions shown in two sittings or more and not overcome since, the latest first.</param>
    /// <param name="Register">The catalog.</param>
    /// <param name="Due">Cards and missed questions that wait for review today; 0 for who has never reviewed one.</param>
    /// <param name="Plan">The plan; its own plan is null where there is none.</param>
    public sealed record Model(
        DateTimeOffset Now, TimeZoneInfo Zone, IReadOnlyList<Attempt> Running, IReadOnlyList<Attempt> Recent, IReadOnlyList<Exams.Row> Exams, (string Exam, Domain Domain)? Weakest,
        IReadOnlyList<BeliefRecord> Again, Register Register, int Due, PlanState Plan);

    /// <summary>Maps <c>/</c>.</summary>
    public static void MapHome(this IEndpointRouteBuilder routes) => routes.MapPage("/", async (Attempts attempts, Readings readings, Memory memory, PlanDesk desk, Library library, TimeProvider clock, CancellationToken cancel) =>
    {
        var all = await attempts.ListAsync(Learner.Local, cancel);
        var state = await memory.ReadAsync(cancel);
        var over = all.Where(attempt => attempt.OverSince is not null).ToList();
        return Show.Page<HomePage>(new Model(
            clock.GetUtcNow(), clock.LocalTimeZone, Attempt.ByUrgency(all), [.. over.Take(5)],
            Exams.Rows(library.Register, Exams.Today(clock)), Weakest(over, library.Register),
            [.. BeliefsRoom.Records(await readings.AnswersAsync(cancel), library.Register).Where(record => record.Again)], library.Register,
            state.Cards.Cards.IsEmpty ? 0 : (await memory.DayAsync(state, cancel)).Now.Count, await desk.ReadAsync(cancel)));
    });

    private static (string, Domain)? Weakest(List<Attempt> over, Register register)
    {
        var last = over.FirstOrDefault(attempt => attempt.Sitting.Start.Mode == SittingMode.Exam && attempt.Report is { Domains.Count: > 0 });
        if (last?.Report?.Domains.Where(domain => !domain.Meets).MinBy(domain => domain.Share) is not { } weak || last.Sitting.Form.Exam is not { } code) return null;
        return register.ByCode.TryGetValue(code, out var exam) && exam.Domains.FirstOrDefault(domain => domain.Id == weak.DomainId) is { } domain ? (code, domain) : null;
    }
}

using Certus.Content;
using Certus.Practice;
using Certus.Remember;
using Certus.Store;
using Certus.Web.Measure;
using Certus.Web.Practice;

namespace Certus.Web.Remember;

/// <summary>Missed questions among the reviews: when one is due, a variant of it is asked.</summary>
/// <param name="memory">The learner's wishes and memory model.</param>
/// <param name="readings">What the learner has answered.</param>
/// <param name="attempts">The learner's sittings with their reports.</param>
/// <param name="sittings">Where a set of variants begins.</param>
/// <param name="library">The bank.</param>
/// <param name="clock">The clock.</param>
/// <remarks>Nothing is kept for it: the answers themselves say when a question is due.</remarks>
public sealed class MissedQuestions(Memory memory, Readings readings, Attempts attempts, Sittings sittings, Library library, TimeProvider clock)
{
    /// <summary>Questions of one set.</summary>
    public const int MostTogether = 10;

    /// <summary>The missed questions that are due today, those that wait longest first.</summary>
    public async Task<IReadOnlyList<MissedQuestion>> DueAsync(Memory.State state, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        var today = state.Days.Of(state.Now);
        return [.. Of(await readings.AnswersAsync(cancel), Questions(state)).Where(missed => missed.Schedule.DueDay(state.Days) <= today).OrderBy(missed => missed.Schedule.Due).ThenBy(missed => missed.SittingId).ThenBy(missed => missed.Position)];
    }

    /// <summary>Begins a study set of variants of what is due.</summary>
    /// <returns>Why there is none; null where it has begun.</returns>
    public async Task<string?> StartAsync(Guid id, CancellationToken cancel)
    {
        var due = (await DueAsync(await memory.ReadAsync(cancel), cancel)).Take(MostTogether).ToList();
        if (due.Count == 0) return "No missed question is due today.";
        var all = await attempts.ListAsync(Learner.Local, cancel);
        var exposure = await sittings.ExposureAsync(Learner.Local, clock.GetUtcNow(), cancel);
        var reports = all.Where(attempt => attempt.Report is not null).ToDictionary(attempt => attempt.Sitting.Start.Id, attempt => attempt.Report!);
        List<(Report, int)> missed = [.. due.Where(question => reports.ContainsKey(question.SittingId)).Select(question => (reports[question.SittingId], question.Position))];
        switch (Variants.Of(missed, library.Register, library.Bank, exposure, PracticeStart.FreshSeed()))
        {
            case Assembly.Assembled assembled:
                await sittings.StartAsync(Learner.Local, new(id, SittingMode.Study, assembled.Form, clock.GetUtcNow(), 0), assembled.Items, cancel);
                return null;
            case Assembly.Impossible impossible: return impossible.Reason;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    // A question comes back in days: minutes after its explanation was read, a right answer says nothing.
    private static Scheduler Questions(Memory.State state) => new(state.Model, new() { DesiredRetention = state.Settings.DesiredRetention, Days = state.Days, Steps = false });

    /// <summary>Plays the answers as reviews: of the question itself, or of a variant that stood for it.</summary>
    internal static IReadOnlyList<MissedQuestion> Of(IEnumerable<AnsweredQuestion> answers, Scheduler scheduler)
    {
        Dictionary<(Guid, int), string> names = [];                     // which question a place of a sitting stood for
        Dictionary<string, MissedQuestion> missed = new(StringComparer.Ordinal);
        foreach (var answer in answers.Where(answer => answer.Met && answer.Result.Answered).OrderBy(answer => answer.At))
        {
            var item = answer.Result.Item;
            var name = item.Variant is { } variant && names.TryGetValue((variant.SittingId, variant.Position), out var original) ? original : item.QuestionId;
            names[(answer.SittingId, item.Position)] = name;
            var known = missed.GetValueOrDefault(name);
            if (known is null && answer.Result.Right) continue;         // what was never missed needs no review
            var schedule = scheduler.Review(known?.Schedule ?? CardSchedule.New(DateTimeOffset.MinValue), answer.Result.Right ? Grade.Good : Grade.Again, answer.At, (ulong)name.Length);
            missed[name] = answer.Result.Right ? known! with { Schedule = schedule } : new(answer.SittingId, item.Position, schedule);
        }
        return [.. missed.Values];
    }
}

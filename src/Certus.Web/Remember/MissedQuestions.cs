using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certus.Content;
using Certus.Practice;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Measure;
using Certus.Web.Practice;

namespace Certus.Web.Remember;

/// <summary>Missed questions among the reviews: when one is due, a variant of it is asked, in a sitting of its own that is over with the answer.</summary>
/// <param name="readings">What the learner has answered.</param>
/// <param name="sittings">Where a variant is asked.</param>
/// <param name="library">The bank.</param>
/// <param name="clock">The clock.</param>
/// <remarks>Nothing is kept for it: the answers themselves say when a question is due.</remarks>
public sealed class MissedQuestions(Readings readings, Sittings sittings, Library library, TimeProvider clock)
{
    private const int PaceAnswers = 200;
    private const double LeastSeconds = 15, MostSeconds = 180;

    /// <summary>What the day knows of missed questions.</summary>
    /// <param name="state">The learner's cards.</param>
    /// <param name="answers">All answers of sittings that are over.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<DueQuestions> TodayAsync(Memory.State state, IReadOnlyList<AnsweredQuestion> answers, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(answers);
        var today = state.Days.Of(state.Now);
        List<QueuedQuestion> due = [];
        foreach (var missed in Of(answers, SchedulerOf(state)).Where(missed => missed.Schedule.DueDay(state.Days) <= today).OrderBy(missed => missed.Schedule.Due).ThenBy(missed => missed.Name, StringComparer.Ordinal))
            due.Add(new(missed.Name, missed.Skill, missed.Schedule.Due, (await FindAsync(missed, cancel)).Open is { } open && open.Places.Any(place => place.ShownAt is not null)));
        var done = answers.Where(answer => answer is { Mode: SittingMode.Review, Met: true } && state.Days.Of(answer.At) == today).ToList();
        return new(due, [.. done.Select(answer => answer.At).Distinct()], done.Sum(answer => Math.Min(answer.Result.Place.Elapsed.TotalSeconds, MostSeconds)), PaceOf(answers));
    }

    /// <summary>Whether a question was ever missed.</summary>
    /// <param name="name">Its <see cref="MissedQuestion.Name"/>.</param>
    /// <param name="state">The learner's cards.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<bool> KnowsAsync(string name, Memory.State state, CancellationToken cancel) =>
        Of(await readings.AnswersAsync(cancel), SchedulerOf(state)).Any(missed => missed.Name == name);

    /// <summary>The sitting in which a missed question is asked; begun where it has not been yet. The same until it is answered, in any window.</summary>
    /// <returns>Null where nothing can be asked for it any more: it has left the bank.</returns>
    public async Task<Sitting?> OpenAsync(string name, Memory.State state, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        var missed = Of(await readings.AnswersAsync(cancel), SchedulerOf(state)).First(missed => missed.Name == name);
        var (id, open) = await FindAsync(missed, cancel);
        if (open is not null) return open;
        if (await sittings.FindAsync(Learner.Local, missed.SittingId, cancel) is not { } origin) return null;
        var report = Report.Of(origin, await sittings.QuestionsAsync(origin.Form, cancel), null);
        var now = clock.GetUtcNow();
        return Variants.Of([(report, missed.Position)], library.Register, library.Bank, await sittings.ExposureAsync(Learner.Local, now, cancel), PracticeStart.FreshSeed()) is Assembly.Assembled assembled
            ? await sittings.StartAsync(Learner.Local, new(id, SittingMode.Review, assembled.Form, now, 0), assembled.Items, cancel)
            : null;
    }

    /// <summary>The sitting for a question as it now stands: of one id for everybody who asks, so that two windows begin it once.</summary>
    private async Task<(Guid Id, Sitting? Open)> FindAsync(MissedQuestion missed, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var named = string.Create(CultureInfo.InvariantCulture, $"{missed.Name} {missed.SittingId} {missed.Schedule.Repetitions} {attempt}");
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, 16));
            if (await sittings.FindAsync(Learner.Local, id, cancel) is not { } sitting) return (id, null);
            if (sitting.DiscardedAt is null && sitting.OverSince(clock.GetUtcNow()) is null) return (id, sitting);      // one that was ended without an answer asks no more
        }
    }

    // A question comes back in days: minutes after its explanation was read, a right answer says nothing.
    private static Scheduler SchedulerOf(Memory.State state) => new(state.Model, new() { DesiredRetention = state.Settings.DesiredRetention, Days = state.Days, Steps = false });

    private static double PaceOf(IEnumerable<AnsweredQuestion> answers)
    {
        var seconds = answers.Where(answer => answer.Result.Answered).OrderByDescending(answer => answer.At).Select(answer => answer.Result.Place.Elapsed.TotalSeconds).Where(elapsed => elapsed > 0).Take(PaceAnswers).Order().ToList();
        return seconds.Count == 0 ? DueQuestions.UsualSeconds : Math.Clamp(seconds[seconds.Count / 2], LeastSeconds, MostSeconds);
    }

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
            missed[name] = answer.Result.Right ? known! with { Schedule = schedule } : new(name, answer.Result.Question.Skills[0], answer.SittingId, item.Position, schedule);
        }
        return [.. missed.Values];
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Certus.Plan;
using Certus.Plan.Diary;
using Certus.Remember;
using Certus.Store;

namespace Certus.Web.Plan;

/// <summary>Reads a learner's plan, makes it and revises it.</summary>
/// <param name="log">The log of plans.</param>
/// <param name="requests">What a plan is made from.</param>
/// <param name="preferences">The learner's wishes.</param>
/// <param name="clock">The clock.</param>
public sealed class PlanDesk(PlanLog log, PlanRequests requests, Preferences preferences, TimeProvider clock)
{
    /// <summary>The plan as it stands.</summary>
    public async Task<PlanState> ReadAsync(CancellationToken cancel) => await StateAsync(await log.ReadAsync(Learner.Local, cancel), cancel);

    /// <summary>The plan as it stands, revised before where a day was missed since it last changed or enough was answered since to know the learner better. Of a revision that was undone none is made again that day.</summary>
    public async Task<PlanState> CatchUpAsync(CancellationToken cancel)
    {
        var state = await TakeInAsync(await ReadAsync(cancel), cancel);
        if (state is not { Plan: { } plan, Diary.Standing: { } standing } || state.Today >= plan.ExamDay) return state;
        List<string> causes = [];
        var missed = plan.Sessions.Where(session => session.Day >= standing.Day && session.Day < state.Today && session.Purpose != Purpose.Rest && !state.IsDone(session)).ToList();
        if (missed.Count > 0)
            causes.Add(missed.Select(session => session.Day).Distinct().Count() is > 1 and var days ? $"{days} days were missed in part or whole, {PlanWords.Day(missed[0].Day)} the first of them." : $"{PlanWords.Day(missed[0].Day)} was missed in part or whole.");
        var answers = await requests.CountingSinceAsync(plan.Exam, standing.At, cancel);
        if (answers >= PlanRequests.FewestAnswers) causes.Add(string.Create(CultureInfo.InvariantCulture, $"{answers} new answers tell more of where you stand."));
        if (causes.Count == 0) return state;
        var why = answers >= PlanRequests.FewestAnswers ? " measured" : "";
        return await ReviseAsync(state, string.Join(' ', causes), StableId($"{standing.Version} {state.Today:O}{why}"), cancel) ?? await ReadAsync(cancel);
    }

    /// <summary>Finishes what other rooms know to be done since the plan was made. What is undone of that is not done again.</summary>
    private async Task<PlanState> TakeInAsync(PlanState state, CancellationToken cancel)
    {
        if (state is not { Plan: { } plan, Diary.Made: { } made }) return state;
        var byHand = await requests.ByHandAsync(cancel);
        var days = new LearnerDays(state.Zone, (await RememberSettings.KeptAsync(preferences, cancel)).DayStartsAt);
        List<PlanEvent> done = [];
        foreach (var session in plan.Sessions.Where(session => session.Purpose == Purpose.Lab && !state.IsDone(session) && session.Id != state.Diary.Timer?.Session))
            if (byHand.TryGetValue(session.Id[..session.Id.LastIndexOf(':')], out var at) && at > made.At && StableId($"{made.Id} {session.Id} {at:O}") is var id && !state.Diary.Knows(id))
                done.Add(new PlanEvent.Finished(id, state.Now, days.Of(at), session.Id, session.Minutes, session.Purpose, session.Title));
        return done.Count == 0 ? state : await StateAsync((await log.AppendAsync(Learner.Local, done, [], cancel)).Diary, cancel);
    }

    /// <summary>Revises the plan from today on.</summary>
    /// <returns>The state afterward; null where nothing changed, or where it was revised under this id already.</returns>
    public async Task<PlanState?> ReviseAsync(PlanState state, string cause, Guid id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state is not { Plan: { } plan, Diary: { Standing: { } standing, Made: { } made } } || state.Diary.Knows(id) || !requests.Knows(made.Wish.Exam)) return null;
        var request = await requests.OfAsync(made.Wish, state, plan.Start, plan.ExamDay, made.At, cancel);
        var progress = state.Diary.Progress(state.Today);
        // Practice under the timer is under way, and stays.
        if (state.Timed is { Purpose: Purpose.Practice or Purpose.Review, Minutes: > 0 } timed)
            progress = progress with { MinutesDone = new Dictionary<string, int>(progress.MinutesDone, StringComparer.Ordinal) { [timed.Id] = Math.Max(1, progress.MinutesDone.GetValueOrDefault(timed.Id)) } };
        var revision = Replanner.Revise(plan, request, progress);
        var (version, body) = PlanLog.Pack(revision.Plan);
        if (version == standing.Version) return null;
        var revised = new PlanEvent.Revised(id, state.Now, state.Today, version, revision.Plan.ExamDay, revision.Plan.Chance, standing.Version, cause, revision.Moves);
        return await StateAsync((await log.AppendAsync(Learner.Local, [revised], [body], cancel)).Diary, cancel);
    }

    /// <summary>Makes a plan from today on.</summary>
    /// <param name="wish">What is asked; with a day, or without one for the earliest.</param>
    /// <param name="id">The id that the form gave it, so that sending it twice makes it once.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>The state afterward, or one sentence that says why there is no plan.</returns>
    public async Task<(PlanState? State, string? Refused)> MakeAsync(PlanWish wish, Guid id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var diary = await log.ReadAsync(Learner.Local, cancel);
        if (diary.Knows(id)) return (await StateAsync(diary, cancel), null);
        var state = await StateAsync(diary, ZoneOf(wish.Zone), cancel);
        IReadOnlyList<PlanEvent> stopped = state.Stopped(id);
        if (stopped.Count > 0) state = state with { Diary = diary.After(stopped) };
        wish = await requests.KnowingAsync(PlanRequests.GoingOn(wish, state), cancel);
        var request = await requests.OfAsync(wish, state, state.Today, wish.ExamDay ?? state.Today.AddDays(1), state.Now, cancel);
        if (request.Syllabus.Skills.Count == 0) return (null, $"Nothing of {wish.Exam} is left to learn by what is taken for known; practice and the mock exams need no plan.");
        if (wish.ExamDay is null)
        {
            if (requests.Earliest(wish, request) is not { } day) return (null, $"There is no day within two years on which everything fits and {wish.Exam} can be sat; more minutes a day would help, or a date of your own.");
            request = request with { ExamDay = day };
        }
        var plan = Planner.Make(request);
        var (version, body) = PlanLog.Pack(plan);
        var made = new PlanEvent.Made(id, state.Now, state.Today, version, plan.ExamDay, plan.Chance, wish, PlanRequests.Hash(request));
        var appended = await log.AppendAsync(Learner.Local, [.. stopped, made], [body], cancel);
        return (await StateAsync(appended.Diary, cancel), appended.Refused);
    }

    /// <summary>Appends the events of one act.</summary>
    public Task<PlanAppended> AppendAsync(IReadOnlyList<PlanEvent> act, CancellationToken cancel) => log.AppendAsync(Learner.Local, act, [], cancel);

    /// <summary>Plans by their versions.</summary>
    public async Task<IReadOnlyDictionary<string, StudyPlan>> PlansAsync(IEnumerable<string> versions, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(versions);
        Dictionary<string, StudyPlan> plans = new(StringComparer.Ordinal);
        foreach (var version in versions) plans[version] = await log.PlanAsync(version, cancel);
        return plans;
    }

    /// <summary>What plans once had and the one that stands has not.</summary>
    public async Task<IReadOnlyList<PlannedOnce>> GoneAsync(PlanState state, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (await log.EverAsync(Learner.Local, state.Diary, cancel)).Gone(state.Diary, state.Plan);
    }

    /// <summary>A time zone by its IANA name; null where nobody knows it.</summary>
    public static TimeZoneInfo? Zone(string? name) => name is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && (zone.HasIanaId || zone.Id == "UTC") ? zone : null;

    /// <summary>The IANA name of a time zone; UTC where it has none.</summary>
    public static string NameOf(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var name) ? name : "UTC";
    }

    private TimeZoneInfo ZoneOf(string? name) => Zone(name) ?? clock.LocalTimeZone;

    private Task<PlanState> StateAsync(PlanDiary diary, CancellationToken cancel) => StateAsync(diary, ZoneOf(diary.Made?.Wish.Zone), cancel);

    private async Task<PlanState> StateAsync(PlanDiary diary, TimeZoneInfo zone, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var today = new LearnerDays(zone, (await RememberSettings.KeptAsync(preferences, cancel)).DayStartsAt).Of(now);
        var plan = diary.Standing is { } standing ? await log.PlanAsync(standing.Version, cancel) : null;
        return new(diary, plan, today, now, zone, await PlanSettings.KeptAsync(preferences, cancel));
    }

    private static Guid StableId(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

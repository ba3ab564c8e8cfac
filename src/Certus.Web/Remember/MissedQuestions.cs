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
/// <remarks>Nothing is stored for it: the answers themselves say when a question is due. How they were played is kept in memory, and later answers are played on.</remarks>
public sealed class MissedQuestions(Readings readings, Sittings sittings, Library library, TimeProvider clock)
{
    private const int PaceAnswers = 200;
    private const double LeastSeconds = 15, MostSeconds = 180;

    private readonly Lock _gate = new();
    private Played? _played;

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
        var (all, pace) = Play(answers, state);
        foreach (var missed in all.Where(missed => missed.Schedule.DueDay(state.Days) <= today).OrderBy(missed => missed.Schedule.Due).ThenBy(missed => missed.Name, StringComparer.Ordinal))
            due.Add(new(missed.Name, missed.Skill, missed.Schedule.Due, (await FindAsync(missed, cancel)).Open is { } open && open.Places.Any(place => place.ShownAt is not null)));
        var done = answers.Where(answer => answer is { Mode: SittingMode.Review, Met: true } && state.Days.Of(answer.At) == today).ToList();
        return new(due, [.. done.Select(answer => answer.At).Distinct()], done.Sum(answer => Math.Min(answer.Result.Place.Elapsed.TotalSeconds, MostSeconds)), pace);
    }

    /// <summary>Whether a question was ever missed.</summary>
    /// <param name="name">Its <see cref="MissedQuestion.Name"/>.</param>
    /// <param name="state">The learner's cards.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<bool> KnowsAsync(string name, Memory.State state, CancellationToken cancel) =>
        Play(await readings.AnswersAsync(cancel), state).Missed.Any(missed => missed.Name == name);

    /// <summary>The sitting in which a missed question is asked; begun where it has not been yet. The same until it is answered, in any window.</summary>
    /// <returns>Null where nothing can be asked for it any more: it has left the bank.</returns>
    public async Task<Sitting?> OpenAsync(string name, Memory.State state, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        var missed = Play(await readings.AnswersAsync(cancel), state).Missed.First(missed => missed.Name == name);
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

    private (IReadOnlyList<MissedQuestion> Missed, double Pace) Play(IReadOnlyList<AnsweredQuestion> answers, Memory.State state)
    {
        lock (_gate)
        {
            if (_played?.IsAsFor(state) != true) _played = new(state);
            if (!ReferenceEquals(_played.Of, answers) && !_played.TryPlay(answers)) (_played = new(state)).TryPlay(answers);
            return (_played.Missed, _played.Pace);
        }
    }

    private static double PaceOf(IEnumerable<AnsweredQuestion> answers)
    {
        var seconds = answers.Where(answer => answer.Result.Answered && answer.Result.Place.Elapsed > TimeSpan.Zero).OrderByDescending(answer => answer.At).Take(PaceAnswers).Select(answer => answer.Result.Place.Elapsed.TotalSeconds).Order().ToList();
        return seconds.Count == 0 ? DueQuestions.UsualSeconds : Math.Clamp(seconds[seconds.Count / 2], LeastSeconds, MostSeconds);
    }

    /// <summary>Plays the answers as reviews: of the question itself, or of a variant that stood for it.</summary>
    private sealed class Played(Memory.State state)
    {
        private readonly LearnerDays _days = state.Days;
        private readonly double _retention = state.Settings.DesiredRetention;
        private readonly Fsrs6Parameters _parameters = ((Fsrs6)state.Model).Parameters;
        private readonly Scheduler _scheduler = new(state.Model, new() { DesiredRetention = state.Settings.DesiredRetention, Days = state.Days, Steps = false });      // a question comes back in days: minutes after its explanation was read, a right answer says nothing
        private readonly Dictionary<(Guid, int), string> _names = [];                     // which question a place of a sitting stood for
        private readonly Dictionary<string, MissedQuestion> _missed = new(StringComparer.Ordinal);
        private AnsweredQuestion[] _inOrder = [];

        /// <summary>The answers that were played.</summary>
        public IReadOnlyList<AnsweredQuestion>? Of { get; private set; }

        /// <summary>What came of it.</summary>
        public IReadOnlyList<MissedQuestion> Missed { get; private set; } = [];

        /// <summary>The pace of the latest answers, in seconds a question.</summary>
        public double Pace { get; private set; }

        public bool IsAsFor(Memory.State other) =>
            _days == other.Days && _retention == other.Settings.DesiredRetention && _parameters.Values.SequenceEqual(((Fsrs6)other.Model).Parameters.Values);

        /// <summary>Plays what came later; false where something came in between, so that all has to be played anew.</summary>
        public bool TryPlay(IReadOnlyList<AnsweredQuestion> answers)
        {
            AnsweredQuestion[] inOrder = [.. answers.Where(answer => answer.Met && answer.Result.Answered).OrderBy(answer => answer.At)];
            if (_inOrder.Length > inOrder.Length || !_inOrder.Zip(inOrder).All(pair => ReferenceEquals(pair.First, pair.Second))) return false;
            foreach (var answer in inOrder.Skip(_inOrder.Length)) Play(answer);
            (_inOrder, Of, Missed, Pace) = (inOrder, answers, [.. _missed.Values], PaceOf(answers));
            return true;
        }

        private void Play(AnsweredQuestion answer)
        {
            var item = answer.Result.Item;
            var name = item.Variant is { } variant && _names.TryGetValue((variant.SittingId, variant.Position), out var original) ? original : item.QuestionId;
            _names[(answer.SittingId, item.Position)] = name;
            var known = _missed.GetValueOrDefault(name);
            if (known is null && answer.Result.Right) return;           // what was never missed needs no review
            var schedule = _scheduler.Review(known?.Schedule ?? CardSchedule.New(DateTimeOffset.MinValue), answer.Result.Right ? Grade.Good : Grade.Again, answer.At, (ulong)name.Length);
            _missed[name] = answer.Result.Right ? known! with { Schedule = schedule } : new(name, answer.Result.Question.Skills[0], answer.SittingId, item.Position, schedule);
        }
    }
}

using Certus.Catalog;
using Certus.Content;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Measure;

namespace Certus.Web.Remember;

/// <summary>A learner's cards with all that a page needs to show them.</summary>
/// <param name="log">The log of cards.</param>
/// <param name="preferences">The learner's wishes.</param>
/// <param name="readings">What the learner has answered.</param>
/// <param name="missed">Missed questions.</param>
/// <param name="library">The content.</param>
/// <param name="clock">The clock.</param>
public sealed class Memory(MemoryLog log, Preferences preferences, Readings readings, MissedQuestions missed, Library library, TimeProvider clock)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _needed = library.Register.Skills.Values.ToDictionary(skill => skill.Id, skill => skill.Prerequisites, StringComparer.Ordinal);

    private sealed record Kept(object Key, AimedDay Day);

    private volatile Kept? _aimed;

    /// <summary>What is known of a learner's cards at one instant.</summary>
    /// <param name="Cards">What has happened.</param>
    /// <param name="Decks">All decks that come with the content.</param>
    /// <param name="Own">The learner's own notes.</param>
    /// <param name="Settings">The learner's wishes.</param>
    /// <param name="Model">The memory model.</param>
    /// <param name="Days">The learner's days.</param>
    /// <param name="Now">The instant.</param>
    public sealed record State(
        LearnerCards Cards, IReadOnlyList<Deck> Decks, IReadOnlyList<Note> Own, ReviewSettings Settings, IMemoryModel Model, LearnerDays Days, DateTimeOffset Now)
    {
        private readonly Dictionary<string, CardSchedule> _schedules = new(StringComparer.Ordinal);     // a page asks for the same ones again

        /// <summary>The scheduler that the wishes ask for.</summary>
        public Scheduler Scheduler { get; } = Settings.SchedulerFor(Model, Days);

        /// <summary>The same scheduler, which puts a card on the day of its spread that holds least for its time.</summary>
        public Scheduler Balanced()
        {
            var due = All.Select(ScheduleOf).Where(schedule => schedule.State == CardState.Review).GroupBy(schedule => schedule.DueDay(Days)).ToDictionary(group => group.Key, group => group.Count());
            return Settings.SchedulerFor(Model, Days, date => due.GetValueOrDefault(date));
        }

        /// <summary>All cards there are.</summary>
        public IEnumerable<Card> All => Decks.SelectMany(deck => deck.Notes).Concat(Own).SelectMany(note => note.Cards);

        /// <summary>A card by its id; null where there is none.</summary>
        public Card? Find(string id)
        {
            var note = Note.IdOf(id);
            return Decks.SelectMany(deck => deck.Notes).Concat(Own).FirstOrDefault(known => known.Id == note)?.Cards.FirstOrDefault(card => card.Id == id);
        }

        /// <summary>Where a card stands.</summary>
        public CardSchedule ScheduleOf(Card card)
        {
            ArgumentNullException.ThrowIfNull(card);
            if (!_schedules.TryGetValue(card.Id, out var schedule)) _schedules.Add(card.Id, schedule = Cards.Of(card.Id).ScheduleBy(Scheduler, card.Key));
            return schedule;
        }

        /// <summary>The present, or the last review where the clock has been set back since.</summary>
        public DateTimeOffset NotBefore(CardSchedule schedule) => schedule?.LastReview > Now ? schedule.LastReview.Value : Now;

        /// <summary>The chance of recall now; null before the first review.</summary>
        public double? RetrievabilityOf(CardSchedule schedule) =>
            schedule is { Memory: { } memory, LastReview: { } last } ? Model.Retrievability(memory, Math.Max(0, (Now - last).TotalDays)) : null;
    }

    /// <summary>The learner's cards now.</summary>
    public async Task<State> ReadAsync(CancellationToken cancel)
    {
        var cards = await log.ReadAsync(Learner.Local, cancel);
        var settings = await RememberSettings.KeptAsync(preferences, cancel);
        return new(cards, library.Decks, await log.NotesAsync(cards, cancel), settings, await FittedModel.KeptAsync(preferences, cancel), new(clock.LocalTimeZone, settings.DayStartsAt), clock.GetUtcNow());
    }

    /// <summary>The exam that the reviews are aimed at; null where none with its day lies ahead.</summary>
    public Certification? AimedAt(State state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Settings is { Exam: { } code, ExamDay: { } day } && day > state.Days.Of(state.Now) ? library.Register.ByCode.GetValueOrDefault(code) : null;
    }

    /// <summary>The day as the way to the exam asks for it; null where no exam and day lie ahead.</summary>
    /// <remarks>The log alone decides it, so that every node gives the same; it is kept because it takes a moment to compute and stays the same all day.</remarks>
    public AimedDay? Aimed(State state, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(state);
        var today = state.Days.Of(state.Now);
        if (AimedAt(state) is not { } exam) return null;
        var before = state.Cards.Log.Count(happened => happened.Batch is not null || state.Days.Of(happened.At) < today);
        var away = state.Cards.Cards.Values.Count(card => card.IsSuspended);
        var key = (today, RememberSettings.Write(state.Settings), before, away, state.Own.Count, string.Join(',', ((Fsrs6)state.Model).Parameters.Values));
        if (_aimed is var (known, kept) && known.Equals(key)) return kept;
        var notes = InScope(state).SelectMany(deck => deck.Notes).Concat(state.Own).ToList();
        var weights = ExamWeights.Of(exam, library.Register, notes);
        var aimed = AimedDay.Of([.. notes.SelectMany(note => note.Cards).Where(card => weights.ContainsKey(card.Id)).Select(card => (card, weights[card.Id]))], state.Cards, state.Model, state.Settings, state.Days, state.Now, cancel);
        _aimed = new(key, aimed);
        return aimed;
    }

    /// <summary>What is reviewed today.</summary>
    /// <param name="state">The learner's cards.</param>
    /// <param name="cancel">Stops.</param>
    /// <param name="without">Missed questions that nothing can be asked for.</param>
    public async Task<ReviewDay> DayAsync(State state, CancellationToken cancel, IReadOnlySet<string>? without = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var since = state.Now - Lately;
        var answers = await readings.AnswersAsync(cancel);
        var weak = answers.Where(answer => answer.At >= since && answer.Met && !answer.Result.Right).SelectMany(answer => answer.Result.Question.Skills.Take(1)).ToHashSet(StringComparer.Ordinal);
        var questions = await missed.TodayAsync(state, answers, cancel);
        if (without is { Count: > 0 }) questions = questions with { Due = [.. questions.Due.Where(question => !without.Contains(question.Name))] };
        return ReviewDay.Of(InScope(state), state.Own, state.Cards, state.ScheduleOf, state.Model, state.Settings, state.Days, state.Now, _needed, weak, questions, Aimed(state, cancel));
    }

    /// <summary>The decks of the exam that the learner prepares for; all where none is chosen.</summary>
    public IReadOnlyList<Deck> InScope(State state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Settings.Exam is { } exam ? [.. state.Decks.Where(deck => IsOf(library.Register, deck.Skill, exam))] : state.Decks;
    }

    /// <summary>Whether an exam asks for a skill.</summary>
    public static bool IsOf(Register register, string skill, string exam)
    {
        ArgumentNullException.ThrowIfNull(register);
        return register.Skills.TryGetValue(skill, out var known) && known.Tasks.Any(task => task.StartsWith(exam + "/", StringComparison.Ordinal));
    }
}

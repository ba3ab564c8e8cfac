namespace Certus.Remember.Cards;

/// <summary>What a learner reviews today, in order.</summary>
/// <param name="Now">What to do now, the first one first: cards, and among them questions that were once missed.</param>
/// <param name="Later">Cards in steps that come back later today, by when.</param>
/// <param name="Left">Due cards that do not fit into the day's minutes.</param>
/// <param name="NewLeft">New cards there are beyond today's.</param>
/// <param name="QuestionsLeft">Missed questions that are due and wait for another day.</param>
/// <param name="ReviewedToday">Reviews and answers since the learner's day began.</param>
/// <param name="Credited">Due cards that wait because what builds on them was recalled since.</param>
/// <param name="Seconds">What <paramref name="Now"/> is expected to take, in seconds.</param>
public sealed record ReviewDay(IReadOnlyList<Queued> Now, IReadOnlyList<QueuedCard> Later, int Left, int NewLeft, int QuestionsLeft, int ReviewedToday, int Credited, double Seconds)
{
    /// <summary>Seconds that a review takes as long as nothing is known of the learner's pace.</summary>
    public const double UsualSeconds = 12;

    private const double UsualSecondsOfNew = 25;
    private const int PaceReviews = 200;
    private static readonly TimeSpan LearnAhead = TimeSpan.FromMinutes(20);

    /// <summary>The cards of <see cref="Now"/>.</summary>
    public IEnumerable<QueuedCard> Cards => Now.OfType<QueuedCard>();

    /// <summary>Puts the day together.</summary>
    /// <param name="decks">The decks in scope, in the order in which new cards come.</param>
    /// <param name="own">The learner's own notes.</param>
    /// <param name="cards">What has happened.</param>
    /// <param name="standing">Where each card stands.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="settings">The learner's wishes.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="now">The present.</param>
    /// <param name="needed">For each skill the skills that it builds on; for the credit. May be empty.</param>
    /// <param name="weak">Skills of questions answered wrong lately: their new cards come first.</param>
    /// <param name="questions">Missed questions.</param>
    /// <param name="aimed">The day as the way to an exam asks for it; null where no exam is aimed at, and cards come when they are about to be forgotten.</param>
    /// <remarks>
    /// Cards in steps come first, since minutes count for them. Reviews follow; where minutes are short, those that lose most by waiting a day for the seconds they take: a card long forgotten can wait, and so can a stable one. Skills that are mixed up with one another stand
    /// among one another, so that each review asks which of them it is; new cards come in small blocks of one skill, since a new term needs its own company first; missed questions come evenly among them. A card whose skill others build
    /// on, two of which were recalled since its last review, waits until its own chance of recall has fallen to 0.8: reviewing what builds on it has reviewed it too.
    /// </remarks>
    public static ReviewDay Of(
        IReadOnlyList<Deck> decks, IReadOnlyList<Note> own, LearnerCards cards, Func<Card, CardSchedule> standing, IMemoryModel model, ReviewSettings settings, LearnerDays days, DateTimeOffset now,
        IReadOnlyDictionary<string, IReadOnlyList<string>> needed, IReadOnlySet<string> weak, DueQuestions questions, AimedDay? aimed = null)
    {
        ArgumentNullException.ThrowIfNull(decks);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(needed);
        ArgumentNullException.ThrowIfNull(weak);
        ArgumentNullException.ThrowIfNull(questions);
        var today = days.Of(now);
        List<Note> notes = [.. decks.SelectMany(deck => deck.Notes), .. own];
        var subjects = notes.DistinctBy(note => note.Id).ToDictionary(note => note.Id, note => note.Subject, StringComparer.Ordinal);
        var soFar = new DaySoFar(cards, days, today, questions.AnsweredToday, card => subjects.GetValueOrDefault(Note.IdOf(card)));
        questions = questions with { Due = [.. questions.Due.Where(question => !(cards.Of(question.Id).BuriedUntil > today))] };

        var waiting = WaitingCards.Of(notes, cards, standing, model, settings, days, now, soFar, aimed);
        if (settings.BurySiblings) waiting.KeepOneOfEachNote();
        var pace = PaceOf(cards);
        var (taken, left) = aimed is null
            ? Fitting(waiting, new SkillCredit(notes, cards, needed, days), model, settings, now, soFar, questions, pace, weak)
            : Planned(waiting, settings, today, questions, aimed);

        var confusable = Confusable(decks);
        List<QueuedCard> steps = [.. waiting.Steps.OrderBy(queued => queued.Schedule.Due)], later = [.. waiting.Later.OrderBy(queued => queued.Schedule.Due)];
        var order = DayOrder.Spread(steps, DayOrder.Woven(DayOrder.Mixed(taken.Due, confusable, soFar), taken.Fresh, soFar), taken.Questions, confusable, soFar);
        if (order.Count == 0 && later.Count > 0 && later[0].Schedule.Due <= now + LearnAhead)      // nothing else is left: minutes early is no harm
        {
            order.Add(later[0]);
            later.RemoveAt(0);
        }
        return new(order, later, left.Due, left.Fresh, questions.Due.Count - taken.Questions.Count, soFar.Reviews.Count + questions.AnsweredToday.Count, left.Credited,
            order.Sum(queued => queued is QueuedQuestion ? questions.SecondsEach : queued is QueuedCard { IsNew: true } ? 2 * pace : pace));
    }

    /// <summary>The learner's pace: the median seconds of the latest reviews, 2 to 60.</summary>
    public static double PaceOf(LearnerCards cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        List<double> seconds = [];
        for (var i = cards.Log.Count - 1; i >= 0 && seconds.Count < PaceReviews; i--)
            if (cards.Log[i] is MemoryEvent.Reviewed { Elapsed: var elapsed } && elapsed > TimeSpan.Zero) seconds.Add(elapsed.TotalSeconds);
        if (seconds.Count == 0) return UsualSeconds;
        seconds.Sort();
        return Math.Clamp(seconds[seconds.Count / 2], 2, 60);
    }

    private readonly record struct Taken(List<QueuedCard> Due, List<QueuedCard> Fresh, List<QueuedQuestion> Questions);

    private readonly record struct NotTaken(int Due, int Fresh, int Credited);

    /// <summary>What is due, as far as the day's minutes go, and then new cards up to the day's number.</summary>
    private static (Taken, NotTaken) Fitting(
        WaitingCards waiting, SkillCredit credit, IMemoryModel model, ReviewSettings settings, DateTimeOffset now, DaySoFar soFar, DueQuestions questions, double pace, IReadOnlySet<string> weak)
    {
        var today = soFar.Today;
        var all = SecondsOf(settings, today);
        var asked = questions.Taken(all);
        var left = Math.Max(0, all - soFar.Seconds - questions.SecondsToday) - (waiting.Steps.Count * pace) - (asked.Count * questions.SecondsEach);

        var due = waiting.Due.Where(queued => !credit.Waits(queued)).ToList();
        var habits = new ReviewHabits();
        double Urgency(QueuedCard queued) => queued.Schedule is { Memory: { } memory, LastReview: { } last }
            ? (queued.Retrievability - model.Retrievability(memory, Math.Max(0, (now - last).TotalDays) + 1)) / habits.ExpectedSeconds(queued.Retrievability)
            : 0;
        var taken = due.OrderByDescending(Urgency).ThenBy(queued => queued.Card.Id, StringComparer.Ordinal).Take(Most(Math.Ceiling(left / pace))).ToList();

        var newToday = Math.Max(0, (int)Math.Round(settings.NewPerDay * settings.ShareOf(today)) - soFar.NewToday);
        var fresh = waiting.Fresh.OrderBy(queued => queued.Card.Note.Skill is { } skill && weak.Contains(skill) ? 0 : 1)
            .Take(Math.Min(newToday, Most((left - (taken.Count * pace)) / UsualSecondsOfNew))).ToList();
        return (new(taken, fresh, asked), new(due.Count - taken.Count, waiting.Fresh.Count - fresh.Count, waiting.Due.Count - due.Count));
    }

    /// <summary>What the plan of the morning holds and is not done yet; questions come on top of its minutes.</summary>
    private static (Taken, NotTaken) Planned(WaitingCards waiting, ReviewSettings settings, DateOnly today, DueQuestions questions, AimedDay aimed) =>
        (new(ByRank(waiting.Due, aimed), ByRank(waiting.Fresh, aimed), questions.Taken(SecondsOf(settings with { MinutesPerDay = settings.MinutesPerDay ?? AimedDay.UsualMinutes }, today))), new(aimed.Plan.Waiting, 0, 0));

    private static List<QueuedCard> ByRank(IEnumerable<QueuedCard> cards, AimedDay aimed) => [.. cards.OrderBy(queued => aimed.Ranks[queued.Card.Id])];

    /// <summary>The seconds of a day; infinite where the learner has set no minutes, 0 on a day off.</summary>
    private static double SecondsOf(ReviewSettings settings, DateOnly today) =>
        settings.ShareOf(today) is var share && share == 0 ? 0 : settings.MinutesPerDay is { } minutes ? minutes * 60 * share : double.PositiveInfinity;

    private static int Most(double number) => number >= int.MaxValue ? int.MaxValue : Math.Max(0, (int)number);

    /// <summary>For each skill those that it is mixed up with, whichever of the two decks says so.</summary>
    private static Dictionary<string, IReadOnlySet<string>> Confusable(IReadOnlyList<Deck> decks) =>
        decks.SelectMany(deck => deck.Confusable.SelectMany(other => new[] { (One: deck.Skill, Other: other), (One: other, Other: deck.Skill) }))
            .GroupBy(pair => pair.One, pair => pair.Other, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (IReadOnlySet<string>)group.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
}

using System.Collections.Immutable;

namespace Certus.Remember.Cards;

/// <summary>What a learner reviews today, in order.</summary>
/// <param name="Now">The cards to review now, the first one first.</param>
/// <param name="Later">Cards in steps that come back later today, by when.</param>
/// <param name="Left">Due cards that do not fit into the day's minutes.</param>
/// <param name="NewLeft">New cards there are beyond today's.</param>
/// <param name="ReviewedToday">Reviews since the learner's day began.</param>
/// <param name="Credited">Due cards that wait because what builds on them was recalled since.</param>
public sealed record ReviewDay(IReadOnlyList<QueuedCard> Now, IReadOnlyList<QueuedCard> Later, int Left, int NewLeft, int ReviewedToday, int Credited)
{
    /// <summary>Seconds that a review takes as long as nothing is known of the learner's pace.</summary>
    public const double UsualSeconds = 12;

    private const double UsualSecondsOfNew = 25;
    private const int PaceReviews = 200;
    private const int NewTogether = 3;
    private const int ReviewsBetweenNew = 8;
    private const double CreditedDownTo = 0.8;
    private const int RecallsForCredit = 2;
    private static readonly TimeSpan LearnAhead = TimeSpan.FromMinutes(20);

    /// <summary>Puts the day together.</summary>
    /// <param name="decks">The decks in scope, in the order in which new cards come.</param>
    /// <param name="own">The learner's own notes.</param>
    /// <param name="cards">What has happened.</param>
    /// <param name="model">The memory model.</param>
    /// <param name="settings">The learner's wishes.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="now">The present.</param>
    /// <param name="needed">For each skill the skills that it builds on; for the credit. May be empty.</param>
    /// <param name="weak">Skills of questions answered wrong lately: their new cards come first.</param>
    /// <param name="aimed">The day as the way to an exam asks for it; null where no exam is aimed at, and cards come when they are about to be forgotten.</param>
    /// <remarks>
    /// Cards in steps come first, since minutes count for them. Reviews follow; where minutes are short, those that lose most by waiting a day for the seconds they take: a card long forgotten can wait, and so can a stable one. Skills that are mixed up with one another stand
    /// among one another, so that each review asks which of them it is; new cards come in small blocks of one skill, since a new term needs its own company first. A card whose skill others build
    /// on, two of which were recalled since its last review, waits until its own chance of recall has fallen to 0.8: reviewing what builds on it has reviewed it too.
    /// </remarks>
    public static ReviewDay Of(
        IReadOnlyList<Deck> decks, IReadOnlyList<Note> own, LearnerCards cards, IMemoryModel model, ReviewSettings settings, LearnerDays days, DateTimeOffset now,
        IReadOnlyDictionary<string, IReadOnlyList<string>> needed, IReadOnlySet<string> weak, AimedDay? aimed = null)
    {
        ArgumentNullException.ThrowIfNull(decks);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(needed);
        ArgumentNullException.ThrowIfNull(weak);
        var (today, scheduler) = (days.Of(now), settings.SchedulerFor(model, days));
        List<QueuedCard> steps = [], later = [], due = [], fresh = [];
        var reviews = cards.Cards.Values.SelectMany(card => card.Reviews).Where(review => days.Of(review.At) == today).ToList();
        var siblings = settings.BurySiblings ? reviews.Select(review => Note.IdOf(review.Card)).ToHashSet(StringComparer.Ordinal) : [];
        var newToday = reviews.Where(review => IsFirst(cards.Of(review.Card), review)).Select(review => review.Card).Distinct().Count();
        var recalled = RecalledSince(decks, own, cards, needed, days);
        var credited = 0;
        foreach (var card in decks.SelectMany(deck => deck.Notes).Concat(own).SelectMany(note => note.Cards))
        {
            var record = cards.Of(card.Id);
            if (record.IsSuspended || record.BuriedUntil > today) continue;
            var schedule = record.ScheduleBy(scheduler, card.Key);
            var reviewedToday = schedule.LastReview is { } last && days.Of(last) == today;
            var chance = schedule is { Memory: { } memory, LastReview: { } since } ? model.Retrievability(memory, Math.Max(0, (now - since).TotalDays)) : 0;
            QueuedCard queued = new(card, schedule, chance, record.IsMarked);
            if (schedule.State is CardState.Learning or CardState.Relearning) (schedule.Due <= now ? steps : later).Add(queued);
            else if (!reviewedToday && siblings.Contains(card.Note.Id)) continue;       // another card of its note was seen today
            else if (aimed is not null && (reviewedToday || !aimed.Ranks.ContainsKey(card.Id))) continue;
            else if (schedule.State == CardState.New) fresh.Add(queued);
            else if (aimed is not null) due.Add(queued);
            else if (schedule.DueDay(days) <= today)
                if (chance >= CreditedDownTo && card.Note.Skill is { } skill && recalled(skill, schedule.LastReview!.Value) >= RecallsForCredit) credited++;
                else due.Add(queued);
        }
        if (settings.BurySiblings)
        {
            HashSet<string> notes = [.. steps.Concat(later).Select(queued => queued.Card.Note.Id)];
            due = [.. due.OrderBy(queued => queued.Retrievability).ThenBy(queued => queued.Card.Id, StringComparer.Ordinal).Where(queued => notes.Add(queued.Card.Note.Id))];
            fresh = [.. fresh.Where(queued => notes.Add(queued.Card.Note.Id))];
        }
        if (aimed is not null)
        {
            due.Sort((one, other) => aimed.Ranks[one.Card.Id].CompareTo(aimed.Ranks[other.Card.Id]));
            fresh.Sort((one, other) => aimed.Ranks[one.Card.Id].CompareTo(aimed.Ranks[other.Card.Id]));
            return Ordered([.. steps.OrderBy(queued => queued.Schedule.Due), .. Woven(Mixed(due, decks), fresh)], later, now) with { Left = aimed.Plan.Waiting, ReviewedToday = reviews.Count };
        }
        var seconds = PaceOf(cards);
        var share = settings.ShareOf(today);
        var left = share == 0 ? 0 : settings.MinutesPerDay is { } minutes ? Math.Max(0, (minutes * 60 * share) - reviews.Sum(review => Math.Min(review.Elapsed.TotalSeconds, 120))) : double.PositiveInfinity;
        var fitting = double.IsInfinity(left) ? due.Count : Math.Min(due.Count, (int)Math.Ceiling(Math.Max(0, left - (steps.Count * seconds)) / seconds));
        var habits = new ReviewHabits();
        double Urgency(QueuedCard queued) => queued.Schedule is { Memory: { } memory, LastReview: { } last }
            ? (queued.Retrievability - model.Retrievability(memory, Math.Max(0, (now - last).TotalDays) + 1)) / habits.ExpectedSeconds(queued.Retrievability)
            : 0;
        var taken = due.OrderByDescending(Urgency).ThenBy(queued => queued.Card.Id, StringComparer.Ordinal).Take(fitting).ToList();
        left -= (steps.Count + taken.Count) * seconds;
        var newFitting = double.IsInfinity(left) ? int.MaxValue : (int)Math.Max(0, left / UsualSecondsOfNew);
        var newOnes = fresh.OrderBy(queued => queued.Card.Note.Skill is { } skill && weak.Contains(skill) ? 0 : 1).Take(Math.Min(Math.Max(0, (int)Math.Round(settings.NewPerDay * share) - newToday), newFitting)).ToList();
        return Ordered([.. steps.OrderBy(queued => queued.Schedule.Due), .. Woven(Mixed(taken, decks), newOnes)], later, now) with { Left = due.Count - taken.Count, NewLeft = fresh.Count - newOnes.Count, ReviewedToday = reviews.Count, Credited = credited };
    }

    private static ReviewDay Ordered(List<QueuedCard> order, List<QueuedCard> later, DateTimeOffset now)
    {
        later.Sort((one, other) => one.Schedule.Due.CompareTo(other.Schedule.Due));
        if (order.Count == 0 && later.Count > 0 && later[0].Schedule.Due <= now + LearnAhead)      // nothing else is left: minutes early is no harm
        {
            order.Add(later[0]);
            later.RemoveAt(0);
        }
        return new(order, later, 0, 0, 0, 0);
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

    /// <summary>Whether a card was new before a review: never reviewed, or begun anew.</summary>
    private static bool IsFirst(CardRecord record, MemoryEvent.Reviewed review) =>
        record.Events.IndexOf(review) is var place && (place == 0 || record.Events[place - 1] is MemoryEvent.Placed { Schedule.Memory: null });

    /// <summary>How many cards that build on a skill were recalled since an instant, each after a night at least: minutes after its answer was read a recall says little.</summary>
    private static Func<string, DateTimeOffset, int> RecalledSince(
        IReadOnlyList<Deck> decks, IReadOnlyList<Note> own, LearnerCards cards, IReadOnlyDictionary<string, IReadOnlyList<string>> needed, LearnerDays days)
    {
        Dictionary<string, List<DateTimeOffset>> recalls = new(StringComparer.Ordinal);
        foreach (var note in decks.SelectMany(deck => deck.Notes).Concat(own).Where(note => note.Skill is not null && needed.GetValueOrDefault(note.Skill, []).Count > 0))
            foreach (var card in note.Cards)
            {
                DateTimeOffset? before = null, latest = null;
                foreach (var review in cards.Of(card.Id).Reviews)
                {
                    if (before is { } last && days.Between(last, review.At) > 0 && review.Grade is Grade.Good or Grade.Easy) latest = review.At;
                    before = review.At;
                }
                if (latest is { } at)
                    foreach (var skill in needed[note.Skill!]) (recalls.TryGetValue(skill, out var known) ? known : recalls[skill] = []).Add(at);
            }
        return (skill, since) => recalls.TryGetValue(skill, out var known) ? known.Count(at => at > since) : 0;
    }

    /// <summary>Skills that are mixed up with one another in turn, one group after the other; the group with the card most at risk first.</summary>
    private static List<QueuedCard> Mixed(List<QueuedCard> due, IReadOnlyList<Deck> decks)
    {
        var confusable = decks.ToDictionary(deck => deck.Skill, deck => deck.Confusable, StringComparer.Ordinal);
        var bySkill = due.GroupBy(queued => queued.Card.Note.Skill ?? queued.Card.Note.Deck).ToDictionary(group => group.Key, group => new Queue<QueuedCard>(group), StringComparer.Ordinal);
        List<QueuedCard> mixed = [];
        foreach (var first in bySkill.Keys.ToList())
        {
            List<string> group = [];
            Stack<string> reach = new([first]);
            while (reach.TryPop(out var skill))
            {
                if (group.Contains(skill) || !bySkill.TryGetValue(skill, out var waiting) || waiting.Count == 0) continue;
                group.Add(skill);
                foreach (var neighbor in confusable.GetValueOrDefault(skill, [])) reach.Push(neighbor);
                foreach (var (other, neighbors) in confusable)
                    if (neighbors.Contains(skill)) reach.Push(other);
            }
            for (var some = true; some;)
            {
                some = false;
                foreach (var skill in group)
                    if (bySkill[skill].TryDequeue(out var next))
                    {
                        mixed.Add(next);
                        some = true;
                    }
            }
        }
        return mixed;
    }

    private static List<QueuedCard> Woven(List<QueuedCard> reviews, List<QueuedCard> fresh)
    {
        Queue<List<QueuedCard>> blocks = new(fresh.GroupBy(queued => queued.Card.Note.Skill ?? queued.Card.Note.Deck).SelectMany(group => group.Chunk(NewTogether)).Select(block => block.ToList()));
        List<QueuedCard> woven = [];
        for (var i = 0; i < reviews.Count; i++)
        {
            if (i > 0 && i % ReviewsBetweenNew == 0 && blocks.TryDequeue(out var block)) woven.AddRange(block);
            woven.Add(reviews[i]);
        }
        while (blocks.TryDequeue(out var rest)) woven.AddRange(rest);
        return woven;
    }
}

namespace Certus.Remember.Cards;

/// <summary>What the learner has done today: the queue is made anew after each review, and goes on from here instead of beginning again.</summary>
internal sealed class DaySoFar
{
    private readonly Dictionary<string, int> _lastSeen = new(StringComparer.Ordinal);

    /// <summary>Reads the day's reviews.</summary>
    /// <param name="cards">What has happened.</param>
    /// <param name="days">The learner's days.</param>
    /// <param name="today">The day.</param>
    /// <param name="answered">When questions were answered today.</param>
    /// <param name="subjectOf">The skill or deck of a card; null where it is gone.</param>
    public DaySoFar(LearnerCards cards, LearnerDays days, DateOnly today, IReadOnlyList<DateTimeOffset> answered, Func<string, string?> subjectOf)
    {
        Reviews = [.. cards.Cards.Values.SelectMany(card => card.Reviews).Where(review => days.Of(review.At) == today).OrderBy(review => review.At)];
        Today = today;
        Notes = Reviews.Select(review => Note.IdOf(review.Card)).ToHashSet(StringComparer.Ordinal);
        SinceQuestion = answered.Count == 0 ? Reviews.Count : Reviews.Count(review => review.At > answered.Max());
        HashSet<string> met = [];
        foreach (var (place, review) in Reviews.Index())
        {
            var subject = subjectOf(review.Card) ?? "";
            LastSubject = subject;
            if (!met.Add(review.Card)) continue;                        // its steps of minutes are no further card
            if (!IsFirst(cards.Of(review.Card), review)) (SinceNew, NewInBlock, LastMixed, _lastSeen[subject]) = (SinceNew + 1, 0, subject, place);
            else
            {
                NewToday++;
                (NewInBlock, BlockSubject, SinceNew) = (subject == BlockSubject ? NewInBlock + 1 : 1, subject, 0);
            }
        }
    }

    /// <summary>The day.</summary>
    public DateOnly Today { get; }

    /// <summary>The day's reviews in their order.</summary>
    public IReadOnlyList<MemoryEvent.Reviewed> Reviews { get; }

    /// <summary>Notes of which a card was reviewed.</summary>
    public IReadOnlySet<string> Notes { get; }

    /// <summary>New cards met.</summary>
    public int NewToday { get; }

    /// <summary>Cards reviewed since the last new one, or since the day began.</summary>
    public int SinceNew { get; }

    /// <summary>New cards of <see cref="BlockSubject"/> met in a row up to now; 0 where the last card was no new one.</summary>
    public int NewInBlock { get; }

    /// <summary>What the last new card was about.</summary>
    public string? BlockSubject { get; }

    /// <summary>What the last card was about.</summary>
    public string? LastSubject { get; }

    /// <summary>What the last card was about that was no new one; new cards and steps do not change whose turn it is.</summary>
    public string? LastMixed { get; }

    /// <summary>Reviews since the last question, or since the day began.</summary>
    public int SinceQuestion { get; }

    /// <summary>Seconds spent on cards; two minutes of a review at most.</summary>
    public double Seconds => Reviews.Sum(review => Math.Min(review.Elapsed.TotalSeconds, 120));

    /// <summary>How late in the day a subject came last, new cards and steps aside: the greater, the later; −1 where it has not come yet.</summary>
    public int LastSeen(string subject) => _lastSeen.GetValueOrDefault(subject, -1);

    /// <summary>Whether a card was new before a review: never reviewed, or begun anew.</summary>
    private static bool IsFirst(CardRecord record, MemoryEvent.Reviewed review) =>
        record.Events.IndexOf(review) is var place && (place == 0 || record.Events[place - 1] is MemoryEvent.Placed { Schedule.Memory: null });
}

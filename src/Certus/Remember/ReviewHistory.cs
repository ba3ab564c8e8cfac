namespace Certus.Remember;

/// <summary>All reviews of a learner, card by card, in the form that fitting and evaluation read: nothing is computed twice for the prefixes of a card.</summary>
/// <remarks>
/// An <i>item</i> is a review on a later day than the one before it: it has something to predict. Its label is whether the card was recalled (any grade but Again). Items are numbered in the order of their
/// instants. Reviews of the same day move the state and are not scored.
/// </remarks>
public sealed class ReviewHistory
{
    private ReviewHistory(int[] cardStarts, Grade[] grades, int[] elapsedDays, int[] items, int itemCount) =>
        (CardStarts, Grades, ElapsedDays, Items, ItemCount) = (cardStarts, grades, elapsedDays, items, itemCount);

    /// <summary>Reviews.</summary>
    public int Count => Grades.Length;

    /// <summary>Cards.</summary>
    public int Cards => CardStarts.Length - 1;

    /// <summary>Items.</summary>
    public int ItemCount { get; }

    internal int[] CardStarts { get; }

    internal Grade[] Grades { get; }

    internal int[] ElapsedDays { get; }

    /// <summary>For each review the number of its item, −1 where it is none.</summary>
    internal int[] Items { get; }

    /// <summary>Orders reviews by card and instant, and counts the learner's days between them.</summary>
    /// <param name="reviews">In any order.</param>
    /// <param name="days">The learner's days.</param>
    public static ReviewHistory Of(IReadOnlyList<ReviewEvent> reviews, LearnerDays days)
    {
        ArgumentNullException.ThrowIfNull(reviews);
        ArgumentNullException.ThrowIfNull(days);
        var order = new int[reviews.Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(order, (one, other) =>
        {
            var (a, b) = (reviews[one], reviews[other]);
            return a.Card != b.Card ? a.Card.CompareTo(b.Card) : a.At != b.At ? a.At.CompareTo(b.At) : one.CompareTo(other);
        });
        List<int> starts = [];
        var (grades, elapsed, items, instants) = (new Grade[order.Length], new int[order.Length], new int[order.Length], new List<(long Ticks, int Place)>());
        for (var i = 0; i < order.Length; i++)
        {
            var review = reviews[order[i]];
            if (review.Grade is < Grade.Again or > Grade.Easy) throw new ArgumentException($"A grade is {(int)review.Grade}, not 1 to 4.", nameof(reviews));
            grades[i] = review.Grade;
            items[i] = -1;
            if (i == 0 || reviews[order[i - 1]].Card != review.Card)
            {
                starts.Add(i);
                continue;
            }
            elapsed[i] = days.Between(reviews[order[i - 1]].At, review.At);
            if (elapsed[i] > 0) instants.Add((review.At.UtcTicks, i));
        }
        starts.Add(order.Length);
        instants.Sort();
        for (var item = 0; item < instants.Count; item++) items[instants[item].Place] = item;
        return new([.. starts], grades, elapsed, items, instants.Count);
    }
}

using System.Globalization;
using Certus.Remember;
using Certus.Remember.Cards;

namespace Certus.Content.Csv;

/// <summary>Writes a learner's reviews in the columns of the public benchmark of spaced repetition algorithms; <see cref="ReviewCsv"/> reads them.</summary>
/// <remarks>A row a review, in the order of their instants: <c>card_id</c> (a number that follows from the card's id), <c>review_time</c>, <c>review_rating</c>, <c>review_state</c> before the review and <c>review_duration</c>, both in milliseconds.</remarks>
public static class ReviewLogCsv
{
    /// <summary>Writes the reviews that count; how many they were.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="cards">The learner's cards.</param>
    /// <param name="scheduler">The learner's settings: they decide in which state a card was.</param>
    /// <param name="cancel">Ends the writing early.</param>
    public static int Write(TextWriter to, LearnerCards cards, Scheduler scheduler, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(cards);
        ArgumentNullException.ThrowIfNull(scheduler);
        List<(DateTimeOffset At, long Card, Grade Grade, CardState State, TimeSpan Elapsed)> reviews = [];
        HashSet<long> numbers = [];
        foreach (var (id, record) in cards.Cards.OrderBy(card => card.Key, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            if (!record.Reviews.Any()) continue;
            var key = Card.KeyOf(id);
            var number = (long)(key >> 11);         // 53 bits: what every language reads as a whole number
            while (!numbers.Add(number)) number++;
            var schedule = CardSchedule.New(DateTimeOffset.MinValue);
            foreach (var happened in record.Events)
            {
                if (happened is MemoryEvent.Placed placed) schedule = placed.Schedule;
                if (happened is not MemoryEvent.Reviewed review) continue;
                reviews.Add((review.At, number, review.Grade, schedule.State, review.Elapsed));
                schedule = scheduler.Review(schedule, review.Grade, schedule.LastReview > review.At ? schedule.LastReview.Value : review.At, key);
            }
        }
        to.Write("card_id,review_time,review_rating,review_state,review_duration\n");
        foreach (var (at, card, grade, state, elapsed) in reviews.OrderBy(review => review.At).ThenBy(review => review.Card))
            to.Write(string.Create(CultureInfo.InvariantCulture, $"{card},{at.ToUnixTimeMilliseconds()},{(int)grade},{(int)state},{(long)elapsed.TotalMilliseconds}\n"));
        return reviews.Count;
    }
}

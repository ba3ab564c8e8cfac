using System.Globalization;
using Certus.Remember;

namespace Certus.Content.Csv;

/// <summary>Reads review logs in the columns of the public benchmark of spaced repetition algorithms.</summary>
/// <remarks>
/// A row a review: <c>card_id</c> (a whole number), <c>review_time</c> (milliseconds since 1970-01-01 UTC) and <c>review_rating</c> (1 to 4); where a user column is named, that one too. Other columns
/// (<c>review_state</c>, <c>review_duration</c>) are passed over.
/// </remarks>
public static class ReviewCsv
{
    private const long Year2200 = 7_258_118_400_000;

    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="userColumn">The column that tells learners apart; null where all is one learner's.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <returns>The learners in the order in which they first appear; one with the empty name where no column is named.</returns>
    public static CsvReading<IReadOnlyList<LearnerReviews>> Read(Stream input, string file, string? userColumn = null, CancellationToken cancel = default) =>
        CsvTable.Read<IReadOnlyList<LearnerReviews>>(input, file, table => Read(table, userColumn, cancel));

    private static List<LearnerReviews> Read(CsvTable table, string? userColumn, CancellationToken cancel)
    {
        var (card, time, rating) = (table.Find("card_id"), table.Find("review_time"), table.Find("review_rating"));
        if (card < 0 || time < 0 || rating < 0) throw table.Fault("the columns card_id, review_time and review_rating must be there.");
        var user = userColumn is null ? -1 : table.Find(userColumn);
        if (userColumn is not null && user < 0) throw table.Fault($"there is no column '{CsvTable.Shown(userColumn)}'.");
        List<LearnerReviews> learners = [];
        Dictionary<string, List<ReviewEvent>> byLearner = new(StringComparer.Ordinal);
        while (table.Next())
        {
            cancel.ThrowIfCancellationRequested();
            var name = user < 0 ? "" : table.Text(user);
            if (!byLearner.TryGetValue(name, out var reviews))
            {
                byLearner.Add(name, reviews = []);
                learners.Add(new(name, reviews));
            }
            reviews.Add(new(
                Whole(table, card, long.MinValue, long.MaxValue), DateTimeOffset.FromUnixTimeMilliseconds(Whole(table, time, 0, Year2200)), (Grade)Whole(table, rating, (long)Grade.Again, (long)Grade.Easy)));
        }
        if (learners.Count == 0) throw table.FaultOfFile("there is no review in it.");
        return learners;
    }

    private static long Whole(CsvTable table, int column, long least, long most)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(table.Bytes(column), out long value, out var used) || used != table.Bytes(column).Length)
            throw table.Fault($"{table.Header[column]} is '{CsvTable.Shown(table.Text(column))}', not a whole number.");
        return value >= least && value <= most ? value : throw table.Fault(string.Create(CultureInfo.InvariantCulture, $"{table.Header[column]} is {value}, not from {least} to {most}."));
    }
}

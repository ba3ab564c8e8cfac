using Certus.Measure.Readiness;

namespace Certus.Content.Csv;

/// <summary>Reads answers for readiness, of one learner or of several.</summary>
/// <remarks>
/// A row an answer. Columns <c>domain</c>, <c>right</c> (1 or 0), <c>days_ago</c> and <c>difficulty</c> (b, in logits); and, if they are there, <c>learner</c>, <c>timed</c> and <c>first</c> (1 or 0; 1 where
/// empty), <c>difficulty_sd</c>, <c>a</c> and <c>c</c>, with the defaults of <see cref="ItemPrior"/>. Other columns are passed over.
/// </remarks>
public static class AnswerCsv
{
    /// <summary>Reads a file.</summary>
    /// <param name="input">UTF-8; left open.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="cancel">Ends the reading early.</param>
    /// <returns>The learners in the order in which they first appear; one with the empty name where no column tells.</returns>
    public static CsvReading<IReadOnlyList<LearnerAnswers>> Read(Stream input, string file, CancellationToken cancel = default) =>
        CsvTable.Read<IReadOnlyList<LearnerAnswers>>(input, file, table => Read(table, cancel));

    private static List<LearnerAnswers> Read(CsvTable table, CancellationToken cancel)
    {
        var columns = new Columns(table);
        List<LearnerAnswers> learners = [];
        Dictionary<string, List<PracticeAnswer>> byLearner = new(StringComparer.Ordinal);
        while (table.Next())
        {
            cancel.ThrowIfCancellationRequested();
            var learner = columns.Learner < 0 ? "" : table.Text(columns.Learner);
            if (!byLearner.TryGetValue(learner, out var answers))
            {
                byLearner.Add(learner, answers = []);
                learners.Add(new(learner, answers));
            }
            answers.Add(columns.Answer(table));
        }
        if (learners.Count == 0) throw table.FaultOfFile("there is no answer in it.");
        return learners;
    }

    private sealed class Columns
    {
        private readonly int _domain, _right, _daysAgo, _difficulty, _timed, _first, _sd, _a, _c;

        public Columns(CsvTable table)
        {
            Learner = table.Find("learner", "person", "user_id");
            (_domain, _right, _daysAgo, _difficulty) = (table.Find("domain"), table.Find("right", "correct"), table.Find("days_ago"), table.Find("difficulty", "b"));
            (_timed, _first, _sd, _a, _c) = (table.Find("timed"), table.Find("first"), table.Find("difficulty_sd"), table.Find("a"), table.Find("c"));
            if (_domain < 0 || _right < 0 || _daysAgo < 0 || _difficulty < 0) throw table.Fault("the columns domain, right, days_ago and difficulty must be there.");
        }

        public int Learner { get; }

        public PracticeAnswer Answer(CsvTable table)
        {
            var domain = table.Text(_domain);
            if (domain.Length == 0) throw table.Fault("the answer has no domain.");
            var item = new ItemPrior(
                table.Number(_difficulty) ?? throw table.Fault("the answer has no difficulty."), Within(table, _sd, ItemPrior.AuthorError, 0, 10), Within(table, _a, 1, 0.01, 20), Within(table, _c, 0.2, 0, 0.99));
            return new(domain, Flag(table, _right) ?? throw table.Fault("right is empty; it must be 1 or 0."), Within(table, _daysAgo, 0, 0, 36_500), item, Flag(table, _timed) ?? true, Flag(table, _first) ?? true);
        }

        private static bool? Flag(CsvTable table, int column) => table.Number(column) switch
        {
            null => null,
            1 => true,
            0 => false,
            _ => throw table.Fault($"{table.Header[column]} is '{CsvTable.Shown(table.Text(column))}', not 1 or 0."),
        };

        private static double Within(CsvTable table, int column, double otherwise, double least, double most)
        {
            if (table.Number(column) is not { } value) return otherwise;
            return value >= least && value <= most ? value
                : throw table.Fault(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{table.Header[column]} is {value}, not from {least} to {most}."));
        }
    }
}

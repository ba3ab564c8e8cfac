using Certus.Numerics;

namespace Certus.Measure.Readiness;

/// <summary>What a rule of thumb is worth: somebody has just met its gates; would they pass?</summary>
/// <param name="First">Right answers in the first full test that the gate asks for.</param>
/// <param name="Later">Right answers in the two unseen tests after it, together.</param>
/// <param name="Readiness">What the model says of somebody with exactly those.</param>
/// <remarks>
/// The gates of the article: 65 % on a first full test, then 75 % on two unseen ones. The three tests lie 28, 14 and 7 days back, the exam is 7 days away; all questions
/// are of the bank's average difficulty, known as well as such a question is.
/// </remarks>
public sealed record GateWorth(int First, int Later, ExamReadiness Readiness)
{
    /// <summary>The share right in the first full test.</summary>
    public const double FirstGate = 0.65;

    /// <summary>The share right in each of the two unseen ones.</summary>
    public const double LaterGate = 0.75;

    private const double DaysUntilExam = 7;

    /// <summary>What the two gates are worth.</summary>
    /// <param name="form">The exam.</param>
    /// <param name="questions">Questions of a full test, scored and unscored.</param>
    /// <param name="prior">As in <see cref="ExamReadiness.Of"/>.</param>
    public static GateWorth Of(ExamForm form, int questions, AbilityPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentOutOfRangeException.ThrowIfLessThan(questions, 1);
        var (first, later) = ((int)Math.Ceiling(FirstGate * questions), (int)Math.Ceiling(LaterGate * questions));
        return Of(form, questions, first, [later, later], prior);
    }

    /// <summary>The fewest right answers in two unseen tests, after a first one at its gate, that give a chance to pass.</summary>
    /// <param name="form">The exam.</param>
    /// <param name="questions">Questions of a full test.</param>
    /// <param name="chance">The chance wanted, such as 0.8.</param>
    /// <param name="prior">As in <see cref="ExamReadiness.Of"/>.</param>
    /// <returns>Null where not even two tests without a fault give it.</returns>
    public static GateWorth? Needed(ExamForm form, int questions, double chance, AbilityPrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentOutOfRangeException.ThrowIfLessThan(questions, 1);
        var first = (int)Math.Ceiling(FirstGate * questions);
        var (low, high) = (0, 2 * questions);
        if (Of(form, questions, first, Halves(high), prior) is var best && best.Readiness.Chance < chance) return null;
        while (low < high)      // more right answers never lower the chance
        {
            var middle = (low + high) / 2;
            var worth = Of(form, questions, first, Halves(middle), prior);
            if (worth.Readiness.Chance >= chance) (high, best) = (middle, worth);
            else low = middle + 1;
        }
        return best;
    }

    private static int[] Halves(int right) => [right / 2, right - right / 2];

    private static GateWorth Of(ExamForm form, int questions, int first, int[] later, AbilityPrior? prior)
    {
        var item = new ItemPrior(form.DifficultyMean, form.DifficultySd, form.Discrimination, form.LowerAsymptote);
        List<PracticeAnswer> answers = [];
        foreach (var (right, daysAgo) in new[] { (first, 28.0), (later[0], 14), (later[1], 7) })
        {
            var asked = LargestRemainder.Share(questions, [.. form.Domains.Select(domain => (decimal)domain.Scored)]);
            var rightIn = LargestRemainder.Share(right, [.. asked.Select(count => (decimal)count)]);
            for (var domain = 0; domain < asked.Count; domain++)
                for (var i = 0; i < asked[domain]; i++) answers.Add(new(form.Domains[domain].Id, i < rightIn[domain], daysAgo, item));
        }
        return new(first, later.Sum(), ExamReadiness.Of(answers, form, DaysUntilExam, prior));
    }
}

using Certus.Numerics;

namespace Certus.Remember.TrackRecord;

/// <summary>A simulated learner: how their memory truly is, on which days they study, and what luck each card has at each review.</summary>
/// <remarks>Luck hangs on the card and its how-manieth review alone, so that two ways of scheduling are tried on the same learner: common random numbers.</remarks>
public sealed class ExamLearner
{
    private const int MostReviews = 1024;
    private readonly CounterRandom _recall, _grade;
    private readonly double[] _ease;

    private ExamLearner(Fsrs6 truth, double[] ease, double[] weights, bool[] studies, ulong seed) =>
        (Truth, _ease, Weights, Studies, _recall, _grade) = (truth, ease, weights, studies, new(seed, "recall"), new(seed, "grade"));

    /// <summary>The true model, but for what is particular to a card.</summary>
    public Fsrs6 Truth { get; }

    /// <summary>What each card counts on the exam; 1 in the mean.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>Whether the learner studies on a day.</summary>
    public IReadOnlyList<bool> Studies { get; }

    /// <summary>Draws a learner.</summary>
    /// <param name="scenario">What there is to draw from.</param>
    /// <param name="seed">Which learner.</param>
    public static ExamLearner Draw(ExamScenario scenario, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var random = new SeededRandom(seed, "exam learner");
        double Uniform() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
        double Normal() => NormalQuantile.At(Uniform());

        var w = Fsrs6Parameters.Default.Values.ToArray();
        for (var i = 0; i < w.Length; i++)
        {
            var off = scenario.ParameterSpread * FsrsOptimizer.Spread[i] * Normal();
            w[i] = Math.Clamp(i < 4 ? w[i] * Math.Exp(off) * scenario.FirstStability : w[i] + off, Fsrs6Parameters.Lowest[i], Fsrs6Parameters.Highest[i]);
        }
        Array.Sort(w, 0, 4);                                                        // who answers better remembers longer
        var ease = new double[scenario.Cards];
        for (var card = 0; card < ease.Length; card++) ease[card] = Math.Exp(scenario.CardSd * Normal());
        var domains = scenario.DomainWeights;
        var weights = new double[scenario.Cards];
        for (var card = 0; card < weights.Length; card++) weights[card] = domains[card % domains.Count] * domains.Count / domains.Sum();
        var studies = new bool[scenario.Days];
        for (var day = 0; day < studies.Length; day++)
            studies[day] = !(Uniform() < scenario.Missed) && !(scenario.MissedWeek && day >= scenario.Days / 2 && day < scenario.Days / 2 + 7);
        return new(new(new(w)), ease, weights, studies, seed);
    }

    /// <summary>The chance that a card is recalled.</summary>
    public double Recall(MemoryState memory, int elapsedDays) => Truth.Retrievability(memory, elapsedDays);

    /// <summary>What a review of a card is graded and what it truly leaves.</summary>
    /// <param name="card">Which card, from 0.</param>
    /// <param name="review">The how-manieth review of it, from 0.</param>
    /// <param name="memory">What there truly is; null before the first.</param>
    /// <param name="elapsedDays">Days since the last review.</param>
    /// <param name="habits">How grades are given.</param>
    public (Grade Grade, MemoryState Memory) Review(int card, int review, MemoryState? memory, int elapsedDays, ReviewHabits habits)
    {
        ArgumentNullException.ThrowIfNull(habits);
        var at = (ulong)card * MostReviews + (ulong)Math.Min(review, MostReviews - 1);
        var grade = memory is not { } known ? habits.FirstGrade(_grade.At(at)) : _recall.At(at) < Recall(known, elapsedDays) ? habits.RecallGrade(_grade.At(at)) : Grade.Again;
        var next = memory is { } before ? Truth.Next(before, grade, elapsedDays) : Truth.First(grade);
        return (grade, next with { Stability = Math.Clamp(next.Stability * _ease[card], Fsrs6.ShortestStability, Fsrs6.LongestStability) });
    }
}

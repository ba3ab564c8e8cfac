using Certus.Measure.Readiness;

namespace Certus.Measure.TrackRecord;

/// <summary>Tries the readiness model on simulated learners.</summary>
public static class Trial
{
    /// <summary>The form that the published track record uses: 50 scored questions in four domains, and the cut believed in for AWS exams.</summary>
    public static ExamForm Form { get; } = ExamForm.Of([("1", 28), ("2", 24), ("3", 24), ("4", 24)], 50, new(0.68, 0.72, 0.77));

    /// <summary>Predicts the exam of simulated learners and compares.</summary>
    /// <param name="scenario">How they truly behave.</param>
    /// <param name="learners">How many, at least 1.</param>
    /// <param name="seed">Equal seeds give equal learners.</param>
    /// <param name="done">Told after each thousandth part, with the share done; null for silence.</param>
    /// <param name="cancel">Breaks off.</param>
    public static Scores Run(Scenario scenario, int learners, ulong seed, Action<double>? done = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfLessThan(learners, 1);
        var predictions = new Prediction[learners];
        var finished = 0;
        Parallel.For(0, learners, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            var learner = SimulatedLearner.Draw(scenario, Form, seed * 1_000_003 + (ulong)i);
            var readiness = ExamReadiness.Of(learner.Answers, Form, learner.DaysUntilExam);
            predictions[i] = new(readiness.Chance, learner.Passed, readiness.Range, learner.TrueChance);
            var count = Interlocked.Increment(ref finished);
            if (count % Math.Max(1, learners / 1000) == 0) done?.Invoke((double)count / learners);
        });
        return Scores.Of(predictions);
    }
}

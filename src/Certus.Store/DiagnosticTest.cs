using Certus.Catalog;
using Certus.Measure;
using Certus.Measure.Adaptive;
using Certus.Practice;

namespace Certus.Store;

/// <summary>The adaptive diagnostic: the rules of Practice and the measurement of Measure, put together. A function of what was asked and answered, so that it goes on after any interruption.</summary>
/// <remarks>
/// The next question comes from the domain furthest behind its weight (<see cref="AdaptiveSettings.Blueprint"/>), one of the <see cref="Best"/> most informative there, drawn by
/// the form's seed. What is known of a question is <see cref="ReadinessInputs.PriorOf"/>: the author's difficulty, its error folded into a flatter slope.
/// </remarks>
public static class DiagnosticTest
{
    /// <summary>From how many of the most informative questions the next one is drawn, so that not everybody meets the same few.</summary>
    public const int Best = 5;

    /// <summary>Says what to ask next, or why the diagnostic is over.</summary>
    /// <param name="exam">The exam.</param>
    /// <param name="form">The form as it stands; empty before the first question.</param>
    /// <param name="answered">The questions of the form and whether they were answered right, in its order.</param>
    /// <param name="candidates">What may be asked next, <see cref="Diagnostic.Candidates"/>; nothing where only the estimate is wanted.</param>
    /// <exception cref="ArgumentException">Not every question of the form is among the answered.</exception>
    public static DiagnosticStep After(Certification exam, Form form, IReadOnlyList<(Question Question, bool Right)> answered, IReadOnlyList<DiagnosticCandidate> candidates)
    {
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(candidates);
        if (answered.Count != form.Items.Count) throw new ArgumentException("Each question of the form goes with its answer.", nameof(answered));
        var prior = NormalPrior.Standard;
        if (answered.Count + candidates.Count == 0) return new(prior.Mean, prior.StandardDeviation, null, StopReason.BankExhausted);
        var items = answered.Select((answer, i) => Item(answer.Question, form.Items[i].Domain ?? ""))
            .Concat(candidates.Select(candidate => Item(candidate.Item.Question, candidate.Domain))).ToList();
        var areas = items.Select(item => item.Content).ToHashSet(StringComparer.Ordinal);
        var settings = new AdaptiveSettings(Diagnostic.MostQuestions, Diagnostic.LeastQuestions)
        {
            StandardError = Diagnostic.StandardError,
            Exposure = new ExposureControl.Randomesque(Best),
            Blueprint = [.. exam.Domains.Where(domain => areas.Contains(domain.Id)).Select(domain => new ContentShare(domain.Id, (double)domain.Weight))],
        };
        var test = new AdaptiveTest(new(items, prior), settings, form.Seed);
        test.Start((ulong)answered.Count);      // each place has chances of its own
        for (var i = 0; i < answered.Count; i++) test.Take(i, answered[i].Right ? 1 : 0);
        return new(test.Theta, test.StandardError, test.Next() is { } next ? candidates[next - answered.Count] : null, test.Stopped);
    }

    private static CalibratedItem Item(Question question, string domain)
    {
        var known = ReadinessInputs.PriorOf(question);
        return new(question.Id, new ItemModel.Logistic(known.EffectiveSlope, known.Difficulty, known.LowerAsymptote), domain);
    }
}

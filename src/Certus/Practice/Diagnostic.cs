using System.Globalization;
using Certus.Catalog;
using Certus.Numerics;

namespace Certus.Practice;

/// <summary>The rules of a diagnostic: its length, its time, and what it may ask. Which of that it asks next is for whoever measures ability.</summary>
public static class Diagnostic
{
    /// <summary>A diagnostic has at most so many questions.</summary>
    public const int MostQuestions = 25;

    /// <summary>From so many on it may stop.</summary>
    public const int LeastQuestions = 20;

    /// <summary>It stops early where the standard error of ability is no larger, in logits.</summary>
    public const double StandardError = 0.40;

    /// <summary>The time for <see cref="MostQuestions"/> at the exam's pace, in minutes, rounded up; null where the catalog knows no pace.</summary>
    public static int? Minutes(ExamFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Pace is { } pace ? (int)Math.Ceiling(Math.Round(MostQuestions * pace.TotalMinutes, 6)) : null;
    }

    /// <summary>The accommodation of <see cref="SittingStart.Accommodation"/> minutes in the same proportion, rounded up; 0 where the catalog knows no size.</summary>
    public static int ExtraMinutes(ExamFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Questions is > 0 and var questions ? (SittingStart.Accommodation * MostQuestions + questions - 1) / questions : 0;
    }

    /// <summary>
    /// What may be asked next: written questions of the exam that the learner has never been shown, by id, then one new draw of each generator. A case is left out, which is
    /// asked whole or not at all; so is a generator that the form has a question of, and what has an enemy in the form.
    /// </summary>
    /// <param name="exam">The exam.</param>
    /// <param name="bank">The bank.</param>
    /// <param name="exposure">What the learner has been shown.</param>
    /// <param name="form">The form as it stands; its seed decides the numbers of computed questions.</param>
    public static IReadOnlyList<DiagnosticCandidate> Candidates(Certification exam, Bank bank, Exposure exposure, Form form)
    {
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(exposure);
        ArgumentNullException.ThrowIfNull(form);
        var asked = form.Items.Select(item => item.QuestionId).ToHashSet(StringComparer.Ordinal);
        var families = form.Items.Select(item => item.GeneratedFrom?.Generator).ToHashSet(StringComparer.Ordinal);
        var barred = asked.SelectMany(bank.EnemiesOf).ToHashSet(StringComparer.Ordinal);
        List<DiagnosticCandidate> candidates = [];
        foreach (var item in bank.Items)
            if (item.Question is { Case: null } question && exam.Format.QuestionTypes.Contains(question.Type) && exposure.IsFresh(question.Id) && !asked.Contains(question.Id) && !barred.Contains(question.Id)) Add(item);
        if (exam.Format.QuestionTypes.Contains(QuestionType.Single))
            foreach (var generator in bank.Generators)
                if (!families.Contains(generator.Id) && generator.Tasks.Any(task => exam.DomainOf(task) is not null)
                    && new Draws(generator, exposure).New(1, new(form.Seed, $"diagnostic {generator.Id}")).FirstOrDefault() is { } drawn) Add(BankItem.Of(drawn));
        return candidates;

        void Add(BankItem item)
        {
            if (item.Question.TaskIn(exam.Code) is { } task && exam.DomainOf(task) is { } domain) candidates.Add(new(item, domain.Id, task));
        }
    }

    /// <summary>A question laid at the end of a form, its options shuffled by the form's seed.</summary>
    public static FormItem Lay(DiagnosticCandidate candidate, Form form)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(form);
        var (question, position) = (candidate.Item.Question, form.Items.Count + 1);
        var random = new SeededRandom(form.Seed, string.Create(CultureInfo.InvariantCulture, $"diagnostic options {position}"));
        return new(
            position, question.Id, candidate.Item.Version, question.GeneratedFrom, candidate.Domain, candidate.Task, Scored: true, Fresh: true,
            random.Shuffle(Enumerable.Range(0, question.Options.Count)), question.Shape);
    }
}

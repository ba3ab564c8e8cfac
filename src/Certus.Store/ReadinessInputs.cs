using Certus.Catalog;
using Certus.Measure.Readiness;
using Certus.Practice;

namespace Certus.Store;

/// <summary>What readiness is computed from: the learner's answers and what a real form of an exam is taken to be.</summary>
public static class ReadinessInputs
{
    /// <summary>The plausible cuts of <see cref="ScaledScore"/>, as a distribution.</summary>
    public static readonly CutPrior Cut = new(ScaledScore.PlausibleCuts.Low, ScaledScore.CentralCut, ScaledScore.PlausibleCuts.High);

    private const double NoDistractorIsPerfect = 0.8;

    /// <summary>The answers that say something about an exam: of questions that test it, and that the learner has opened. The question at which a diagnostic was broken off says nothing.</summary>
    /// <param name="answered">As <see cref="AnswerHistory"/> reads them.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="now">From when days are counted back.</param>
    public static IReadOnlyList<PracticeAnswer> AnswersFor(IEnumerable<AnsweredQuestion> answered, Certification exam, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(exam);
        return
        [
            .. from entry in Telling(answered, exam)
               let answer = entry.Answer
               select new PracticeAnswer(entry.Domain, answer.Result.Right, Math.Max(0, (now - answer.At).TotalDays), PriorOf(answer.Result.Question), answer.Timed, answer.FirstExposure),
        ];
    }

    /// <summary>When the answers were given that count for an exam: timed, to questions never seen before.</summary>
    /// <param name="answered">As <see cref="AnswerHistory"/> reads them.</param>
    /// <param name="exam">The exam.</param>
    public static IEnumerable<DateTimeOffset> CountingInstants(IEnumerable<AnsweredQuestion> answered, Certification exam)
    {
        ArgumentNullException.ThrowIfNull(answered);
        ArgumentNullException.ThrowIfNull(exam);
        return Telling(answered, exam).Select(entry => entry.Answer).Where(answer => answer.Timed && answer.FirstExposure).Select(answer => answer.At);
    }

    private static IEnumerable<(AnsweredQuestion Answer, string Domain)> Telling(IEnumerable<AnsweredQuestion> answered, Certification exam)
    {
        var domains = exam.Domains.SelectMany(domain => domain.Tasks, (domain, task) => (Task: task.Id, Domain: domain.Id)).ToDictionary(entry => entry.Task, entry => entry.Domain, StringComparer.Ordinal);
        return from answer in answered
               where answer.Met && (answer.Mode != SittingMode.Diagnostic || answer.Result.Answered)
               let task = answer.Result.Question.TaskIn(exam.Code)
               where task is not null && domains.ContainsKey(task)
               select (answer, domains[task]);
    }

    /// <summary>The reading as it would have been at an instant: only sittings that were over by then count, and days are counted back from it.</summary>
    /// <param name="answered">As <see cref="AnswerHistory"/> reads them, later ones too: whether a question was met for the first time hangs on earlier sittings alone.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="form">What a real form of it is taken to be.</param>
    /// <param name="until">The instant; a sitting that was over just then is too late.</param>
    /// <param name="daysAhead">So many days later the exam is.</param>
    public static ExamReadiness ReadinessAt(IEnumerable<AnsweredQuestion> answered, Certification exam, ExamForm form, DateTimeOffset until, double daysAhead) =>
        ExamReadiness.Of(AnswersFor(answered.Where(answer => answer.At < until), exam, until), form, daysAhead);

    /// <summary>What a real form of an exam is taken to be; null where the catalog does not know how many questions count.</summary>
    /// <param name="exam">The exam.</param>
    /// <param name="bank">The bank, whose mean difficulty for the exam is taken for the exam's.</param>
    public static ExamForm? FormOf(Certification exam, Bank bank)
    {
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(bank);
        if (exam.Format.Scored is not { } scored || exam.Domains.Count == 0) return null;
        var form = ExamForm.Of([.. exam.Domains.Select(domain => (domain.Id, domain.Weight))], scored, Cut);
        var difficulties = bank.Items.Select(item => item.Question).Where(question => question.TaskIn(exam.Code) is not null).Select(question => question.Difficulty).ToArray();
        if (difficulties.Length < 2) return form;
        var mean = difficulties.Average();
        var variance = difficulties.Sum(difficulty => (difficulty - mean) * (difficulty - mean)) / (difficulties.Length - 1);
        return form with { DifficultyMean = mean, DifficultySd = Math.Sqrt(variance + ItemPrior.AuthorError * ItemPrior.AuthorError) };
    }

    /// <summary>What is known of a question before enough people have answered it.</summary>
    public static ItemPrior PriorOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return new(question.Difficulty, LowerAsymptote: NoDistractorIsPerfect * question.Shape.BlindChance);
    }
}

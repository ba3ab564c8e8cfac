using System.Collections.Concurrent;
using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Measure.TrackRecord;
using Certus.Store;
using Certus.Web.Catalog;
using Certus.Web.Layout;

namespace Certus.Web.Measure;

/// <summary>What this room's pages read: the learner's answers, the exams that can be measured, and what a real form of one is taken to be.</summary>
/// <param name="history">What the learner has answered.</param>
/// <param name="library">The exams and the bank.</param>
/// <param name="clock">The present.</param>
public sealed class Readings(AnswerHistory history, Library library, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ExamForm?> _forms = new(StringComparer.Ordinal);      // the bank does not change while the program runs
    private readonly ConcurrentDictionary<string, (GateWorth Gates, GateWorth? Needed)> _gates = new(StringComparer.Ordinal);

    /// <summary>What the gates are compared with: the right answers that would give this chance.</summary>
    public const double GoodChance = 0.8;

    /// <summary>The exams with questions and a known number of them that count: those that can be booked today first.</summary>
    public IReadOnlyList<Certification> Exams()
    {
        var practiced = Catalog.Exams.Practiced(library.Bank);
        var today = Catalog.Exams.Today(clock);
        return
        [
            .. library.Register.Certifications.Where(exam => practiced.Contains(exam.Code) && FormOf(exam) is not null)
                .OrderByDescending(exam => exam.Practice == PracticeSupport.Full).ThenByDescending(exam => exam.Lifecycle.On(today).CanBeBooked)
                .ThenByDescending(exam => exam.Practice).ThenByDescending(exam => exam.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>All answers of sittings that are over.</summary>
    public Task<IReadOnlyList<AnsweredQuestion>> AnswersAsync(CancellationToken cancel) => history.ReadAsync(Learner.Local, clock.GetUtcNow(), cancel);

    /// <summary>The real results that stand, each beside what the answers said at the end of the day before; one of an exam that can't be measured any more has no prediction.</summary>
    /// <param name="reports">All that were entered.</param>
    /// <param name="answered">All answers.</param>
    public OwnRecord RecordOf(IEnumerable<KeptReport> reports, IReadOnlyList<AnsweredQuestion> answered) =>
        OwnRecord.Of(reports.Where(kept => kept.WithdrawnAt is null).Select(kept => Predicted(kept.Report, answered)));

    private PredictedResult Predicted(ScoreReport report, IReadOnlyList<AnsweredQuestion> answered) =>
        library.Register.ByCode.TryGetValue(report.Exam, out var exam) && FormOf(exam) is { } form
            ? PredictedResult.Of(report, ReadinessInputs.ReadinessAt(answered, exam, form, When.StartOf(report.Day, clock.LocalTimeZone), daysAhead: 1), form)
            : new(report, null, ReadinessInputs.Cut.Central);

    /// <summary>A real form of an exam; null where the catalog does not know how many questions count.</summary>
    public ExamForm? FormOf(Certification exam)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return _forms.GetOrAdd(exam.Code, _ => ReadinessInputs.FormOf(exam, library.Bank));
    }

    /// <summary>What the article's gates are worth for an exam, and what a good chance would take instead.</summary>
    /// <param name="exam">One of <see cref="Exams"/>.</param>
    public (GateWorth Gates, GateWorth? Needed) GatesOf(Certification exam)
    {
        ArgumentNullException.ThrowIfNull(exam);
        return _gates.GetOrAdd(exam.Code, _ =>
        {
            var form = FormOf(exam)!;
            var questions = exam.Format.Questions ?? form.Scored;
            return (GateWorth.Of(form, questions), GateWorth.Needed(form, questions, GoodChance));
        });
    }
}

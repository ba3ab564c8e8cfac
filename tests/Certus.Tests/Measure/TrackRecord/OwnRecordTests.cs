using Certus.Measure.Readiness;
using Certus.Measure.TrackRecord;

namespace Certus.Tests.Measure.TrackRecord;

public sealed class OwnRecordTests
{
    private static readonly ExamForm Form = Trial.Form;

    [Fact]
    public void A_result_is_scored_against_the_reading_of_the_day_before()
    {
        var (able, weak) = (Reading(0.9), Reading(0.3));

        var record = OwnRecord.Of([PredictedResult.Of(Report(1, true), able, Form), PredictedResult.Of(Report(2, false), able, Form), PredictedResult.Of(Report(3, false), weak, Form)]);

        double[] errors = [1 - able.Chance, able.Chance, weak.Chance];
        Assert.Equal([3, 2, 1], record.Results.Select(result => result.Report.Day.Day));
        Assert.Equal(3, record.Scores!.Count);
        Assert.Equal(errors.Average(error => error * error), record.Scores.Brier, 1e-12);
        Assert.Equal(errors.Average(error => -Math.Log(1 - error)), record.Scores.LogScore, 1e-12);
    }

    [Fact]
    public void Where_no_answer_counted_nothing_was_predicted_and_nothing_is_scored()
    {
        var record = OwnRecord.Of([PredictedResult.Of(Report(1, true, (0, Competency.Meets)), ExamReadiness.Of([], Form, 1), Form)]);

        Assert.Null(record.Scores);
        Assert.Null(record.Results[0].Before);
        Assert.Equal(new DomainAgreement(0, 0, 0, 0), record.Domains);
    }

    [Fact]
    public void A_certain_prediction_that_was_wrong_has_a_finite_log_score() =>
        Assert.Equal(-Math.Log(1e-6), Scores.Of([new(1, false)]).LogScore, 1e-6);

    [Fact]
    public void Always_saying_one_half_has_a_log_score_of_ln_2() =>
        Assert.Equal(Math.Log(2), Scores.Of([new(0.5, false), new(0.5, true), new(0.5, true)]).LogScore, 1e-12);

    [Fact]
    public void A_domain_agrees_where_it_was_predicted_below_the_cut_and_needs_improvement_or_neither()
    {
        // Domain 1 far above the cut, domain 2 far below it; 3 and 4 were given no verdict.
        PracticeAnswer[] answers = [.. Enumerable.Range(0, 200).SelectMany(i => new PracticeAnswer[] { new("1", i % 20 != 0, 2, new(0)), new("2", i % 5 == 0, 2, new(0)) })];
        var reading = ExamReadiness.Of(answers, Form, 1);

        var agreeing = DomainAgreement.Of([PredictedResult.Of(Report(1, false, (0, Competency.Meets), (1, Competency.NeedsImprovement)), reading, Form)]);
        var contrary = DomainAgreement.Of([PredictedResult.Of(Report(1, false, (0, Competency.NeedsImprovement), (1, Competency.Meets)), reading, Form)]);

        Assert.True(reading.Domains[0].Share > Form.Cut.High && reading.Domains[1].Share < Form.Cut.Low);
        Assert.Equal(new DomainAgreement(2, 2, 1, 1), agreeing);
        Assert.Equal(new DomainAgreement(2, 0, 1, 0), contrary);
    }

    private static ExamReadiness Reading(double right) =>
        ExamReadiness.Of([.. Form.Domains.SelectMany(domain => Enumerable.Range(0, 40).Select(i => new PracticeAnswer(domain.Id, i < 40 * right, 3, new(0.5))))], Form, 1);

    private static ScoreReport Report(int day, bool passed, params (int Domain, Competency Verdict)[] verdicts) =>
        new(new Guid(day, 0, 0, new byte[8]), "X", new(2026, 11, day), passed, passed ? 800 : 600, verdicts.ToDictionary(verdict => Form.Domains[verdict.Domain].Id, verdict => verdict.Verdict));
}

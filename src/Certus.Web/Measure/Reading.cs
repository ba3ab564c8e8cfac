using Certus.Catalog;
using Certus.Measure.Readiness;

namespace Certus.Web.Measure;

/// <summary>What the answers say of an exam on a day.</summary>
/// <param name="Exam">The exam.</param>
/// <param name="Day">The day of the exam.</param>
/// <param name="Status">Whether it can be booked on that day.</param>
/// <param name="Readiness">The chance and the domains.</param>
/// <param name="Booking">Book that day, or two weeks later?</param>
/// <param name="FeeAgain">What another attempt costs; null where neither the catalog nor the learner says.</param>
/// <param name="OwnFee">Whether the learner said so.</param>
/// <param name="DayWorth">What a day is worth; null where neither the learner nor the profile says.</param>
/// <param name="Suggested">What the profile of Decide says a day is worth; null where it does not.</param>
/// <param name="Untimed">Answers without a clock, which are left out.</param>
/// <param name="SeenBefore">Timed answers to questions seen before, which are left out.</param>
public sealed record Reading(
    Certification Exam, DateOnly Day, ExamStatus Status, ExamReadiness Readiness, BookOrWait Booking, decimal? FeeAgain, bool OwnFee, decimal? DayWorth, decimal? Suggested, int Untimed, int SeenBefore)
{
    /// <summary>Below so many answers the reading is mostly what is assumed of anybody.</summary>
    public const int FewAnswers = 30;

    /// <summary>The domain with the smallest share; the first of equals.</summary>
    public DomainReadiness Weakest => Readiness.Domains.MinBy(domain => domain.Share)!;

    /// <summary>Computes it.</summary>
    /// <param name="answers">All answers to questions of the exam, counted back from today.</param>
    /// <param name="form">What a real form is taken to be.</param>
    /// <param name="exam">The exam.</param>
    /// <param name="choice">The day, and what the learner said of fees and days.</param>
    /// <param name="today">The learner's day.</param>
    /// <param name="suggested">What the profile says a day is worth.</param>
    public static Reading Of(IReadOnlyList<PracticeAnswer> answers, ExamForm form, Certification exam, MeasureChoice choice, DateOnly today, decimal? suggested)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(exam);
        ArgumentNullException.ThrowIfNull(choice);
        var day = MeasureForm.DayOf(choice, today);
        var days = day.DayNumber - today.DayNumber;
        var now = ExamReadiness.Of(answers, form, days);
        var later = ExamReadiness.Of(answers, form, days + BookOrWait.RetakeDays, gain: BookOrWait.GainPerWeek * BookOrWait.RetakeDays / 7);
        var retake = day.AddDays((int)BookOrWait.RetakeDays);
        var own = MeasureForm.FeeOf(choice, exam);
        var fee = own ?? exam.Offered(exam.Lifecycle.On(retake)).FeeUsd ?? exam.Format.FeeUsd;
        var worth = choice.DayWorth ?? suggested;
        return new(
            exam, day, exam.Lifecycle.On(day), now, BookOrWait.Of(now.Chance, later.Chance, BookOrWait.RetakeDays, fee ?? 0, worth), fee, own is not null, worth, suggested,
            answers.Count(answer => !answer.Timed), answers.Count(answer => answer is { Timed: true, FirstExposure: false }));
    }
}

using System.Globalization;
using Certus.Catalog;
using CsCheck;

namespace Certus.Tests.Catalog;

public sealed class LifecycleTests
{
    private static readonly DateOnly Day0 = new(2026, 1, 1);
    private static readonly Gen<DateOnly> Days = Gen.Int[-900, 900].Select(Day0.AddDays);
    private static readonly Gen<DateOnly?> MaybeDays = Gen.Frequency((1, Gen.Const((DateOnly?)null)), (2, Days.Select(day => (DateOnly?)day)));

    private static readonly Gen<Lifecycle> Lifecycles = Gen.Select(MaybeDays, MaybeDays, MaybeDays, MaybeDays, MaybeDays, MaybeDays, Gen.Enum<Confidence>())
        .SelectMany((seen, beta, launch, last, limited, asOf, confidence) => Gen.Select(Gen.Int[0, 120], Gen.Bool, Gen.Bool).Select((length, betaEnds, limitEnds) => new Lifecycle(
            seen, beta, betaEnds ? beta?.AddDays(length) : null, launch, confidence, last, limited, limited is null ? [] : ["Japanese"],
            limitEnds ? limited?.AddDays(length + 1) : null, null, null, [], new([], asOf, confidence, null))));

    public static TheoryData<string, string, ExamState> StatesOnMeaningfulDays() => new()
    {
        { "AIF-C01", "2024-10-07", ExamState.NotYet },
        { "AIF-C01", "2024-10-08", ExamState.Verified },
        { "AIF-C01", "2026-11-23", ExamState.Verified },
        { "AIF-C01", "2027-10-06", ExamState.Verified },    // 365 days after the last look
        { "AIF-C01", "2027-10-07", ExamState.Unknown },
        { "AIP-C01", "2025-11-17", ExamState.NotYet },
        { "AIP-C01", "2025-11-18", ExamState.Reported },    // beta
        { "AIP-C01", "2026-03-31", ExamState.Reported },
        { "AIP-C01", "2026-04-01", ExamState.Unknown },     // between the beta and the first sighting
        { "AIP-C01", "2026-04-29", ExamState.Unknown },
        { "AIP-C01", "2026-04-30", ExamState.Verified },
        { "AIP-C01", "2026-11-23", ExamState.Verified },
        { "AIP-C01", "2027-09-20", ExamState.Verified },
        { "AIP-C01", "2027-09-21", ExamState.Unknown },
        { "ANS-C01", "2022-07-11", ExamState.NotYet },
        { "ANS-C01", "2022-07-12", ExamState.Closing },
        { "ANS-C01", "2026-11-23", ExamState.Closing },
        { "ANS-C01", "2026-12-31", ExamState.Closing },
        { "ANS-C01", "2027-01-01", ExamState.Closed },
        { "CLF-C02", "2023-09-18", ExamState.NotYet },
        { "CLF-C02", "2026-11-23", ExamState.Verified },
        { "DBS-C01", "2020-04-05", ExamState.NotYet },
        { "DBS-C01", "2020-04-06", ExamState.Reported },
        { "DBS-C01", "2024-04-29", ExamState.Reported },
        { "DBS-C01", "2024-04-30", ExamState.Closed },
        { "DEA-C01", "2024-03-11", ExamState.NotYet },
        { "DEA-C01", "2026-11-23", ExamState.Verified },
        { "MLA-C01", "2024-10-07", ExamState.NotYet },
        { "MLA-C01", "2026-09-28", ExamState.Verified },
        { "MLA-C01", "2026-09-29", ExamState.Limited },
        { "MLA-C01", "2026-11-23", ExamState.Limited },
        { "MLA-C01", "2027-01-13", ExamState.Limited },
        { "MLA-C01", "2027-01-14", ExamState.Closed },
        { "MLA-C02", "2026-09-28", ExamState.NotYet },
        { "MLA-C02", "2026-09-29", ExamState.Reported },
        { "MLA-C02", "2026-11-23", ExamState.Reported },
        { "MLA-C02", "2027-01-13", ExamState.Reported },
        { "MLA-C02", "2027-01-14", ExamState.Reported },
        { "MLA-C02", "2027-10-08", ExamState.Reported },
        { "MLA-C02", "2027-10-09", ExamState.Unknown },     // a report does not last forever either
        { "MLS-C01", "2023-10-18", ExamState.Unknown },
        { "MLS-C01", "2023-10-19", ExamState.Closing },
        { "MLS-C01", "2026-03-31", ExamState.Closing },
        { "MLS-C01", "2026-04-01", ExamState.Closed },
        { "MLS-C01", "2026-11-23", ExamState.Closed },
        { "SAA-C03", "2022-08-29", ExamState.NotYet },
        { "SAA-C03", "2026-11-23", ExamState.Verified },
        { "SAP-C02", "2022-11-14", ExamState.NotYet },
        { "SAP-C02", "2026-11-16", ExamState.Closing },
        { "SAP-C02", "2026-11-17", ExamState.Closed },
        { "SAP-C03", "2026-11-16", ExamState.NotYet },
        { "SAP-C03", "2026-11-17", ExamState.Reported },
        { "SCS-C02", "2025-12-01", ExamState.Unknown },
        { "SCS-C02", "2025-12-02", ExamState.Closed },
        { "SCS-C03", "2025-12-01", ExamState.NotYet },
        { "SCS-C03", "2025-12-02", ExamState.Verified },
    };

    [Theory]
    [MemberData(nameof(StatesOnMeaningfulDays))]
    public void The_catalog_tells_the_state_of_an_exam_on_a_day(string code, string day, ExamState expected)
    {
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        var status = Exam(code).Lifecycle.On(on);

        Assert.Equal(expected, status.State);
        Assert.Equal(on, status.On);
    }

    [Fact]
    public void The_table_above_leaves_no_exam_of_the_catalog_out() =>
        Assert.Equal(Repository.BuiltIn.Value.Library.Register.ByCode.Keys.Order(), StatesOnMeaningfulDays().Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void A_closing_exam_says_its_last_day()
    {
        var status = Exam("ANS-C01").Lifecycle.On(new(2026, 11, 23));

        Assert.Equal(new(2026, 12, 31), status.LastDay);
        Assert.Equal("It can be sat until 2026-12-31.", status.Explanation);
        Assert.True(status.CanBeBooked);
    }

    [Theory]
    [InlineData("2026-09-28", "Not yet", 150, 65)]
    [InlineData("2026-11-23", "Beta", 75, 85)]
    [InlineData("2027-01-14", "Reported, not confirmed", 150, 65)]
    public void While_the_beta_is_what_can_be_booked_its_fee_and_size_count(string day, string word, int fee, int questions)
    {
        var exam = Exam("MLA-C02");

        var status = exam.Lifecycle.On(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(word, status.Word);
        Assert.Equal((fee, questions), (exam.Offered(status).FeeUsd, exam.Offered(status).Questions));
    }

    [Fact]
    public void A_beta_says_what_is_only_reported()
    {
        var status = Exam("MLA-C02").Lifecycle.On(new(2026, 11, 23));

        Assert.Equal(
            "In beta since 2026-09-29; the end of the beta is not published; general availability is reported for 2027-01-14. Check the official page before booking.",
            status.Explanation);
    }

    [Fact]
    public void A_launch_of_which_only_reports_are_known_is_no_surer_than_they_are() =>
        Assert.Equal(Confidence.Medium, Exam("MLA-C02").Lifecycle.On(new(2027, 2, 1)).Confidence);

    [Fact]
    public void An_exam_limited_by_language_names_the_languages() =>
        Assert.Equal("Since 2026-09-29 offered in Japanese, Korean, Simplified Chinese only.", Exam("MLA-C01").Lifecycle.On(new(2026, 11, 23)).Explanation);

    [Theory]
    [InlineData(ExamState.Verified, true)]
    [InlineData(ExamState.Reported, true)]
    [InlineData(ExamState.Limited, true)]
    [InlineData(ExamState.Closing, true)]
    [InlineData(ExamState.Closed, false)]
    [InlineData(ExamState.NotYet, false)]
    [InlineData(ExamState.Unknown, false)]
    public void Only_an_open_exam_can_be_booked(ExamState state, bool bookable) =>
        Assert.Equal(bookable, new ExamStatus(state, Day0, null, Confidence.High, "").CanBeBooked);

    [Fact]
    public void After_its_last_day_an_exam_is_closed() =>
        Gen.Select(Lifecycles, Gen.Int[1, 900]).Sample((life, later) => life.LastDay is not { } last || life.On(last.AddDays(later)).State == ExamState.Closed);

    [Fact]
    public void From_the_end_of_its_last_languages_on_an_exam_is_closed() =>
        Gen.Select(Lifecycles, Gen.Int[0, 900]).Sample((life, later) => life.LimitedUntil is not { } until || life.On(until.AddDays(later)).State == ExamState.Closed);

    [Fact]
    public void After_its_launch_no_exam_is_still_to_come() =>
        Gen.Select(Lifecycles, Gen.Int[0, 900]).Sample((life, later) => life.Launch is not { } launch || life.On(launch.AddDays(later)).State != ExamState.NotYet);

    [Fact]
    public void Before_launch_beta_and_sighting_nothing_can_be_booked() =>
        Gen.Select(Lifecycles, Days).Sample((life, day) => life.SeenOpen <= day || life.BetaStart <= day || life.Launch <= day || !life.On(day).CanBeBooked);

    [Fact]
    public void Without_an_announced_end_nothing_is_open_a_year_after_the_last_look() =>
        Gen.Select(Lifecycles, Gen.Int[366, 900]).Sample((life, later) =>
            life is not { LastDay: null, LimitedUntil: null, BetaEnd: null, Fact.AsOf: { } asOf } || !life.On(asOf.AddDays(later)).CanBeBooked);

    [Fact]
    public void Without_a_dated_source_and_an_end_nothing_is_open() =>
        Gen.Select(Lifecycles, Days).Sample((life, day) => life is not { LastDay: null, LimitedUntil: null, BetaEnd: null, Fact.AsOf: null } || !life.On(day).CanBeBooked);

    [Fact]
    public void A_closed_exam_never_opens_again() =>
        Gen.Select(Lifecycles, Days, Gen.Int[1, 900]).Sample((life, day, later) => life.On(day).State != ExamState.Closed || life.On(day.AddDays(later)).State == ExamState.Closed);

    [Fact]
    public void Every_status_explains_itself_in_one_sentence_or_two() =>
        Gen.Select(Lifecycles, Days).Sample((life, day) => life.On(day).Explanation is var text && char.IsUpper(text[0]) && text.EndsWith('.') && !text.Contains(" .", StringComparison.Ordinal));

    private static Certification Exam(string code) => Repository.BuiltIn.Value.Library.Register.ByCode[code];

    [Fact]
    public void Spans_follow_each_other_without_a_gap_and_tell_the_state_of_every_day() =>
        Gen.Select(Lifecycles, Gen.Int[0, 1200]).Sample((life, length) =>
        {
            var (from, to) = (Day0.AddDays(-600), Day0.AddDays(length - 600));
            var spans = life.Spans(from, to);
            return spans[0].From == from && spans[^1].To == to
                && spans.Zip(spans.Skip(1)).All(pair => pair.First.To.AddDays(1) == pair.Second.From && (pair.First.Status.State, pair.First.Status.InBeta) != (pair.Second.Status.State, pair.Second.Status.InBeta))
                && spans.All(span => Enumerable.Range(0, span.To.DayNumber - span.From.DayNumber + 1).All(day => life.On(span.From.AddDays(day)) is var status && (status.State, status.InBeta) == (span.Status.State, span.Status.InBeta)));
        }, iter: 300);

    [Fact]
    public void Spans_end_no_earlier_than_they_begin() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Repository.BuiltIn.Value.Library.Register.ByCode["MLS-C01"].Lifecycle.Spans(Day0, Day0.AddDays(-1)));
}

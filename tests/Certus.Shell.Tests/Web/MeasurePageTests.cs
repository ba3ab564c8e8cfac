using System.Net;
using Certus.Measure.Readiness;
using Certus.Store;
using Certus.Web.Measure;

namespace Certus.Shell.Tests.Web;

public sealed class MeasurePageTests : OnOwnSite
{
    [Fact]
    public async Task Without_an_answer_that_counts_it_says_what_to_do_and_no_chance_and_the_gates_still_stand_there()
    {
        await _site.SitAsync(_browser, 4, "study", ("size", "4"));

        var page = (await _browser.GetAsync("/measure?exam=MLA-C02")).Ok();

        Assert.Empty(page.Page.QuerySelectorAll("[data-chance], [data-chart]"));
        var card = page.Words("section[aria-labelledby=chance] .card");
        Assert.StartsWith("No answer counts yet. Left out: 4 without a clock.", card, StringComparison.Ordinal);
        Assert.Equal("/practice/exam/MLA-C02", page.One("section[aria-labelledby=chance] a.primary").GetAttribute("href"));
        var gates = GateWorth.Of(_site.Of<Readings>().FormOf(_site.Library.Register.ByCode["MLA-C02"])!, 65);
        Assert.Contains($"43 of 65 and then 98 of 130, has a chance of {MeasureWords.Chance(gates.Readiness.Chance)}".Replace('\u00a0', ' '), page.Words("section[aria-labelledby=gates]"), StringComparison.Ordinal);
        Assert.Contains("First full test none yet", page.Words("section[aria-labelledby=gates] dl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chance_the_domains_and_the_cuts_are_those_of_the_core()
    {
        await _site.SitAsync(_browser, 3);
        _site.Clock.Pass(TimeSpan.FromDays(3));
        await _site.SitAsync(_browser, 2, "custom", ("size", "12"), ("minutes", "20"));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        await _site.SitAsync(_browser, 4, "study", ("size", "5"));

        var page = (await _browser.GetAsync("/measure?exam=MLA-C02")).Ok();

        var exam = _site.Library.Register.ByCode["MLA-C02"];
        var answers = ReadinessInputs.AnswersFor(await new AnswerHistory(_site.Of<Sittings>()).ReadAsync(Learner.Local, _site.Clock.GetUtcNow(), Site.Cancel), exam, _site.Clock.GetUtcNow());
        var expected = ExamReadiness.Of(answers, ReadinessInputs.FormOf(exam, _site.Library.Bank)!, 28);
        Assert.Equal((77, 5), (expected.Answers, expected.LeftOut));
        Assert.Equal($"{MeasureWords.Chance(expected.Chance)} 90 % interval {MeasureWords.Range(expected.Range)}".Replace('\u00a0', ' '), page.Words("[data-chance]"));
        Assert.Contains("It rests on 77 answers that count", page.Words(".card.score"), StringComparison.Ordinal);
        Assert.Contains("Left out: 5 without a clock.", page.Words(".card.score"), StringComparison.Ordinal);
        Assert.Equal(expected.Domains.Select(domain => MeasureWords.Range(domain.ShareRange).Replace('\u00a0', ' ')), page.AllWords("section[aria-labelledby=domains] tbody tr td:nth-child(5)"));
        Assert.Equal(expected.ByCut.Select(cut => MeasureWords.Chance(cut.Chance).Replace('\u00a0', ' ')), page.AllWords("section[aria-labelledby=cut] tbody td"));
        var weakest = expected.Domains.MinBy(domain => domain.Share)!;
        Assert.Equal($"/practice?exam=MLA-C02&domain={Uri.EscapeDataString(weakest.Id)}#set", page.Page.QuerySelector("section[aria-labelledby=domains] p a")!.GetAttribute("href"));
        Assert.Contains("First full test 49 of 65: met", page.Words("section[aria-labelledby=gates] dl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_is_kept_a_fee_by_exam_and_no_money_stands_in_an_address()
    {
        var to = (await _browser.PostAsync("/measure", ("exam", "AIP-C01"), ("was", "AIP-C01"), ("day", "2027-01-15"), ("fee", "120"), ("worth", "12.50"))).RedirectsTo();

        var page = (await _browser.GetAsync(to.Split('#')[0])).Ok();
        var other = (await _browser.PostAsync("/measure", ("exam", "MLA-C02"), ("was", "AIP-C01"), ("day", "2027-01-15"), ("fee", "120"), ("worth", "12.50"))).RedirectsTo();
        var elsewhere = (await _browser.GetAsync(other.Split('#')[0])).Ok();

        Assert.Equal("/measure#chance", to);
        Assert.Equal(("AIP-C01", "2027-01-15", "120", "12.5"), (page.Value("#exam option[selected]"), page.Value("#day"), page.Value("#fee"), page.Value("#worth")));
        Assert.Equal(("MLA-C02", "", "12.5"), (elsewhere.Value("#exam option[selected]"), elsewhere.Value("#fee"), elsewhere.Value("#worth")));
        Assert.Equal("120", (await _browser.GetAsync("/measure?exam=AIP-C01")).Value("#fee"));
        Assert.Equal("AIP-C01 on 2027-01-15", (await _browser.GetAsync("/measure?exam=aip-c01")).Words("#chance"));
    }

    [Fact]
    public async Task The_day_is_in_four_weeks_until_one_is_chosen_and_again_once_that_has_passed()
    {
        Assert.Equal("2026-12-21", (await _browser.GetAsync("/measure")).Value("#day"));
        (await _browser.PostAsync("/measure", ("exam", "AIP-C01"), ("day", "2026-12-01"))).RedirectsTo();
        Assert.Equal("2026-12-01", (await _browser.GetAsync("/measure")).Value("#day"));

        _site.Clock.Pass(TimeSpan.FromDays(9));

        Assert.Equal("2026-12-30", (await _browser.GetAsync("/measure")).Value("#day"));
    }

    [Theory]
    [InlineData("day", "tomorrow", "The day must be a date from 2026-11-23 to 2027-11-23, not 'tomorrow'.")]
    [InlineData("day", "2026-11-22", "The day must be a date from 2026-11-23 to 2027-11-23, not '2026-11-22'.")]
    [InlineData("day", "", "The day must be a date from 2026-11-23 to 2027-11-23.")]
    [InlineData("fee", "-1", "The fee must be an amount in US dollars from 0 to 5,000, such as 75 or 12.50, not '-1'.")]
    [InlineData("fee", "1e3", "The fee must be an amount in US dollars from 0 to 5,000, such as 75 or 12.50, not '1e3'.")]
    [InlineData("worth", "a lot", "What a day is worth must be an amount in US dollars from 0 to 100,000, such as 75 or 12.50, not 'a lot'.")]
    [InlineData("exam", "NIL-C01", "No exam that can be measured is called 'NIL-C01'; choose one of the list.")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_kept(string field, string text, string sentence)
    {
        Dictionary<string, string> fields = new() { ["exam"] = "AIP-C01", ["day"] = "2027-01-15", ["fee"] = "100", ["worth"] = "20", [field] = text };

        var page = await _browser.PostAsync("/measure", [.. fields.Select(entry => (entry.Key, entry.Value))]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var control = page.One("#" + field);
        Assert.Equal("true", control.GetAttribute("aria-invalid"));
        Assert.Equal(sentence, page.Words("#" + control.GetAttribute("aria-describedby")!.Split(' ')[0]));
        Assert.Single(page.Page.QuerySelectorAll("[aria-invalid]"));
        if (field != "exam") Assert.Equal(text, page.Value("#" + field));
        Assert.Equal(0, _site.Rows()["preferences"]);
    }

    [Fact]
    public async Task Whether_to_book_hangs_on_what_a_day_is_worth()
    {
        await _site.SitAsync(_browser, 3);
        async Task<string> AdviceAsync(string worth)
        {
            (await _browser.PostAsync("/measure", ("exam", "MLA-C02"), ("day", "2027-02-01"), ("fee", "150"), ("worth", worth))).RedirectsTo();
            return (await _browser.GetAsync("/measure")).Words("[data-advice]");
        }

        Assert.StartsWith("It hangs on what a day is worth to you.", await AdviceAsync(""), StringComparison.Ordinal);
        Assert.StartsWith("Book. ", await AdviceAsync("1000"), StringComparison.Ordinal);
        Assert.StartsWith("Wait. ", await AdviceAsync("0.01"), StringComparison.Ordinal);
        Assert.Contains("Check the official page before booking.", await AdviceAsync("1000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_even_later_there_is_hardly_a_chance_neither_day_is_advised_and_no_mean_cost_is_told()
    {
        await _site.SitAsync(_browser, 0);

        var page = (await _browser.GetAsync("/measure?exam=MLA-C02")).Ok();

        Assert.StartsWith("Neither yet.", page.Words("[data-advice]"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("section[aria-labelledby=booking] table"));
    }

    [Fact]
    public async Task What_cannot_be_booked_is_not_advised()
    {
        await _site.SitAsync(_browser, 3, "exam", ("exam", "MLS-C01"));

        var page = (await _browser.GetAsync("/measure?exam=MLS-C01")).Ok();

        Assert.StartsWith("MLS-C01 can’t be booked for 2026-12-21, so there is nothing to book.", page.Words("[data-advice]"), StringComparison.Ordinal);
        Assert.DoesNotContain("MLS-C01", (await _browser.GetAsync("/measure")).Value("#exam option[selected]"), StringComparison.Ordinal);      // those that live come first
    }

    [Fact]
    public async Task The_profile_of_Decide_suggests_what_a_day_is_worth()
    {
        (await _browser.PostAsync("/decide", ("hoursPerWeek", "10"), ("hourValue", "42"))).RedirectsTo();
        await _site.SitAsync(_browser, 3);

        var page = (await _browser.GetAsync("/measure?exam=MLA-C02")).Ok();

        Assert.Equal("Empty: $60, the study hours of a day by your profile in Decide.", page.Words("#worth-hint"));
        Assert.Contains("by your profile it is $60.", page.Words("[data-advice]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exam_that_nobody_knows_is_not_found() =>
        Assert.Equal("No exam that can be measured is called 'NIL-C01'.", (await _browser.GetAsync("/measure?exam=NIL-C01")).Refused(HttpStatusCode.NotFound));
}

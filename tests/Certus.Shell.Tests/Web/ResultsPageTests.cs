using System.Net;
using Certus.Store;
using Certus.Web.Layout;
using Certus.Web.Measure;

namespace Certus.Shell.Tests.Web;

public sealed class ResultsPageTests : OnOwnSite
{
    [Fact]
    public async Task A_result_is_compared_with_the_reading_at_the_end_of_the_day_before_and_later_answers_change_nothing()
    {
        await _site.SitAsync(_browser, 3);
        _site.Clock.Pass(TimeSpan.FromDays(4));
        await _site.SitAsync(_browser, 1, "custom", ("size", "12"), ("minutes", "20"));      // the evening before would be too late by a day: this is the exam day
        var day = DateOnly.FromDateTime(_site.Clock.GetUtcNow().DateTime);

        (await EnterAsync(("day", MeasureWords.Iso(day)), ("outcome", "passed"), ("total", "790"))).RedirectsTo();
        var page = (await _browser.GetAsync("/measure/results?exam=MLA-C02")).Ok();

        var exam = _site.Library.Register.ByCode["MLA-C02"];
        var first = (await AnswersAsync()).Take(65).ToList();
        var expected = ReadinessInputs.ReadinessAt(first, exam, ReadinessInputs.FormOf(exam, _site.Library.Bank)!, When.StartOf(day, TimeZoneInfo.Utc), 1);
        Assert.Equal(65, expected.Answers);
        Assert.Contains($"the chance to pass was {MeasureWords.Chance(expected.Chance)} (90 % interval {MeasureWords.Range(expected.Range)})".Replace('\u00a0', ' '), page.Words("[data-predicted]"), StringComparison.Ordinal);
        Assert.Contains("It rested on 65 answers.", page.Words("[data-predicted]"), StringComparison.Ordinal);
        Assert.Contains(((1 - expected.Chance) * (1 - expected.Chance)).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), page.Words("section[aria-labelledby=scores]"), StringComparison.Ordinal);
        Assert.Contains("1 predicted result, 1 passed.", page.Words("section[aria-labelledby=scores]"), StringComparison.Ordinal);
        Assert.Empty(page.Page.QuerySelectorAll("[data-retake], [data-chart]"));
    }

    [Fact]
    public async Task Domains_stand_beside_what_was_predicted_of_them()
    {
        await _site.SitAsync(_browser, 2);
        _site.Clock.Pass(TimeSpan.FromDays(2));

        (await EnterAsync(("day", "2026-11-25"), ("outcome", "failed"), ("total", "655"), ("domain-1", "meets"), ("domain-3", "needs-improvement"))).RedirectsTo();
        var page = (await _browser.GetAsync("/measure/results?exam=MLA-C02")).Ok();

        var domains = _site.Library.Register.ByCode["MLA-C02"].Domains;
        Assert.Equal([domains[0].Name, domains[2].Name], page.AllWords("[data-result] tbody th"));
        Assert.Equal(["Meets competencies", "Needs improvement"], page.AllWords("[data-result] tbody td:nth-child(5)"));
        Assert.Contains(" of 2 agree", page.Words("section[aria-labelledby=scores]"), StringComparison.Ordinal);
        Assert.Contains(" of 1 pairs ", page.Words("section[aria-labelledby=scores]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failed_one_the_catalog_s_rule_and_a_drill_of_the_weakest_domain_follow()
    {
        await _site.SitAsync(_browser, 2);
        _site.Clock.Pass(TimeSpan.FromDays(2));
        var rule = _site.Library.Register.Retake!;

        (await EnterAsync(("day", "2026-11-25"), ("outcome", "failed"), ("total", "655"), ("domain-3", "needs-improvement"))).RedirectsTo();
        var page = (await _browser.GetAsync("/measure/results?exam=MLA-C02")).Ok();

        var next = page.Words("[data-retake]");
        Assert.Contains($"you wait {rule.WaitDays} days and pay the full fee again", next, StringComparison.Ordinal);
        // It was the beta, which is sat once: not after 14 days, but when the standard version comes, for its fee.
        Assert.Contains(rule.Beta!, next, StringComparison.Ordinal);
        Assert.Contains("full fee again, $150.", next, StringComparison.Ordinal);
        Assert.Contains("from 2027-01-14 on. Check the official page before booking.", next, StringComparison.Ordinal);
        Assert.Contains("Your report says where: ", next, StringComparison.Ordinal);
        Assert.Equal(["/practice?exam=MLA-C02&domain=MLA-C02%2F3#set", "/practice/drill/MLA-C02"], page.Page.QuerySelectorAll("[data-retake] a[href^='/practice']").Select(link => link.GetAttribute("href")));

        _site.Clock.Pass(TimeSpan.FromDays(20));
        (await EnterAsync(("day", "2026-12-10"), ("outcome", "passed"), ("total", "720"))).RedirectsTo();
        Assert.Empty((await _browser.GetAsync("/measure/results")).Ok().Page.QuerySelectorAll("[data-retake]"));
    }

    [Theory]
    [InlineData("AIP-C01", "2026-11-12", "So you can sit it again from 2026-11-26 on.")]
    [InlineData("MLS-C01", "2026-03-25", "So you can sit it again from 2026-04-08 on. But it can’t be booked for 2026-11-23: Its last exam day was 2026-03-31.")]
    public async Task Outside_a_beta_the_wait_alone_counts_and_what_is_retired_can_not_be_sat_again(string exam, string day, string sentence)
    {
        (await EnterAsync(("exam", exam), ("day", day), ("outcome", "failed"), ("total", "700"))).RedirectsTo();

        var next = (await _browser.GetAsync("/measure/results")).Words("[data-retake]");

        Assert.Equal(14, _site.Library.Register.Retake!.WaitDays);
        Assert.Contains(sentence, next, StringComparison.Ordinal);
        Assert.Contains("Where study brings most, by your answers: ", next, StringComparison.Ordinal);
        Assert.DoesNotContain("beta", next, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_no_answer_counted_before_nothing_was_predicted_and_the_page_says_so()
    {
        await _site.SitAsync(_browser, 3, "study", ("size", "4"));

        (await EnterAsync(("day", "2026-11-20"), ("outcome", "failed"), ("total", "600"), ("domain-1", "needs-improvement"))).RedirectsTo();
        var page = (await _browser.GetAsync("/measure/results?exam=MLA-C02")).Ok();

        Assert.StartsWith("Nothing was predicted", page.Words("[data-predicted]"), StringComparison.Ordinal);
        Assert.StartsWith("Nothing was predicted of the results that are entered", page.Words("section[aria-labelledby=scores] p"), StringComparison.Ordinal);
        Assert.Contains("Needs improvement", page.Words("[data-result] ul"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day", "2026-11-24", "The day must be a date from 2015-01-01 to 2026-11-23, not '2026-11-24'.")]
    [InlineData("day", "", "The day must be a date from 2015-01-01 to 2026-11-23.")]
    [InlineData("day", "20.11.2026", "The day must be a date from 2015-01-01 to 2026-11-23, not '20.11.2026'.")]
    [InlineData("outcome", "", "The outcome must be passed or failed.")]
    [InlineData("outcome", "maybe", "The outcome must be passed or failed, not 'maybe'.")]
    [InlineData("total", "99", "The total must be a whole number from 100 to 1000, not '99'.")]
    [InlineData("total", "1001", "The total must be a whole number from 100 to 1000, not '1001'.")]
    [InlineData("total", "+700", "The total must be a whole number from 100 to 1000, not '+700'.")]
    [InlineData("total", "", "The total must be a whole number from 100 to 1000.")]
    [InlineData("total", "720", "A total of 720 reaches 720, the pass line of MLA-C02, so the outcome can't be failed; look at both again.")]
    [InlineData("domain-2", "good", "ML Model and Foundation Model (FM) Development must meet competencies, need improvement or be left open, not 'good'.")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_kept(string field, string text, string sentence)
    {
        var before = _site.Rows();

        var page = await EnterAsync([.. new Dictionary<string, string> { ["day"] = "2026-11-20", ["outcome"] = "failed", ["total"] = "650", [field] = text }.Select(entry => (entry.Key, entry.Value))]);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var control = page.One("#" + field);
        Assert.Equal("true", control.GetAttribute("aria-invalid"));
        Assert.Equal(sentence, page.Words("#" + control.GetAttribute("aria-describedby")!.Split(' ')[0]));
        Assert.Single(page.Page.QuerySelectorAll("[aria-invalid]"));
        Assert.Equal(before, _site.Rows());
    }

    [Fact]
    public async Task A_total_below_the_line_was_not_passed()
    {
        var page = await EnterAsync(("day", "2026-11-20"), ("outcome", "passed"), ("total", "719"));

        Assert.Equal("A total of 719 lies below 720, the pass line of MLA-C02, so the outcome can't be passed; look at both again.", page.Words("#total-fault"));
        Assert.Equal(("2026-11-20", "719", "passed"), (page.Value("#day"), page.Value("#total"), page.Value("#outcome option[selected]")));
    }

    [Fact]
    public async Task Another_result_of_the_same_day_is_refused_and_the_same_form_sent_twice_is_entered_once()
    {
        var id = Guid.NewGuid().ToString();
        (string, string)[] fields = [("day", "2026-11-20"), ("outcome", "failed"), ("total", "650")];

        (await EnterAsync([.. fields, ("id", id)])).RedirectsTo();
        (await EnterAsync([.. fields, ("id", id)])).RedirectsTo();
        var other = await EnterAsync(fields);

        Assert.Equal("A result of MLA-C02 on 2026-11-20 is entered already; withdraw that one first.", other.Words("#day-fault"));
        Assert.Equal(1, _site.Rows()["events"]);
    }

    [Fact]
    public async Task A_form_sent_again_with_another_total_or_after_its_result_was_withdrawn_is_not_taken_for_kept()
    {
        const string Fault = "This form was sent already with other entries, or its result was withdrawn; nothing was changed. Send it once more to enter it as a result of its own.";
        var id = Guid.NewGuid().ToString();
        (string, string)[] fields = [("id", id), ("day", "2026-11-20"), ("outcome", "failed"), ("domain-1", "meets")];
        (await EnterAsync([.. fields, ("total", "650")])).RedirectsTo();

        var corrected = await EnterAsync([.. fields, ("total", "660")]);
        var judged = await EnterAsync([.. fields[..3], ("total", "650"), ("domain-1", "needs-improvement")]);
        (await _browser.PostAsync($"/measure/results/{id}/withdraw")).RedirectsTo();
        var again = await EnterAsync([.. fields, ("total", "650")]);

        foreach (var page in new[] { corrected, judged, again })
        {
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            Assert.Equal(Fault, page.Words("#day-fault"));
            Assert.NotEqual(id, page.Value("input[name=id]"));
        }
        Assert.Equal(2, _site.Rows()["events"]);        // entered, withdrawn
        Assert.Empty((await _browser.GetAsync("/measure/results")).Ok().Page.QuerySelectorAll("[data-result]"));
        (await EnterAsync([("id", again.Value("input[name=id]")!), .. fields[1..], ("total", "650")])).RedirectsTo();
    }

    [Fact]
    public async Task A_withdrawn_result_is_gone_from_the_record_and_one_press_brings_it_back()
    {
        await EnterAsync(("day", "2026-11-20"), ("outcome", "failed"), ("total", "650"));
        var id = (await _browser.GetAsync("/measure/results")).One("[data-result]").GetAttribute("data-result");

        var to = (await _browser.PostAsync($"/measure/results/{id}/withdraw")).RedirectsTo();
        var gone = (await _browser.GetAsync(to)).Ok();
        var undo = gone.One("form.note").GetAttribute("action")!;
        (await _browser.PostAsync(undo)).RedirectsTo();
        var back = (await _browser.GetAsync("/measure/results")).Ok();

        Assert.Empty(gone.Page.QuerySelectorAll("[data-result]"));
        Assert.Equal("The result of MLA-C02 on 2026-11-20 is withdrawn.", gone.Words("form.note [role=status]"));
        Assert.Equal($"/measure/results/{id}/restore", undo);
        Assert.Equal(id, back.One("[data-result]").GetAttribute("data-result"));
    }

    [Fact]
    public async Task What_nobody_entered_is_neither_withdrawn_nor_brought_back()
    {
        Assert.Equal("There is no such result.", (await _browser.PostAsync($"/measure/results/{Guid.NewGuid()}/withdraw")).Refused(HttpStatusCode.NotFound));
        Assert.Equal("There is no such result.", (await _browser.PostAsync($"/measure/results/{Guid.NewGuid()}/restore")).Refused(HttpStatusCode.NotFound));
        Assert.Equal("No exam that can be measured is called 'NIL-C01'.", (await _browser.PostAsync("/measure/results", ("exam", "NIL-C01"))).Refused(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z")]
    [InlineData("America/Los_Angeles", "2026-11-20", "2026-11-20T08:00:00Z")]
    [InlineData("America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z")]     // midnight is skipped there: the day begins at one
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]       // and there it comes twice
    public void A_day_begins_where_the_learner_is(string zone, string day, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), When.StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private Task<Answer> EnterAsync(params (string, string)[] fields) =>
        _browser.PostAsync("/measure/results", [.. fields.Any(field => field.Item1 == "exam") ? [] : new[] { ("exam", "MLA-C02") }, .. fields]);

    private async Task<IReadOnlyList<AnsweredQuestion>> AnswersAsync() => await new AnswerHistory(_site.Of<Sittings>()).ReadAsync(Learner.Local, _site.Clock.GetUtcNow(), Site.Cancel);
}

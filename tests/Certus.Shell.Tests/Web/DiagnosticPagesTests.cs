using System.Net;
using Certus.Catalog;
using Certus.Measure.Adaptive;
using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

public sealed class DiagnosticPagesTests(Site site) : IClassFixture<Site>, IDisposable
{
    private const string Exam = "MLA-C02";

    private readonly Browser _browser = site.NewBrowser();

    [Fact]
    public async Task The_check_in_says_before_the_clock_starts_that_there_is_no_way_back_and_how_long_it_takes()
    {
        var page = (await _browser.GetAsync($"/practice/diagnostic/{Exam.ToLowerInvariant()}")).Ok();

        Assert.Equal($"{Exam}, where do you stand?", page.Heading);
        Assert.Contains("You can't go back to an earlier question", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Contains($"{Minutes} minutes, the pace of the exam", page.Words(".facts"), StringComparison.Ordinal);
        Assert.Contains($"/practice/diagnostic/{Exam}", (await _browser.GetAsync("/practice")).Ok().Text, StringComparison.Ordinal);
        Assert.Equal("The catalog has no exam 'XYZ'.", (await _browser.GetAsync("/practice/diagnostic/XYZ")).Refused(HttpStatusCode.NotFound));
        Assert.Contains("There is no diagnostic of", (await _browser.PostAsync("/practice/diagnostic", ("exam", "MLA-C01"))).Refused(HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_asks_new_questions_one_after_the_other_keeps_to_the_proportions_and_ends_with_where_one_stands()
    {
        using var own = new OwnSite();
        using var browser = own.Site.NewBrowser();
        var id = await StartAsync(browser);
        var position = 1;

        string next;
        do
        {
            var page = (await browser.GetAsync($"/sittings/{id}/{position}")).Ok();
            Assert.Equal($"Question {position} of at most 25", page.Heading);
            Assert.DoesNotContain("principle", page.Text, StringComparison.Ordinal);
            own.Site.Clock.Pass(TimeSpan.FromSeconds(60));
            next = await AnswerAsync(own.Site, browser, id, position, right: position % 3 != 0);
            if (!next.EndsWith("/result", StringComparison.Ordinal)) Assert.Equal($"/sittings/{id}/{++position}", next);
        }
        while (!next.EndsWith("/result", StringComparison.Ordinal));

        var sitting = await own.Site.SittingAsync(id);
        var exam = own.Site.Library.Register.ByCode[Exam];
        Assert.InRange(sitting.Places.Count, Diagnostic.LeastQuestions, Diagnostic.MostQuestions);
        Assert.Equal(sitting.Places.Count, sitting.Form.Items.Select(item => item.QuestionId).Distinct().Count());
        Assert.All(exam.Domains, domain => Assert.InRange(sitting.Form.Items.Count(item => item.Domain == domain.Id) - sitting.Places.Count * (double)domain.Weight / (double)exam.Domains.Sum(other => other.Weight), -1, 1));
        var result = (await browser.GetAsync($"/sittings/{id}/result")).Ok();
        Assert.Contains("to pass; 90 % interval", result.Words(".figure-number"), StringComparison.Ordinal);
        Assert.Contains($"It rests on {sitting.Places.Count} answers against the clock", result.Words(".card.score"), StringComparison.Ordinal);
        Assert.Contains("The standard error of your ability in this diagnostic alone is 0.", result.Words(".card.score"), StringComparison.Ordinal);
        Assert.Equal(exam.Domains.Select(domain => domain.Name), result.AllWords("section[aria-labelledby=standing] tbody th"));
        Assert.Contains("Weakest: ", result.Words("section[aria-labelledby=standing]"), StringComparison.Ordinal);
        Assert.Empty(result.Page.QuerySelectorAll("section[aria-labelledby=domains]"));
        var counted = ReadinessInputs.AnswersFor(await new AnswerHistory(own.Site.Of<Sittings>()).ReadAsync(Learner.Local, own.Site.Clock.GetUtcNow(), Site.Cancel), exam, own.Site.Clock.GetUtcNow());
        Assert.Equal(sitting.Places.Count, counted.Count(answer => answer.Counts));
        Assert.Contains($"{Exam} diagnostic", (await browser.GetAsync("/history")).Ok().Words("tbody th"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_twice_or_from_two_windows_one_next_question_is_asked_and_a_reload_shows_it_again()
    {
        var id = await StartAsync(_browser);
        var picks = await RightAsync(site, id, 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _browser.PostAsync($"/sittings/{id}/1", [("go", "next"), .. picks.Select(pick => ("pick", pick))])));

        Assert.All(answers, answer => Assert.Equal($"/sittings/{id}/2", answer.RedirectsTo()));
        Assert.Equal(2, (await site.SittingAsync(id)).Places.Count);
        Assert.Equal((await _browser.GetAsync($"/sittings/{id}/2")).Ok().Words(".stem"), (await _browser.GetAsync($"/sittings/{id}/2")).Ok().Words(".stem"));
        Assert.Equal($"/sittings/{id}/2", (await _browser.PostAsync($"/sittings/{id}/1", ("go", "next"))).RedirectsTo());
        Assert.Equal(2, (await site.SittingAsync(id)).Places.Count);
    }

    [Fact]
    public async Task There_is_no_way_back_no_review_no_advance_copy_and_no_result_before_the_end()
    {
        var id = await StartAsync(_browser);
        await AnswerAsync(site, _browser, id, 1, right: true);

        Assert.Equal($"/sittings/{id}/2", (await _browser.GetAsync($"/sittings/{id}/1")).RedirectsTo());
        Assert.Equal($"/sittings/{id}/2", (await _browser.GetAsync($"/sittings/{id}/review")).RedirectsTo());
        Assert.Equal($"/sittings/{id}/review", (await _browser.GetAsync($"/sittings/{id}/result")).RedirectsTo());
        Assert.Equal("The pages of a diagnostic are not kept in advance: each question depends on the answers before it.", (await _browser.GetAsync($"/sittings/{id}/bundle")).Refused(HttpStatusCode.NotFound));
        var other = (await site.SittingAsync(id)).At(1).Picks.Contains(0) ? "1" : "0";
        var changed = await _browser.PostAsync($"/sittings/{id}/1", [("go", "next"), .. Enumerable.Repeat(("pick", other), 1)]);
        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.Contains("A diagnostic does not go back: the answer to question 1 stands.", changed.Text, StringComparison.Ordinal);
        var reply = (await _browser.EventsAsync(id, Happened.Answered(1, int.Parse(other, System.Globalization.CultureInfo.InvariantCulture)), Happened.Event("added", 3))).Ok().Json;
        Assert.Equal(["A diagnostic does not go back: the answer to question 1 stands.", "Questions are added by the server."], reply.GetProperty("refused").EnumerateArray().Select(refused => refused.GetProperty("reason").GetString()));
        Assert.Equal(2, (await site.SittingAsync(id)).Places.Count);
    }

    [Fact]
    public async Task A_question_without_an_answer_is_not_passed_over()
    {
        var id = await StartAsync(_browser);

        var refused = (await _browser.PostAsync($"/sittings/{id}/1", ("go", "next"))).Refused(HttpStatusCode.BadRequest);

        Assert.Equal("Answer the question first: a diagnostic can't come back to it, and a guess costs nothing.", refused);
        Assert.Single((await site.SittingAsync(id)).Places);
    }

    [Fact]
    public async Task After_the_program_was_ended_between_answer_and_next_question_the_answer_is_there_and_the_same_question_comes_next()
    {
        using var own = new OwnSite();
        using var browser = own.Site.NewBrowser();
        var id = await StartAsync(browser);
        var picks = await RightAsync(own.Site, id, 1);
        await browser.EventsAsync(id, Happened.Answered(1, picks.Select(pick => int.Parse(pick, System.Globalization.CultureInfo.InvariantCulture))));
        var asked = await own.Site.SittingAsync(id);
        var exam = own.Site.Library.Register.ByCode[Exam];
        var expected = DiagnosticTest.After(exam, asked.Form, [((await own.Site.QuestionsAsync(id))[0], true)], Diagnostic.Candidates(exam, own.Site.Library.Bank, Exposure.Nothing, asked.Form)).Next!.Item.Question.Id;

        await own.RestartAsync();
        using var later = own.Site.NewBrowser();
        Assert.Contains("1 answered, at most 25 in all", (await later.GetAsync("/")).Ok().Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal($"/sittings/{id}/1", (await later.GetAsync("/")).Ok().One("main section:first-of-type a.primary").GetAttribute("href"));
        Assert.Equal($"/sittings/{id}/2", (await later.PostAsync($"/sittings/{id}/1", ("go", "next"))).RedirectsTo());
        await own.RestartAsync();

        var sitting = await own.Site.SittingAsync(id);
        Assert.Equal((2, Picks.Of([.. picks.Select(pick => int.Parse(pick, System.Globalization.CultureInfo.InvariantCulture))])), (sitting.Places.Count, sitting.At(1).Picks));
        Assert.Equal(expected, sitting.Form.Items[1].QuestionId);
    }

    [Fact]
    public async Task It_can_be_ended_early_and_the_question_at_which_it_was_says_nothing()
    {
        using var own = new OwnSite();
        using var browser = own.Site.NewBrowser();
        var id = await StartAsync(browser);
        await AnswerAsync(own.Site, browser, id, 1, right: true);
        await AnswerAsync(own.Site, browser, id, 2, right: false);
        (await browser.GetAsync($"/sittings/{id}/3")).Ok();

        var end = (await browser.GetAsync($"/sittings/{id}/end")).Ok();
        await browser.PostAsync($"/sittings/{id}/end");

        Assert.Equal("End the diagnostic early?", end.Heading);
        Assert.Contains("2 questions answered.", end.Words("form.end"), StringComparison.Ordinal);
        var result = (await browser.GetAsync($"/sittings/{id}/result")).Ok();
        Assert.Contains("It rests on 2 answers", result.Words(".card.score"), StringComparison.Ordinal);
        Assert.Contains("The interval is wide: 2 answers can’t settle it.", result.Words(".card.score"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_its_time_is_up_it_is_over_and_no_question_is_added()
    {
        using var own = new OwnSite();
        using var browser = own.Site.NewBrowser();
        var id = await StartAsync(browser);
        await AnswerAsync(own.Site, browser, id, 1, right: true);
        own.Site.Clock.Pass(TimeSpan.FromMinutes(Minutes));

        var late = await browser.PostAsync($"/sittings/{id}/2", ("go", "next"));

        Assert.Equal($"/sittings/{id}/result", late.RedirectsTo());
        Assert.Equal(2, (await own.Site.SittingAsync(id)).Places.Count);
        Assert.Contains("the time ran out", (await browser.GetAsync($"/sittings/{id}/result")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_accommodation_is_given_in_proportion_and_a_start_sent_twice_starts_once()
    {
        var id = Guid.NewGuid();

        foreach (var _ in new[] { 1, 2 }) Assert.Equal($"/sittings/{id}/1", (await _browser.PostAsync("/practice/diagnostic", ("exam", Exam), ("sitting", $"{id}"), ("extra", "1"))).RedirectsTo());

        var sitting = await site.SittingAsync(id);
        Assert.Equal(sitting.Start.StartedAt.AddMinutes(Minutes + Diagnostic.ExtraMinutes(site.Library.Register.ByCode[Exam].Format)), sitting.Deadline);
    }

    [Theory]
    [InlineData("MLA-C02")]
    [InlineData("AIP-C01")]
    [InlineData("MLS-C01")]
    public void On_the_built_in_bank_no_domain_is_ever_more_than_a_question_off_its_share_and_nobody_meets_all_the_same_questions(string code)
    {
        var exam = site.Library.Register.ByCode[code];
        var total = (double)exam.Domains.Sum(domain => domain.Weight);
        HashSet<string> first = [];
        for (var examinee = 0UL; examinee < 6; examinee++)
        {
            var form = new Form(code, 100 + examinee, Diagnostic.Minutes(exam.Format), []);
            List<(Question, bool)> answered = [];
            DiagnosticStep step;
            while ((step = DiagnosticTest.After(exam, form, answered, Diagnostic.Candidates(exam, site.Library.Bank, Exposure.Nothing, form))).Next is { } next)
            {
                answered.Add((next.Item.Question, (examinee, answered.Count % 3) switch { (0, _) => true, (1, _) => false, (_, 0) => false, _ => true }));
                form = form with { Items = [.. form.Items, Diagnostic.Lay(next, form)] };
                foreach (var domain in exam.Domains) Assert.InRange(form.Items.Count(item => item.Domain == domain.Id) - form.Items.Count * (double)domain.Weight / total, -1, 1);
            }
            first.Add(form.Items[0].QuestionId);
            Assert.Equal(form.Items.Count, form.Items.Select(item => item.GeneratedFrom?.Generator ?? item.QuestionId).Distinct().Count());
            Assert.True(form.Items.Count == Diagnostic.MostQuestions ? step.Stopped == StopReason.Length : step is { Stopped: StopReason.StandardError, StandardError: <= Diagnostic.StandardError });
        }
        Assert.True(first.Count > 1);
    }

    public void Dispose() => _browser.Dispose();

    private int Minutes => Diagnostic.Minutes(site.Library.Register.ByCode[Exam].Format)!.Value;

    private static async Task<Guid> StartAsync(Browser browser) => Guid.Parse((await browser.PostAsync("/practice/diagnostic", ("exam", Exam))).RedirectsTo().Split('/')[2]);

    private static async Task<IReadOnlyList<string>> RightAsync(Site at, Guid id, int position) =>
        [.. (await at.QuestionsAsync(id))[position - 1].Key.Values.Select(pick => pick.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Answers a question and goes on; the address that the server sends to.</summary>
    private static async Task<string> AnswerAsync(Site at, Browser browser, Guid id, int position, bool right)
    {
        var question = (await at.QuestionsAsync(id))[position - 1];
        var picks = question.Key.Values.ToList();
        if (!right)
            picks = question.Type switch
            {
                QuestionType.Ordering => [.. picks.AsEnumerable().Reverse()],
                QuestionType.Matching => [.. picks.Select(_ => picks[0])],
                _ => [.. Enumerable.Range(0, question.Options.Count).Except(picks).Concat(picks).Take(picks.Count)],
            };
        return (await browser.PostAsync($"/sittings/{id}/{position}", [("go", "next"), .. picks.Select(pick => ("pick", pick.ToString(System.Globalization.CultureInfo.InvariantCulture)))])).RedirectsTo();
    }

    /// <summary>A site of one test's own, which it can end and start again.</summary>
    private sealed class OwnSite : IDisposable
    {
        private readonly TempData _data = new();

        public OwnSite() => Site = new(_data.Path);

        public Site Site { get; private set; }

        public async Task RestartAsync() => Site = await Site.RestartAsync();

        public void Dispose()
        {
            Site.Dispose();
            _data.Dispose();
        }
    }

    private sealed class TempData : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("certus-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}

using System.Net;
using Certus.Practice;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Measure;
using Certus.Web.Remember;

namespace Certus.Shell.Tests.Web;

public sealed class ReviewQuestionTests : OnOwnSite
{
    private async Task<Answer> OpenAsync() => (await _browser.GetAsync("/review")).Ok();

    private Task<Answer> SetAsync(params (string, string)[] wishes) =>
        _browser.PostAsync("/review/options", [.. new[] { ("retention", "90"), ("new", "0"), ("minutes", ""), ("start", "4"), ("exam", ""), ("day", "") }.Where(usual => wishes.All(wish => wish.Item1 != usual.Item1)), .. wishes]);

    private static (string, string)[] FormOf(Answer page) =>
        [.. page.Page.QuerySelectorAll("#question input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!))];

    /// <summary>Sends the question on the page with these picks.</summary>
    private Task<Answer> CheckAsync(Answer page, IEnumerable<int> picks, params (string, string)[] more) => _browser.PostAsync("/review/answer", [.. FormOf(page), .. picks.Select(pick => ("pick", $"{pick}")), .. more]);

    private async Task<Question> AskedAsync(Answer page) => (await _site.QuestionsAsync(SittingOf(page)))[int.Parse(page.Value("#question input[name=position]")!, System.Globalization.CultureInfo.InvariantCulture) - 1];

    private static Guid SittingOf(Answer page) => Guid.Parse(page.Value("#question input[name=sitting]")!);

    /// <summary>Misses some questions and lets days pass, so that they are due; no card is.</summary>
    private async Task<Guid> MissAsync(int questions)
    {
        await SetAsync();
        var id = await _site.SitAsync(_browser, 0, "custom", ("size", $"{questions}"));
        _site.Clock.Pass(TimeSpan.FromDays(2));
        return id;
    }

    private async Task<int> AnsweredAsync() => (await _site.Of<Sittings>().ListAsync(Learner.Local, Site.Cancel)).Count(sitting => sitting.Start.Mode == SittingMode.Review && sitting.EndedByLearnerAt is not null);

    private async Task<ReviewDay> DayAsync() => await _site.Of<Memory>().DayAsync(await _site.Of<Memory>().ReadAsync(Site.Cancel), Site.Cancel);

    [Fact]
    public async Task Missed_questions_come_as_variants_in_the_one_queue_and_leave_it_once_they_are_answered()
    {
        var missed = await MissAsync(3);

        var first = await OpenAsync();
        Assert.StartsWith("3 to go, 3 questions among them, about 4 min", first.Words(".review-count"), StringComparison.Ordinal);
        Assert.StartsWith("A variant of question ", first.Words("[data-variant]"), StringComparison.Ordinal);
        Assert.Empty(first.Page.QuerySelectorAll(".reason, .grades, #answer"));
        Assert.Equal(missed, (await _site.SittingAsync(SittingOf(first))).Form.Items[0].Variant!.SittingId);
        HashSet<Guid> asked = [];
        for (var left = 3; left > 0; left--)
        {
            var page = await OpenAsync();
            Assert.True(asked.Add(SittingOf(page)));
            _site.Clock.Pass(TimeSpan.FromSeconds(30));
            var answered = (await CheckAsync(page, (await AskedAsync(page)).Key.Values, ("sure", "sure"))).RedirectsTo();
            var why = (await _browser.GetAsync(answered.Split('#')[0])).Ok();
            Assert.EndsWith("#answer", answered, StringComparison.Ordinal);
            Assert.StartsWith("Right.", why.Words("#answer .note"), StringComparison.Ordinal);
            Assert.NotEmpty(why.Page.QuerySelectorAll(".reason, .sources a"));
            Assert.Equal("/review", why.One("[data-go-on]").GetAttribute("href"));
        }
        var place = (await _site.SittingAsync(asked.First())).Places[0];

        var done = await OpenAsync();
        Assert.Equal("Nothing left for now", done.Words("h1"));
        Assert.Equal("3 reviews done.", done.Words(".review-count"));
        Assert.Equal((true, Sureness.Sure, TimeSpan.FromSeconds(30)), (place.Revealed, place.Level!.Value, place.Elapsed));
        var history = (await _browser.GetAsync("/history")).Ok();
        Assert.All(asked, id => Assert.DoesNotContain($"{id}", history.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_that_were_played_before_are_played_on_and_what_comes_in_between_is_played_in_its_place()
    {
        async Task<int> SameAsync()
        {
            var (state, answers) = (await _site.Of<Memory>().ReadAsync(Site.Cancel), await _site.Of<Readings>().AnswersAsync(Site.Cancel));
            var known = await _site.Of<MissedQuestions>().TodayAsync(state, answers, Site.Cancel);
            var fresh = await new MissedQuestions(_site.Of<Readings>(), _site.Of<Sittings>(), _site.Library, _site.Clock).TodayAsync(state, answers, Site.Cancel);
            Assert.Equal(fresh.Due, known.Due);
            Assert.Equal(fresh.SecondsEach, known.SecondsEach);
            return known.Due.Count;
        }

        var id = await _browser.StartAsync("exam", ("exam", MeasureSite.Exam), ("seed", "5"));
        var questions = await _site.QuestionsAsync(id);
        await _browser.EventsAsync(id, [.. Enumerable.Range(1, 3).SelectMany(position => new[] { Happened.Shown(position), Happened.Answered(position, MeasureSite.Wrong(questions[position - 1])) })]);
        await _browser.PostAsync($"/sittings/{id}/discard");
        _site.Clock.Pass(TimeSpan.FromDays(1));
        await MissAsync(4);
        Assert.Equal(4, await SameAsync());

        var page = await OpenAsync();
        await CheckAsync(page, (await AskedAsync(page)).Key.Values);
        Assert.Equal(3, await SameAsync());
        await _browser.PostAsync($"/sittings/{id}/restore");
        Assert.Equal(6, await SameAsync());     // of a time before all that was played
        await SetAsync(("retention", "95"));
        await SameAsync();
    }

    [Fact]
    public async Task A_question_comes_between_the_days_cards_and_a_wrong_answer_brings_it_back_another_day()
    {
        await MissAsync(1);
        await SetAsync(("new", "6"));

        var day = await DayAsync();
        Assert.Equal([3], day.Now.Index().Where(entry => entry.Item is QueuedQuestion).Select(entry => entry.Index));
        for (var card = 0; card < 3; card++)
        {
            var page = await OpenAsync();
            await _browser.PostAsync("/review/grade", [.. page.Page.QuerySelectorAll(".grades input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)), ("grade", "4")]);
        }
        var question = await OpenAsync();
        await CheckAsync(question, MeasureSite.Wrong(await AskedAsync(question)));

        Assert.NotEmpty((await OpenAsync()).Page.QuerySelectorAll(".grades"));
        Assert.Empty((await DayAsync()).Now.OfType<QueuedQuestion>());
        _site.Clock.Pass(TimeSpan.FromDays(2));
        Assert.Single((await DayAsync()).Now.OfType<QueuedQuestion>());
    }

    [Fact]
    public async Task Two_windows_ask_the_same_question_and_the_first_answer_stands()
    {
        await MissAsync(2);
        var (one, other) = (await OpenAsync(), await OpenAsync());
        var question = await AskedAsync(one);

        Assert.Equal(SittingOf(one), SittingOf(other));
        await CheckAsync(one, question.Key.Values);
        var again = (await CheckAsync(other, MeasureSite.Wrong(question))).RedirectsTo();

        var place = Assert.Single((await _site.SittingAsync(SittingOf(one))).Places);
        Assert.True(question.IsRight(place.Picks));
        Assert.StartsWith("Right.", (await _browser.GetAsync(again.Split('#')[0])).Ok().Words("#answer .note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_explained_and_what_else_was_said_stays_on_the_page()
    {
        await MissAsync(1);
        var page = await OpenAsync();

        var refused = await CheckAsync(page, [], ("sure", "guess"));

        Assert.Equal("Answer the question first.", refused.Refused(HttpStatusCode.BadRequest));
        Assert.Equal("guess", refused.Value("#question input[name=sure]:checked"));
        Assert.Equal((false, 1), ((await _site.SittingAsync(SittingOf(page))).Places[0].Revealed, (await DayAsync()).Now.Count));
    }

    [Fact]
    public async Task A_question_can_wait_for_tomorrow_which_one_press_takes_back()
    {
        await MissAsync(1);
        var page = await OpenAsync();
        var id = page.Value("form:has([data-act=bury]) input[name=card]")!;

        await _browser.PostAsync("/review/act", ("act", "bury"), ("card", id));
        var put = await OpenAsync();
        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", put.Value("form:has([data-act=undo]) input[name=of]")!));

        Assert.Equal("Nothing left for now", put.Words("h1"));
        Assert.Equal(SittingOf(page), SittingOf(await OpenAsync()));
        Assert.Equal("Nothing that can be done with a question is called 'suspend'.", (await _browser.PostAsync("/review/act", ("act", "suspend"), ("card", id))).Refused(HttpStatusCode.BadRequest));
        Assert.Equal("There is no such question any more.", (await _browser.PostAsync("/review/act", ("act", "bury"), ("card", "question:none"))).Refused(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Undo_takes_back_the_card_before_the_answer_which_stands()
    {
        await MissAsync(1);
        await SetAsync(("new", "1"));
        var card = await OpenAsync();
        while (card.Page.QuerySelector(".grades") is null)
        {
            await CheckAsync(card, (await AskedAsync(card)).Key.Values);
            card = await OpenAsync();
        }
        await _browser.PostAsync("/review/grade", [.. card.Page.QuerySelectorAll(".grades input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)), ("grade", "4")]);
        var answered = await AnsweredAsync();

        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", (await OpenAsync()).Value("form:has([data-act=undo]) input[name=of]")!));

        Assert.Equal(card.Value(".grades input[name=card]"), (await OpenAsync()).Value(".grades input[name=card]"));
        Assert.Equal(answered, await AnsweredAsync());
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("{missed}", "1")]
    [InlineData("{asked}", "2")]
    [InlineData("{asked}", "x")]
    public async Task An_answer_to_what_was_not_asked_here_is_refused(string sitting, string position)
    {
        var missed = await MissAsync(1);
        var asked = SittingOf(await OpenAsync());
        var before = _site.Rows();

        var refused = await _browser.PostAsync("/review/answer", ("sitting", sitting.Replace("{missed}", $"{missed}", StringComparison.Ordinal).Replace("{asked}", $"{asked}", StringComparison.Ordinal)), ("position", position), ("pick", "0"));

        Assert.Equal("There is no such question among your reviews.", refused.Refused(HttpStatusCode.NotFound));
        Assert.Equal(before, _site.Rows());
    }
}

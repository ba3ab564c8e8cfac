using System.Net;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

public sealed class BeliefsPageTests : OnOwnSite
{
    [Fact]
    public async Task The_same_belief_in_two_sittings_is_said_on_the_report_on_the_first_page_and_in_its_room_until_it_is_overcome()
    {
        var first = await _site.SitAsync(_browser, 0);
        var form = (await _site.SittingAsync(first)).Form;
        var id = (await _site.QuestionsAsync(first)).Zip((await _site.SittingAsync(first)).Places)
            .Select((entry, i) => new ItemResult(form.Items[i], entry.First, entry.Second, false, true))
            .Where(result => result.Question.GeneratedFrom is null).SelectMany(result => result.Misconceptions).First();      // a computed question draws its wrong options: another draw may not offer it
        Assert.Empty((await _browser.GetAsync($"/sittings/{first}/result")).Page.QuerySelectorAll("[data-alarm]"));
        Assert.Empty((await _browser.GetAsync("/")).Page.QuerySelectorAll("[data-alarm]"));

        _site.Clock.Pass(TimeSpan.FromDays(1));
        var drill = await DrillAsync(id, BelieverOf(id));
        var report = (await _browser.GetAsync($"/sittings/{drill}/result")).Ok();
        var room = (await _browser.GetAsync("/measure/misconceptions")).Ok();
        var home = (await _browser.GetAsync("/")).Ok();

        var belief = _site.Library.Register.Misconceptions[id];
        Assert.Contains(belief.Correction.Split(' ')[0], report.Words($"[data-alarm='{id}']"), StringComparison.Ordinal);
        Assert.NotEmpty(room.Page.QuerySelectorAll($"[data-alarm='{id}']"));
        Assert.NotEmpty(home.Page.QuerySelectorAll("[data-alarm]"));

        _site.Clock.Pass(TimeSpan.FromDays(1));
        await DrillAsync(id, question => question.Key.Values);

        var after = (await _browser.GetAsync("/measure/misconceptions")).Ok();
        Assert.Empty(after.Page.QuerySelectorAll($"[data-alarm='{id}']"));
        Assert.Contains("Overcome", after.AllWords("section[aria-labelledby=all] .badge"));
        Assert.NotEmpty((await _browser.GetAsync($"/sittings/{drill}/result")).Page.QuerySelectorAll($"[data-alarm='{id}']"));      // an old report is as it was
    }

    [Fact]
    public async Task A_misconception_that_nobody_knows_has_no_drill() =>
        Assert.Equal("The catalog has no misconception 'none'.", (await _browser.PostAsync("/measure/misconceptions/drill", ("misconception", "none"))).Refused(HttpStatusCode.NotFound));

    [Fact]
    public async Task Without_a_wrong_answer_the_page_says_what_will_stand_there() =>
        Assert.StartsWith("None shown yet.", (await _browser.GetAsync("/measure/misconceptions")).Ok().Words(".card"), StringComparison.Ordinal);

    /// <summary>Chooses the option behind which a misconception stands, wherever there is one.</summary>
    private static Func<Question, IEnumerable<int>> BelieverOf(string id) => question =>
    {
        var options = Enumerable.Range(0, question.Options.Count);
        return BeliefRecord.OfferedBy(question).Contains(id)
            ? options.OrderByDescending(option => question.Options[option].Misconception == id).ThenBy(question.Key.Contains).Take(question.Key.Values.Count).Order()
            : question.Key.Values;
    };

    private async Task<Guid> DrillAsync(string misconception, Func<Question, IEnumerable<int>> answer)
    {
        var drill = Guid.Parse((await _browser.PostAsync("/measure/misconceptions/drill", ("misconception", misconception))).RedirectsTo().Split('/')[2]);
        var questions = await _site.QuestionsAsync(drill);
        Assert.Contains(questions, question => BeliefRecord.OfferedBy(question).Contains(misconception));
        await _browser.EventsAsync(drill, [.. questions.SelectMany((question, i) => new[] { Happened.Shown(i + 1), Happened.Answered(i + 1, answer(question)) })]);
        await _browser.PostAsync($"/sittings/{drill}/end");
        return drill;
    }
}

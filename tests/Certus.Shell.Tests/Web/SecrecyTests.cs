using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Certus.Content;
using Certus.Practice;

namespace Certus.Shell.Tests.Web;

/// <summary>Before the end nothing that is sent to the browser tells what is right, why, or what counts.</summary>
public sealed partial class SecrecyTests(SecrecyTests.BothBanks both) : IClassFixture<SecrecyTests.BothBanks>
{
    /// <summary>A full exam of each bank, running.</summary>
    public sealed class BothBanks : IAsyncLifetime
    {
        public SoundSite Site { get; } = new();

        public async ValueTask InitializeAsync()
        {
            using var browser = Site.NewBrowser();
            foreach (var exam in new[] { "MLS-C01", SoundSite.Exam })
            {
                var id = await browser.StartAsync("exam", ("exam", exam), ("seed", "11"));
                await browser.EventsAsync(id, Happened.Answered(1, 0), Happened.Flagged(2));
                var count = (await Site.SittingAsync(id)).Places.Count;
                List<Answer> sent = [await browser.GetAsync($"/sittings/{id}/review"), await browser.GetAsync($"/sittings/{id}/end"), await browser.EventsAsync(id, Happened.Answered(3, 1))];
                for (var position = 1; position <= count; position++) sent.Add((await browser.GetAsync($"/sittings/{id}/{position}")).Ok());
                sent.Add(await browser.GetAsync($"/sittings/{id}/bundle"));
                Sent.Add(exam, (id, sent));
            }
        }

        internal Dictionary<string, (Guid Id, IReadOnlyList<Answer> Answers)> Sent { get; } = [];

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }

    [Theory]
    [InlineData("MLS-C01")]
    [InlineData(SoundSite.Exam)]
    public async Task No_explanation_principle_or_correction_is_sent(string exam)
    {
        var (id, answers) = both.Sent[exam];
        var questions = await both.Site.QuestionsAsync(id);
        var shown = questions.SelectMany(Shown).Select(Squeeze).ToList();
        var secrets = questions.SelectMany(Secrets).Select(Squeeze).Where(secret => secret.Length > 0 && !shown.Any(text => text.Contains(secret, StringComparison.Ordinal))).Distinct().ToList();
        Assert.True(secrets.Count > 3 * questions.Count);

        foreach (var html in answers.SelectMany(Pages))
        {
            var read = Letters(new HtmlParser().ParseDocument(html).DocumentElement.TextContent);
            var written = Letters(WebUtility.HtmlDecode(html));      // attributes and comments too
            Assert.DoesNotContain(secrets, secret => read.Contains(secret, StringComparison.Ordinal) || written.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("MLS-C01")]
    [InlineData(SoundSite.Exam)]
    public void No_mark_of_right_or_wrong_scored_or_not_is_sent(string exam)
    {
        foreach (var html in both.Sent[exam].Answers.SelectMany(Pages))
        {
            var page = new HtmlParser().ParseDocument(html);
            foreach (var question in page.QuerySelectorAll(".stem, .scenario, .options .text, .choices, .pairs").ToList()) question.Remove();
            Assert.DoesNotMatch(Telling(), page.DocumentElement.OuterHtml);
        }
    }

    [Fact]
    public async Task Two_questions_of_which_one_counts_look_the_same_but_for_their_own_words()
    {
        var (id, answers) = both.Sent["MLS-C01"];
        var form = (await both.Site.SittingAsync(id)).Start.Form;
        var pages = answers.Where(answer => PagePath().IsMatch(answer.Asked)).ToList();
        string Bare(int position)
        {
            var page = new HtmlParser().ParseDocument(pages[position - 1].Text);
            foreach (var words in page.QuerySelectorAll(".stem, .text, [name=__RequestVerificationToken], noscript, h1, title, .meter, progress").ToList()) words.Remove();
            foreach (var name in new[] { "data-position", "data-now", "value", "id", "for", "data-option", "action" })
                foreach (var element in page.All.Where(element => element.HasAttribute(name))) element.RemoveAttribute(name);
            return page.Body!.InnerHtml;
        }
        var alike = form.Items.Where(item => item.Position > 3 && item.Shape is { Type: Catalog.QuestionType.Single, Options: 4 }).ToLookup(item => item.Scored, item => item.Position);

        Assert.True(alike[true].Any() && alike[false].Any());
        Assert.Single(alike[true].Concat(alike[false]).Select(Bare).Distinct());
    }

    [Fact]
    public async Task Where_an_option_stands_says_nothing_about_whether_it_is_right()
    {
        var (id, answers) = both.Sent["MLS-C01"];
        var questions = await both.Site.QuestionsAsync(id);
        List<string?> Offered(int position) =>
            [.. answers.First(answer => answer.Asked.EndsWith($"/{position}", StringComparison.Ordinal)).Page.QuerySelectorAll(".option").Select(option => option.GetAttribute("data-option"))];
        var singles = questions.Index().Where(entry => entry.Item.Type == Catalog.QuestionType.Single).Select(entry => (Key: $"{entry.Item.Key.Values[0]}", Options: Offered(entry.Index + 1))).ToList();

        var places = singles.CountBy(single => single.Options.IndexOf(single.Key)).ToDictionary();
        var values = singles.CountBy(single => single.Key).ToDictionary();

        Assert.All(places.Values, count => Assert.InRange(count, 1, singles.Count / 2));
        Assert.All(values.Values, count => Assert.InRange(count, 1, singles.Count / 2));
    }

    [Theory]
    [InlineData(Catalog.QuestionType.Ordering)]
    [InlineData(Catalog.QuestionType.Matching)]
    public async Task The_numbers_of_steps_and_choices_say_nothing_about_their_places(Catalog.QuestionType type)
    {
        var (id, answers) = both.Sent[SoundSite.Exam];
        var (index, question) = (await both.Site.QuestionsAsync(id)).Index().Single(entry => entry.Item.Type == type);
        var path = $"/sittings/{id}/{index + 1}";
        var bundled = answers.Single(answer => answer.Asked.EndsWith("/bundle", StringComparison.Ordinal)).Json.GetProperty(path).GetString()!;

        foreach (var html in new[] { answers.First(answer => answer.Asked.EndsWith(path, StringComparison.Ordinal)).Text, bundled })
        {
            var selects = new HtmlParser().ParseDocument(html).QuerySelectorAll("select[name=pick]").ToList();
            List<int>[] offered = [.. selects.Select(select => select.QuerySelectorAll("option").Select(option => option.GetAttribute("value")!).Where(value => value != "").Select(int.Parse).ToList())];

            Assert.Equal(question.Shape.Needed, offered.Length);
            Assert.All(offered, values => Assert.Equal(offered[0], values));       // each place offers the same in the same order
            var asNumbered = offered[0].Order().ToList();
            foreach (var guess in new[] { asNumbered, [.. Enumerable.Reverse(asNumbered)], offered[0] })
                Assert.False(question.IsRight(Picks.InOrder(guess.Take(question.Shape.Needed))), $"{string.Join(',', guess)} is right");
        }
    }

    [Fact]
    public async Task The_bundle_holds_each_page_of_the_sitting_as_it_is_sent_alone()
    {
        var (id, answers) = both.Sent[SoundSite.Exam];

        var bundle = answers.Single(answer => answer.Asked.EndsWith("/bundle", StringComparison.Ordinal)).Ok().Json;

        Assert.Equal([.. Enumerable.Range(1, 6).Select(position => $"/sittings/{id}/{position}"), $"/sittings/{id}/review"], bundle.EnumerateObject().Select(page => page.Name));
        Assert.All(bundle.EnumerateObject(), page => Assert.Single(new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(page.Value.GetString()!).QuerySelectorAll("h1")));
    }

    [Fact]
    public async Task To_put_pages_aside_shows_none_of_them()
    {
        using var browser = both.Site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));

        (await browser.GetAsync($"/sittings/{id}/bundle")).Ok();

        Assert.All((await both.Site.SittingAsync(id)).Places, place => Assert.Null(place.ShownAt));
    }

    [Fact]
    public async Task A_study_set_has_no_bundle_since_explanations_come_page_by_page()
    {
        using var browser = both.Site.NewBrowser();
        var id = await browser.StartAsync("study", ("exam", SoundSite.Exam), ("size", "3"));

        (await browser.GetAsync($"/sittings/{id}/bundle")).Refused(HttpStatusCode.NotFound);
        Assert.False((await browser.GetAsync($"/sittings/{id}/1")).One("body").HasAttribute("data-bundle-url"));
    }

    [Fact]
    public async Task A_bundle_after_the_end_gives_nothing_away_either()
    {
        using var browser = both.Site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{id}/end");

        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync($"/sittings/{id}/bundle")).Status);
    }

    [Fact]
    public async Task In_study_mode_one_explanation_gives_no_other_away()
    {
        using var browser = both.Site.NewBrowser();
        var id = await browser.StartAsync("study", ("exam", "MLS-C01"), ("size", "2"), ("seed", "5"));
        var questions = await both.Site.QuestionsAsync(id);
        await browser.EventsAsync(id, Happened.Answered(1, questions[0].Key.Values), Happened.Revealed(1));

        var (first, second) = ((await browser.GetAsync($"/sittings/{id}/1")).Ok(), (await browser.GetAsync($"/sittings/{id}/2")).Ok());

        Assert.Contains(Squeeze(questions[0].Options[0].Why), Letters(first.Page.Body!.TextContent), StringComparison.Ordinal);
        Assert.DoesNotContain(Squeeze(questions[1].Options[0].Why), Letters(second.Page.Body!.TextContent), StringComparison.Ordinal);
        Assert.Empty(second.Page.QuerySelectorAll(".verdict-whole, .reason, .option.right, .badge"));
    }

    /// <summary>What a question shows before the end.</summary>
    private static IEnumerable<string> Shown(Question question) =>
        [question.Stem, question.Case?.Scenario ?? "", .. question.Options.Select(option => option.Text), .. question.Prompts.Select(prompt => prompt.Text)];

    /// <summary>What it shows in the report.</summary>
    private IEnumerable<string> Secrets(Question question)
    {
        var beliefs = question.Options.Select(option => option.Misconception).OfType<string>().Select(id => both.Site.Library.Register.Misconceptions[id]);
        return [question.Principle, .. question.Whys(), .. beliefs.SelectMany(belief => new[] { belief.Id, belief.Belief, belief.Correction })];
    }

    /// <summary>The pages of an answer: of a bundle all of them.</summary>
    private static IEnumerable<string> Pages(Answer answer) =>
        answer.Asked.EndsWith("/bundle", StringComparison.Ordinal) ? answer.Ok().Json.EnumerateObject().Select(page => page.Value.GetString()!) : [answer.Text];

    private static string Squeeze(string markdown) => Letters(Markdown.ToPlainText(markdown));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex("scored|pilot|misconception|belief|principle|takeaway|correct|class=\"[^\"]*(right|wrong|good)|\"right|explanation", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();

    [GeneratedRegex(@"/\d+$")]
    private static partial Regex PagePath();
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Certus.Practice;
using Certus.Store;

namespace Certus.Shell.Tests.Web;

/// <summary>Rows of somebody else lie in the same data file: for this learner they are not there.</summary>
public sealed class OtherLearnerTests(OtherLearnerTests.Crowded crowded) : IClassFixture<OtherLearnerTests.Crowded>
{
    private static readonly Learner Somebody = new(new Guid("99999999-0000-0000-0000-000000000001"));

    private readonly SoundSite _site = crowded.Site;

    public static readonly TheoryData<string> Pages =
        ["running/1", "running/6", "running/review", "running/end", "running/result", "running/bundle", "running/paused", "paused/paused", "paused/1", "over/result", "over/1", "over/bundle"];

    public static readonly TheoryData<string> Changes =
        ["running/1", "running/events", "running/end", "running/discard", "running/restore", "running/report", "running/drill", "paused/paused", "paused/events", "over/report", "over/drill", "over/events"];

    /// <summary>A running, a paused and a finished sitting of somebody else.</summary>
    public sealed class Crowded : IAsyncLifetime
    {
        public SoundSite Site { get; } = new();

        internal Dictionary<string, Guid> Theirs { get; } = [];

        public async ValueTask InitializeAsync()
        {
            foreach (var what in new[] { "running", "paused", "over" })
            {
                var assembled = Assert.IsType<Assembly.Assembled>(FormAssembler.Assemble(
                    new(SoundSite.Exam, 6, 0, 20, 5, [], []), Site.Library.Register, Site.Library.Bank, Exposure.Nothing));
                var start = new SittingStart(Guid.NewGuid(), what == "paused" ? SittingMode.Study : SittingMode.Exam, assembled.Form, Site.Clock.GetUtcNow(), 0);
                await Site.Of<Sittings>().StartAsync(Somebody, start, assembled.Items, Web.Site.Cancel);
                var at = Site.Clock.GetUtcNow();
                List<SittingEvent> events = [new SittingEvent.Shown(Guid.NewGuid(), at, 1), new SittingEvent.Commented(Guid.NewGuid(), at, 1, "Nobody else's business.")];
                if (what == "paused") events.Add(new SittingEvent.Paused(Guid.NewGuid(), at));
                if (what == "over") events.Add(new SittingEvent.Ended(Guid.NewGuid(), at));
                var appended = await Site.Of<EventLog>().AppendAsync(Somebody, start.Id, events, Web.Site.Cancel);
                Assert.All(appended!.Outcomes, outcome => Assert.IsType<Submission.Accepted>(outcome));
                Theirs.Add(what, start.Id);
            }
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Their_sittings_look_like_none_at_all(string page)
    {
        using var browser = _site.NewBrowser();
        var (what, rest) = (page.Split('/')[0], page[(page.IndexOf('/', StringComparison.Ordinal) + 1)..]);

        var theirs = await browser.GetAsync($"/sittings/{crowded.Theirs[what]}/{rest}");
        var none = await browser.GetAsync($"/sittings/{Guid.NewGuid()}/{rest}");

        Assert.Equal("There is no such sitting here.", theirs.Refused(HttpStatusCode.NotFound));
        Assert.Equal(none.Text, theirs.Text);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Nothing_of_theirs_can_be_changed(string path)
    {
        using var browser = _site.NewBrowser();
        var (what, rest) = (path.Split('/')[0], path.Split('/')[1]);
        var before = _site.Rows();

        var answer = rest == "events"
            ? await browser.SendAsync(await browser.JsonAsync($"/sittings/{crowded.Theirs[what]}/events", JsonContent.Create(new JsonArray(Happened.Flagged(1), Happened.Resumed()))))
            : await browser.PostAsync($"/sittings/{crowded.Theirs[what]}/{rest}", ("pick", "0"), ("go", "next"), ("position", "1"), ("text", "Mine now."), ("at", "1"));

        Assert.Equal("There is no such sitting here.", answer.Refused(HttpStatusCode.NotFound));
        Assert.Equal(before, _site.Rows());
    }

    [Fact]
    public async Task Neither_home_nor_history_knows_of_them()
    {
        using var browser = _site.NewBrowser();

        foreach (var path in new[] { "/", "/history" })
        {
            var page = (await browser.GetAsync(path)).Ok();
            Assert.All(crowded.Theirs.Values, id => Assert.DoesNotContain(id.ToString(), page.Text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_they_were_shown_is_still_new_to_this_learner()
    {
        using var browser = _site.NewBrowser();

        var checkIn = (await browser.GetAsync($"/practice/exam/{SoundSite.Exam}")).Ok();

        Assert.Contains("New to you All of them.", checkIn.Words(".facts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Their_settings_are_not_this_learners()
    {
        await _site.Of<Preferences>().SetAsync(Somebody, "extra-time", "true", Site.Cancel);
        using var browser = _site.NewBrowser();

        Assert.False((await browser.GetAsync("/settings")).Ok().One("input[name=extra]").HasAttribute("checked"));
    }

    [Fact]
    public async Task Their_reports_about_a_question_are_not_shown()
    {
        await using var own = new Crowded();        // this learner starts a sitting, which the other tests of the class count on not being there
        await own.InitializeAsync();
        var site = own.Site;
        var theirs = (await site.Of<Sittings>().FindAsync(Somebody, own.Theirs["over"], Site.Cancel))!.Start.Form.Items;
        foreach (var item in theirs) await site.Of<QuestionReports>().AddAsync(Somebody, new(Guid.NewGuid(), item.QuestionId, item.Version, "Theirs alone.", site.Clock.GetUtcNow()), Site.Cancel);
        using var browser = site.NewBrowser();
        var id = await browser.StartAsync("exam", ("exam", SoundSite.Exam));
        await browser.PostAsync($"/sittings/{id}/end");

        foreach (var path in new[] { "/reports", $"/sittings/{id}/result" }) Assert.DoesNotContain("Theirs alone.", (await browser.GetAsync(path)).Ok().Text, StringComparison.Ordinal);
    }
}

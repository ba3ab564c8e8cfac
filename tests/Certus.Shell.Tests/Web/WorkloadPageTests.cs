using System.Globalization;
using System.Net;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Remember.Workload;
using Certus.Store;
using Certus.Web.Remember;

namespace Certus.Shell.Tests.Web;

public sealed class WorkloadPageTests : OnOwnSite
{
    private Task<Memory.State> StateAsync() => _site.Of<Memory>().ReadAsync(Site.Cancel);

    private async Task<IReadOnlyList<string>> QueueAsync() => [.. (await _site.Of<Memory>().DayAsync(await StateAsync(), Site.Cancel)).Cards.Select(queued => queued.Card.Id)];

    private Task<Answer> SetAsync(string minutes) =>
        _browser.PostAsync("/review/options", ("retention", "87"), ("new", "0"), ("minutes", minutes), ("start", "4"), ("exam", ""), ("day", ""));

    /// <summary>Cards that were learned weeks ago, so that most are due.</summary>
    private async Task LearnAsync(int cards)
    {
        var at = _site.Clock.GetUtcNow();
        var events = (await StateAsync()).All.DistinctBy(card => card.Note.Id).Take(cards).SelectMany((card, i) => new MemoryEvent[]
        {
            new MemoryEvent.Reviewed(Guid.NewGuid(), at.AddDays(-60 - (i % 9)), card.Id, null, Grade.Good, TimeSpan.FromSeconds(8), 1),
            new MemoryEvent.Reviewed(Guid.NewGuid(), at.AddDays(-55 - (i % 9)), card.Id, null, i % 7 == 0 ? Grade.Easy : Grade.Good, TimeSpan.FromSeconds(8), 2),
        });
        await _site.Of<MemoryLog>().AppendAsync(Learner.Local, [.. events], [], Site.Cancel);
    }

    /// <summary>The page once it is computed.</summary>
    private async Task<Answer> PageAsync()
    {
        while (true)
        {
            var page = (await _browser.GetAsync("/review/workload")).Ok();
            if (page.Page.QuerySelector("progress") is null) return page;
        }
    }

    [Fact]
    public async Task The_curve_is_that_of_the_core_for_the_learners_own_cards_and_the_aim_is_marked()
    {
        await SetAsync("30");
        await LearnAsync(40);
        var state = await StateAsync();

        var page = await PageAsync();

        var today = state.Days.Of(state.Now);
        var known = state.All.Select(state.ScheduleOf).Where(schedule => schedule.Memory is not null)
            .Select((schedule, i) => new KnownCard(i, schedule.Memory!.Value, state.Days.Of(schedule.LastReview!.Value), schedule.DueDay(state.Days))).ToList();
        var curve = WorkloadCurve.Of(state.Model, known, today, Workload.DaysAhead, 0, cancel: Site.Cancel);
        string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        Assert.Equal(
            curve.Where(point => Math.Round(100 * point.Retention) is 80 or 85 or 87 or 90 or 95).Select(point => $"{Number(100 * point.Retention, "0")} %{(Number(point.Retention, "0.00") == "0.87" ? " your aim" : "")} {Number(point.MinutesPerDay, "0.0")} {Number(point.ReviewsPerDay, "0.0")} {Number(Math.Round(point.Memorized), "N0")}"),
            page.AllWords("section[aria-labelledby=curve] table.full tbody tr"));
        Assert.Equal(28, page.Page.QuerySelectorAll("section[aria-labelledby=curve] details tbody tr").Length);
        Assert.Single(page.Page.QuerySelectorAll("[data-chart]"));
        Assert.Empty(page.Page.QuerySelectorAll("section[aria-labelledby=backlog]"));      // all of it fits into a day
        Assert.All(new[] { "/review/statistics", "/review/options" }, from => Assert.NotEmpty(_browser.GetAsync(from).Result.Page.QuerySelectorAll("a[href='/review/workload']")));
    }

    [Fact]
    public async Task A_backlog_is_spread_with_one_press_each_card_to_its_day_and_taken_back_with_one()
    {
        await SetAsync("3");
        await LearnAsync(100);
        var before = await QueueAsync();
        var state = await StateAsync();
        var workload = Workload.Of(state, state.Decks.SelectMany(deck => deck.Notes), false, null, Site.Cancel);
        var (plan, today) = (workload.Plan!, state.Days.Of(state.Now));
        var page = await PageAsync();
        Assert.InRange(plan.Days.Count, 3, 20);
        Assert.Contains($"it is gone on {plan.CaughtUp!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, after {plan.Days.Count} days", page.Words("section[aria-labelledby=backlog]"), StringComparison.Ordinal);
        Assert.Equal(plan.Days.Select(cards => $"{cards.Count}"), page.AllWords("section[aria-labelledby=backlog] td"));
        (string, string)[] form = [.. page.Page.QuerySelectorAll("form:has([value=take]) input:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)), ("act", "take")];

        await _browser.PostAsync("/review/workload", form);
        await _browser.PostAsync("/review/workload", form);      // sent twice

        var taken = await StateAsync();
        Assert.Equal(plan.Days.Skip(1).Sum(cards => cards.Count), taken.Cards.Log.OfType<MemoryEvent.Buried>().Count());
        for (var day = 1; day < plan.Days.Count; day++)
            Assert.All(plan.Days[day], card => Assert.Equal(today.AddDays(day), taken.Cards.Of(workload.Due[(int)card].Id).BuriedUntil));
        Assert.Equal(plan.Days[0].Select(card => workload.Due[(int)card].Id).Order(StringComparer.Ordinal), (await QueueAsync()).Order(StringComparer.Ordinal));
        var told = await PageAsync();
        Assert.StartsWith($"Your backlog is spread: {plan.Days.Skip(1).Sum(cards => cards.Count)} cards still wait for a day of the plan, the last until ", told.Words(".note"), StringComparison.Ordinal);
        Assert.Contains("Undo “spread the backlog”", (await _browser.GetAsync("/review")).Words(".review"), StringComparison.Ordinal);

        Assert.Equal("/review/workload", (await _browser.PostAsync("/review/act", ("act", "undo"), ("of", told.Value("form:has([value=undo]) input[name=of]")!), ("back", "/review/workload"))).RedirectsTo());

        Assert.Equal(before, await QueueAsync());
        Assert.Empty((await PageAsync()).Page.QuerySelectorAll(".note"));
    }

    [Fact]
    public async Task A_plan_for_cards_as_they_were_is_not_taken_up()
    {
        await SetAsync("3");
        await LearnAsync(100);
        var key = (await PageAsync()).Value("input[name=key]")!;
        await SetAsync("4");
        await PageAsync();

        var refused = await _browser.PostAsync("/review/workload", ("act", "take"), ("id", $"{Guid.NewGuid()}"), ("key", key));

        Assert.Equal("Your cards have changed since this plan was made, so nothing was put off.", refused.Refused(HttpStatusCode.Conflict));
        Assert.Empty((await StateAsync()).Cards.Log.OfType<MemoryEvent.Buried>());
        Assert.Equal("Nothing that can be done here is called 'spread'.", (await _browser.PostAsync("/review/workload", ("act", "spread"))).Refused(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task What_is_computed_says_how_far_it_is_and_can_be_stopped()
    {
        await LearnAsync(20);
        var state = await StateAsync();
        var notes = state.Decks.SelectMany(deck => deck.Notes).ToList();
        List<double> told = [];
        using var stop = new CancellationTokenSource();

        Workload.Of(state, notes, false, told.Add, Site.Cancel);

        Assert.Equal(28, told.Count);
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[^1], 0.9, 1);
        Assert.Throws<OperationCanceledException>(() => Workload.Of(state, notes, false, _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public async Task On_the_way_to_an_exam_the_plan_of_the_day_decides_and_no_other_is_offered()
    {
        await LearnAsync(100);
        await _browser.PostAsync("/review/options", ("retention", "90"), ("new", "0"), ("minutes", "3"), ("start", "4"), ("exam", "MLA-C02"), ("day", "2027-01-20"));

        Assert.Empty((await PageAsync()).Page.QuerySelectorAll("section[aria-labelledby=backlog]"));
        _site.Clock.Pass(TimeSpan.FromDays(58));
        Assert.Single((await PageAsync()).Page.QuerySelectorAll("section[aria-labelledby=backlog]"));      // the day has come
    }

    [Fact]
    public async Task A_put_off_card_of_an_import_is_no_plan_and_nothing_but_the_import_itself_undoes_it()
    {
        await SetAsync("3");
        await LearnAsync(100);
        var (state, import, at) = (await StateAsync(), Guid.NewGuid(), _site.Clock.GetUtcNow());
        var put = new MemoryEvent.Buried(Guid.NewGuid(), at, state.All.First().Id, state.Days.Of(at).AddDays(1)) { Batch = import };
        await _site.Of<MemoryLog>().AppendAsync(Learner.Local, [put], [], Site.Cancel);

        Assert.Empty((await PageAsync()).Page.QuerySelectorAll(".note"));
        Assert.Contains("Undo “import”", (await _browser.GetAsync("/review")).Words(".review"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_figures_are_said_to_be_the_learners_only_where_the_memory_model_was_fitted_to_the_learner()
    {
        const string Caption = "section[aria-labelledby=curve] figcaption";
        await LearnAsync(20);
        Assert.Contains("with the usual parameters of the memory model.", (await PageAsync()).Words(Caption), StringComparison.Ordinal);

        double[] own = [5, .. Fsrs6Parameters.Default.Values.Skip(1)];
        var at = _site.Clock.GetUtcNow();
        await new LastFit(at, 200, true, 30, 0.3, 0.4).KeepAsync(_site.Of<Preferences>(), new(own, 200, at, 0.3, 0.4), Site.Cancel);

        Assert.Contains("with the parameters fitted to you.", (await PageAsync()).Words(Caption), StringComparison.Ordinal);
    }
}

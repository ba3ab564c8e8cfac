using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Remember;

namespace Certus.Shell.Tests.Web;

public sealed class MemoryFitsTests : OnOwnSite
{
    private MemoryFits Fits => _site.Of<MemoryFits>();

    private Task<LastFit?> LastAsync(CancellationToken? cancel = null) => LastFit.FindAsync(_site.Of<Preferences>(), cancel ?? Site.Cancel);

    private Task<FittedModel?> ModelAsync() => FittedModel.FindAsync(_site.Of<Preferences>(), Site.Cancel);

    private Task<Answer> SetAsync(bool byItself) =>
        _browser.PostAsync("/review/options", [("retention", "90"), ("new", "10"), ("minutes", ""), ("start", "4"), ("exam", ""), ("day", ""), .. byItself ? new[] { ("fits", "true") } : []]);

    /// <summary>Reviews of a learner who forgets nothing, up to a day: from then on everything.</summary>
    private async Task ReviewAsync(int reviews, int until = int.MaxValue)
    {
        var events = (await _site.Of<Memory>().ReadAsync(Site.Cancel)).All.SelectMany((card, i) => new[] { 0, 10, 40, 100 }.Select((day, review) => (card.Id, Day: day + (i % 60), Review: review + 1)))
            .Take(reviews).Select(entry => (MemoryEvent)new MemoryEvent.Reviewed(Guid.NewGuid(), _site.Clock.GetUtcNow().AddDays(entry.Day - 400), entry.Id, null, entry.Day < until ? Grade.Good : Grade.Again, TimeSpan.FromSeconds(5), entry.Review));
        await _site.Of<MemoryLog>().AppendAsync(Learner.Local, [.. events], [], Site.Cancel);
    }

    [Fact]
    public async Task A_fit_on_request_is_taken_where_it_foretells_better_and_the_pages_say_so()
    {
        await SetAsync(byItself: false);
        Assert.Equal("/review/options#fit", (await _browser.PostAsync("/review/fit")).RedirectsTo());
        Assert.Null(await LastAsync());      // too few reviews
        await ReviewAsync(200);

        await (await Fits.BeginAsync(Site.Cancel))!;

        var (last, model) = (await LastAsync(), await ModelAsync());
        Assert.Equal((true, 200, 30, _site.Clock.GetUtcNow()), (last!.Taken, last.Reviews, last.HeldOut, last.At));
        Assert.True(last.LogLoss < last.UsualLogLoss);
        Assert.Equal(200, model!.Reviews);
        Assert.NotEqual(Fsrs6Parameters.Default.Values, [.. model.Parameters]);
        const string Said = "Last fitted to your reviews on 2026-11-23, when there were 200, and taken: on the latest 30 ";
        Assert.StartsWith(Said, (await _browser.GetAsync("/review/options")).Words("section[aria-labelledby=fit] p"), StringComparison.Ordinal);
        Assert.StartsWith(Said, (await _browser.GetAsync("/review/statistics")).Words("[data-fit]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fit_that_foretells_no_better_is_not_taken_and_what_was_in_use_stays()
    {
        await SetAsync(byItself: false);
        await ReviewAsync(240, until: 124);

        await (await Fits.BeginAsync(Site.Cancel))!;

        Assert.Equal((false, 240), ((await LastAsync())!.Taken, (await LastAsync())!.Reviews));
        Assert.Null(await ModelAsync());
        Assert.Contains("and not taken", (await _browser.GetAsync("/review/statistics")).Words("[data-fit]"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 99, 48, false)]
    [InlineData(0, 100, 0, true)]
    [InlineData(200, 299, 48, false)]
    [InlineData(200, 300, 23, false)]
    [InlineData(200, 300, 24, true)]
    [InlineData(2000, 2199, 48, false)]
    [InlineData(2000, 2200, 48, true)]
    public void A_fit_begins_by_itself_after_a_hundred_gradings_and_a_tenth_more_and_a_day(int before, int reviews, int hours, bool due)
    {
        var then = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

        Assert.Equal(due, LastFit.IsDue(before == 0 ? null : new(then, before, true, 1, 0, 0), reviews, then.AddHours(hours)));
    }

    [Fact]
    public async Task A_grade_is_enough_for_a_fit_to_begin_by_itself_and_it_does_not_begin_again_that_day()
    {
        await ReviewAsync(120);
        var page = (await _browser.GetAsync("/review")).Ok();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Site.Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));

        await _browser.PostAsync("/review/grade", [.. page.Page.QuerySelectorAll(".grades input[type=hidden]:not([name^=__])").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!)), ("grade", "3")]);
        while (await LastAsync(patience.Token) is null) await Task.Yield();

        Assert.Equal(121, (await LastAsync())!.Reviews);
        _site.Clock.Pass(TimeSpan.FromHours(23));
        Assert.Null(await Fits.BeginIfDueAsync(Site.Cancel));
        _site.Clock.Pass(TimeSpan.FromHours(2));
        Assert.Null(await Fits.BeginIfDueAsync(Site.Cancel));      // nothing has come in
    }

    [Fact]
    public async Task Turned_off_none_begins_by_itself()
    {
        await SetAsync(byItself: false);
        await ReviewAsync(120);

        Assert.Null(await Fits.BeginIfDueAsync(Site.Cancel));
        Assert.Null((await _browser.GetAsync("/review/options")).One("input[name=fits]").GetAttribute("checked"));
        await SetAsync(byItself: true);
        Assert.NotNull(await Fits.BeginIfDueAsync(Site.Cancel));
    }

    [Fact]
    public async Task A_fit_that_is_stopped_leaves_nothing_and_none_begins_by_itself_for_a_day()
    {
        await ReviewAsync(2000);

        var fit = await Fits.BeginAsync(Site.Cancel);
        Assert.Null(await Fits.BeginAsync(Site.Cancel));      // one at a time
        Fits.Cancel();
        await fit!;

        Assert.Equal((null, null, null), (await LastAsync(), await ModelAsync(), Fits.Progress));
        Assert.Null(await Fits.BeginIfDueAsync(Site.Cancel));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        Assert.NotNull(await Fits.BeginIfDueAsync(Site.Cancel));
    }

    [Fact]
    public async Task The_end_of_the_program_breaks_a_fit_off_without_a_trace()
    {
        await SetAsync(byItself: false);
        await ReviewAsync(2000);

        var fit = await Fits.BeginAsync(Site.Cancel);
        await using var again = await _site.RestartAsync();

        Assert.True(fit!.IsCompletedSuccessfully);
        Assert.Null(await LastFit.FindAsync(again.Of<Preferences>(), Site.Cancel));
        Assert.Null(await FittedModel.FindAsync(again.Of<Preferences>(), Site.Cancel));
    }
}

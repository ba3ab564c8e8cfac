using System.Net;
using System.Threading.Channels;
using Certus.Remember;
using Certus.Remember.Cards;
using Certus.Store;
using Certus.Web.Remember;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Certus.Shell.Tests.Web;

public sealed class MemoryFitsTests : OnOwnSite
{
    private MemoryFits Fits => _site.Of<MemoryFits>();

    private Task<LastFit?> LastAsync(CancellationToken? cancel = null) => LastFit.FindAsync(_site.Of<Preferences>(), cancel ?? Site.Cancel);

    private Task<FittedModel?> ModelAsync() => FittedModel.FindAsync(_site.Of<Preferences>(), Site.Cancel);

    private Task<Answer> SetAsync(bool byItself) =>
        _browser.PostAsync("/review/options", [("retention", "90"), ("new", "10"), ("minutes", ""), ("start", "4"), ("exam", ""), ("day", ""), .. byItself ? new[] { ("fits", "true") } : []]);

    /// <summary>Reviews of a learner who forgets nothing, up to a day: from then on everything.</summary>
    private async Task ReviewAsync(int reviews, int until = int.MaxValue, int skip = 0, Guid? batch = null)
    {
        var events = (await _site.Of<Memory>().ReadAsync(Site.Cancel)).All.SelectMany((card, i) => new[] { 0, 10, 40, 100 }.Select((day, review) => (card.Id, Day: day + (i % 60), Review: review + 1)))
            .Skip(skip).Take(reviews).Select(entry => (MemoryEvent)new MemoryEvent.Reviewed(Guid.NewGuid(), _site.Clock.GetUtcNow().AddDays(entry.Day - 400), entry.Id, null, entry.Day < until ? Grade.Good : Grade.Again, TimeSpan.FromSeconds(5), entry.Review) { Batch = batch });
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
        await Fits.CancelAsync(Site.Cancel);
        await fit!;

        Assert.Equal((null, null, null), (await LastAsync(), await ModelAsync(), Fits.Progress));
        await using var again = await _site.RestartAsync();      // also after the program has ended
        Assert.Null(await again.Of<MemoryFits>().BeginIfDueAsync(Site.Cancel));
        _site.Clock.Pass(TimeSpan.FromDays(1));
        var fits = again.Of<MemoryFits>();
        Assert.True(await fits.BeginIfDueAsync(Site.Cancel) is not null || fits.Progress is not null || await LastFit.FindAsync(again.Of<Preferences>(), Site.Cancel) is not null);      // here, or at the program's start
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_fit_to_reviews_of_an_import_is_undone_with_the_import(int own)
    {
        await SetAsync(byItself: false);
        await ReviewAsync(own);
        var batch = Guid.NewGuid();
        await ReviewAsync(200, skip: own, batch: batch);
        await (await Fits.BeginAsync(Site.Cancel))!;
        Assert.NotNull(await ModelAsync());

        await _browser.PostAsync("/review/act", ("act", "undo"), ("of", $"{batch}"));

        Assert.Equal((null, null), (await LastAsync(), await ModelAsync()));
    }

    [Fact]
    public async Task A_fit_to_more_reviews_than_there_are_stands_in_the_way_of_none_and_goes_where_too_few_are_left_for_another()
    {
        await ReviewAsync(40);
        var then = _site.Clock.GetUtcNow().AddDays(-2);
        Task PretendAsync() => new LastFit(then, 5000, true, 750, 0.3, 0.4).KeepAsync(_site.Of<Preferences>(), new([.. Fsrs6Parameters.Default.Values], 5000, then, 0.3, 0.4), Site.Cancel);
        await PretendAsync();

        Assert.Null(await Fits.BeginIfDueAsync(Site.Cancel));
        Assert.Equal((null, null), (await LastAsync(), await ModelAsync()));

        await PretendAsync();
        await ReviewAsync(160, skip: 40);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Site.Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await LastAsync(patience.Token))?.Reviews != 200)
            if (await Fits.BeginIfDueAsync(patience.Token) is { } fit) await fit;       // here, or at the program's start
    }

    [Fact]
    public async Task A_damaged_log_of_cards_is_said_in_one_sentence_and_ends_no_program()
    {
        await ReviewAsync(120);
        await using var again = await _site.RestartAsync();
        await using (var other = new SqliteConnection($"Data Source={again.DataFile};Pooling=False"))
        {
            await other.OpenAsync(Site.Cancel);
            await using var damage = other.CreateCommand();
            damage.CommandText = "UPDATE events SET payload = '{}' WHERE sequence = 7";
            Assert.Equal(1, await damage.ExecuteNonQueryAsync(Site.Cancel));
        }
        using var browser = again.NewBrowser();

        Assert.Equal("The data file is damaged. Bring back a backup with 'certus restore FILE'.", (await browser.GetAsync("/review")).Refused(HttpStatusCode.InternalServerError));
        Assert.Equal(StoreFault.Damaged, (await Assert.ThrowsAsync<StoreException>(() => again.Of<MemoryFits>().BeginIfDueAsync(Site.Cancel))).Fault);
    }

    [Fact]
    public async Task Whatever_goes_wrong_in_the_background_is_logged_and_the_next_review_is_considered()
    {
        var told = new Told();
        using var fits = new MemoryFits(_site.Of<MemoryLog>(), _site.Of<Preferences>(), new BrokenClock(), told);
        await fits.StartAsync(Site.Cancel);

        Assert.IsType<NotSupportedException>(await told.Broken.Reader.ReadAsync(Site.Cancel));
        fits.Consider();
        Assert.IsType<NotSupportedException>(await told.Broken.Reader.ReadAsync(Site.Cancel));

        Assert.False(fits.ExecuteTask!.IsCompleted);
        await fits.StopAsync(Site.Cancel);
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new NotSupportedException();
    }

    private sealed class Told : ILogger<MemoryFits>
    {
        public Channel<Exception> Broken { get; } = Channel.CreateUnbounded<Exception>();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Broken.Writer.TryWrite(exception!);
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

namespace Certus.Shell.Tests.Web;

/// <summary>A site where every page has something to show.</summary>
public sealed class PreparedSite : IAsyncLifetime
{
    public Site Site { get; } = new();

    public Guid Exam { get; private set; }

    public Guid Study { get; private set; }

    public Guid Paused { get; private set; }

    public Guid Over { get; private set; }

    public async ValueTask InitializeAsync()
    {
        using var browser = Site.NewBrowser();
        Over = await browser.StartAsync("exam", ("exam", "MLS-C01"), ("seed", "1"));
        await browser.EventsAsync(Over, [.. Enumerable.Range(1, 60).SelectMany(position => new[] { Happened.Answered(position, position % 4), Happened.Dwelt(position, position) })]);
        await browser.EventsAsync(Over, Happened.Flagged(2), Happened.Rated(3, "sure"), Happened.Rated(4, "guess"));
        await browser.PostAsync($"/sittings/{Over}/end");
        Exam = await browser.StartAsync("exam", ("exam", "MLS-C01"), ("seed", "2"));
        await browser.EventsAsync(Exam, Happened.Answered(1, 0), Happened.Flagged(2), Happened.Commented(1, "Think again."), Happened.Struck(1, 1));
        Study = await browser.StartAsync("study", ("exam", "MLS-C01"), ("size", "5"), ("seed", "3"));
        await browser.EventsAsync(Study, Happened.Answered(1, 0), Happened.Revealed(1));
        Paused = await browser.StartAsync("custom", ("exam", "MLS-C01"), ("size", "3"), ("minutes", "10"), ("seed", "4"));
        await browser.EventsAsync(Paused, Happened.Paused());
        await browser.PostAsync("/measure/results", ("exam", "MLS-C01"), ("day", "2026-03-20"), ("outcome", "failed"), ("total", "690"), ("domain-1", "needs-improvement"));
        (await browser.PostAsync("/plan/new", ("exam", "MLA-C02"), ("day", "2027-03-01"), ("minutes-1", "60"), ("minutes-3", "90"), ("minutes-6", "180"), ("zone", "Europe/Berlin"))).RedirectsTo();
    }

    /// <summary>An address with the sittings' ids filled in.</summary>
    public string Fill(string path) => path
        .Replace("{exam}", Exam.ToString(), StringComparison.Ordinal).Replace("{study}", Study.ToString(), StringComparison.Ordinal)
        .Replace("{paused}", Paused.ToString(), StringComparison.Ordinal).Replace("{over}", Over.ToString(), StringComparison.Ordinal);

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

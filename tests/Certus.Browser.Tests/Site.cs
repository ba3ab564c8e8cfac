namespace Certus.Browser.Tests;

/// <summary>A server and a browser, shared by the tests of a class.</summary>
public class Site : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    static Site() => SetDefaultExpectTimeout(20_000);

    /// <summary>The server.</summary>
    public CertusServer Server { get; private set; } = null!;

    /// <summary>The browser; a visit is a context of its own.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
        Server = await CertusServer.StartAsync();
    }

    /// <summary>A visitor with a browser profile of their own: no cookies, no cache, nothing kept.</summary>
    /// <param name="options">A window of 1280 by 800 in light colors where it is null.</param>
    public Task<Visit> VisitAsync(BrowserNewContextOptions? options = null) => Visit.BeginAsync(Browser, Server.Address, options ?? new());

    /// <summary>Someone who takes sittings without a browser.</summary>
    public Candidate Candidate() => new(Server.Address);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
    }
}

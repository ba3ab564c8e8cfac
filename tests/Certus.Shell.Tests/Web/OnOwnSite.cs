namespace Certus.Shell.Tests.Web;

/// <summary>Tests of pages, each with a site of its own and one browser on it. It is noon of 23 November 2026.</summary>
public abstract class OnOwnSite : IAsyncLifetime
{
    private protected readonly MeasureSite _site = new();
    private protected Browser _browser = null!;

    public ValueTask InitializeAsync()
    {
        _browser = _site.NewBrowser();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _browser.Dispose();
        await _site.DisposeAsync();
    }
}

using System.Collections.Concurrent;

namespace Certus.Browser.Tests;

/// <summary>One browser profile with one page, and what went on in it.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();
    private readonly ConcurrentQueue<string> _pages = new();

    private Visit(IBrowserContext context, IPage page, string address) => (Context, Page, Address) = (context, page, address);

    /// <summary>The profile.</summary>
    public IBrowserContext Context { get; }

    /// <summary>Its first page.</summary>
    public IPage Page { get; }

    /// <summary>The server as this visitor names it.</summary>
    public string Address { get; }

    /// <summary>Errors on the console, refusals by the content policy among them, and errors that no script caught.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>What was asked for, service workers included.</summary>
    public IReadOnlyCollection<Uri> Requests => _requests;

    /// <summary>The paths of the pages that were asked for, given up or not.</summary>
    public IReadOnlyCollection<string> Pages => _pages;

    /// <summary>Opens a profile and an empty page.</summary>
    public static async Task<Visit> BeginAsync(IBrowser browser, string address, BrowserNewContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(browser);
        ArgumentNullException.ThrowIfNull(options);
        options.BaseURL = address;
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        var context = await browser.NewContextAsync(options);
        Visit visit = new(context, await context.NewPageAsync(), address);
        context.Console += (_, message) => { if (message.Type == "error") visit._complaints.Enqueue($"{message.Text} ({message.Location})"); };
        context.WebError += (_, error) => visit._complaints.Enqueue(error.Error);
        context.Request += (_, request) =>
        {
            visit._requests.Enqueue(new(request.Url));
            if (request.IsNavigationRequest) visit._pages.Enqueue(new Uri(request.Url).AbsolutePath);
        };
        return visit;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}

namespace Certus.Browser.Tests;

/// <summary>Waiting for what only the page can tell after asking somebody else: WaitForFunctionAsync takes a promise for a yes.</summary>
public static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until an asynchronous function of the page says yes.</summary>
    public static Task WaitUntilAsync(this IPage page, string function, object? argument = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        return page.EvaluateAsync($"async (argument) => {{ while (!(await ({function})(argument))) await new Promise((resume) => setTimeout(resume, 50)); }}", argument).WaitAsync(Patience);
    }
}

namespace Certus.Browser.Tests;

/// <summary>What people may want to look at after a run: set CERTUS_TEST_RECORDS to a directory, and it gets a picture of every page and the bytes that each transfers.</summary>
public static class Records
{
    private static readonly Lock Writing = new();
    private static readonly string? Place = Environment.GetEnvironmentVariable("CERTUS_TEST_RECORDS") is { Length: > 0 } directory ? Directory.CreateDirectory(directory).FullName : null;

    /// <summary>Takes a picture of the whole page.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (Place is null) return;
        var (width, height) = (page.ViewportSize!.Width, await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight"));
        await page.SetViewportSizeAsync(width, Math.Max(height, page.ViewportSize.Height));      // so that what sticks to the bottom is at the bottom
        await page.ScreenshotAsync(new() { Path = Path.Combine(Place, name + ".png") });
    }

    /// <summary>Notes what a page transferred.</summary>
    public static void Transferred(string name, long bytes)
    {
        if (Place is null) return;
        lock (Writing) File.AppendAllText(Path.Combine(Place, "transferred.tsv"), $"{name}\t{bytes}\n");
    }
}

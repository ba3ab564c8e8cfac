namespace Certus.Browser.Tests;

/// <summary>The installed Chromium; nothing is downloaded.</summary>
public static class Chromium
{
    private static readonly string[] Quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Starts it.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        ArgumentNullException.ThrowIfNull(playwright);
        var path = Environment.GetEnvironmentVariable("CERTUS_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        return File.Exists(path)
            ? playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Quiet })
            : throw new FileNotFoundException($"The browser tests need Chromium and there is none at {path}: install the package 'chromium', or name another one in CERTUS_TEST_CHROMIUM.");
    }
}

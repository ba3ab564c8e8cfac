using System.Diagnostics;

namespace Certus.Lab.Tests;

/// <summary>Waits for what a test waits for; how long that takes is no test's business.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until it is there.</summary>
    /// <param name="look">What is to be seen.</param>
    /// <param name="isThere">Whether that is what is waited for.</param>
    /// <param name="otherwise">What is said, before what was seen last, where it does not come.</param>
    /// <param name="seconds">How long it may take on the busiest machine.</param>
    /// <returns>What was seen.</returns>
    public static async Task<T> Async<T>(Func<Task<T>> look, Func<T, bool> isThere, string otherwise, int seconds = 60)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Pause, TestContext.Current.CancellationToken))
        {
            var seen = await look();
            if (isThere(seen)) return seen;
            if (watch.Elapsed.TotalSeconds > seconds) Assert.Fail($"{otherwise} After {seconds} s there is still: {seen}");
        }
    }
}

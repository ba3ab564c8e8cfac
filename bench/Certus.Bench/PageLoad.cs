using System.Diagnostics;

namespace Certus.Bench;

/// <summary>The exam page under an open load: requests leave on a schedule, whatever the answers do, and each is timed from its place in the schedule.</summary>
internal static class PageLoad
{
    public static async Task<int> RunAsync(int rate, int seconds)
    {
        await using var server = await Server.StartAsync();
        var (client, sitting, _) = await server.BeginAsync();
        using (client)
        {
            var bytes = 0L;
            for (var position = 1; position <= 65; position++) bytes += (await client.GetByteArrayAsync(new Uri($"{sitting}/{position}", UriKind.Relative))).Length;
            await OpenLoadAsync(client, sitting, rate, 5);      // warm
            var millis = await OpenLoadAsync(client, sitting, rate, seconds);
            millis.Sort();
            string At(double share) => $"{millis[Math.Min(millis.Count - 1, (int)(share * millis.Count))]:0.0}";
            Console.WriteLine($"exam page, {rate} requests/s for {seconds} s, {millis.Count} answers, mean page {bytes / 65 / 1024.0:0.0} KiB: p50 {At(0.5)} ms, p90 {At(0.9)} ms, p99 {At(0.99)} ms, p99.9 {At(0.999)} ms, max {millis[^1]:0.0} ms");
        }
        return 0;
    }

    private static async Task<List<double>> OpenLoadAsync(HttpClient client, string sitting, int rate, int seconds)
    {
        var count = rate * seconds;
        var millis = new double[count];
        var running = new Task[count];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)(i * (double)Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
                if (due - Stopwatch.GetTimestamp() > Stopwatch.Frequency / 500) await Task.Delay(1);
                else Thread.Yield();
            running[i] = AskAsync(i, due);
        }
        await Task.WhenAll(running);
        return [.. millis];

        async Task AskAsync(int i, long due)
        {
            using var answer = await client.GetAsync(new Uri($"{sitting}/{i * 7 % 65 + 1}", UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            millis[i] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Certus.Numerics;
using Certus.Remember;

namespace Certus.Bench;

/// <summary>How fast memories move and parameters are fitted.</summary>
internal static class MemoryModel
{
    public static int Run(int reviews)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Steps();
        var log = Simulate(reviews);
        var clock = Stopwatch.StartNew();
        var history = ReviewHistory.Of(log, LearnerDays.Utc);
        Console.WriteLine($"ordering {history.Count:N0} reviews of {history.Cards:N0} cards: {clock.Elapsed.TotalSeconds:0.00} s");
        for (var run = 0; run < 3; run++)
        {
            clock.Restart();
            var fit = FsrsOptimizer.Fit(history);
            Console.WriteLine($"fit over {fit.Items:N0} items: {clock.Elapsed.TotalSeconds:0.00} s, {fit.Steps} steps, log loss {fit.LogLoss:0.00000} (defaults {fit.DefaultLogLoss:0.00000}) on {Environment.ProcessorCount} cores");
        }
        Console.WriteLine($"memory of the process at its highest: {Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20):N0} MiB");
        return 0;
    }

    private static void Steps()
    {
        const int Count = 4_000_000;
        var model = new Fsrs6(Fsrs6Parameters.Default);
        for (var run = 0; run < 4; run++)
        {
            var state = model.First(Grade.Good);
            var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            for (var i = 0; i < Count; i++)
            {
                state = model.Next(state, (Grade)(1 + (i * 7 + i / 3) % 4), 1 + i % 9);
                if (state.Stability > 1000) state = model.First(Grade.Hard);
            }
            Console.WriteLine($"{Count / clock.Elapsed.TotalSeconds:N0} memory steps a second on one core, {Count / (Environment.CpuUsage.TotalTime - before).TotalSeconds:N0} by processor time (last stability {state.Stability:0.00})");
        }
        foreach (var fuzz in (bool[])[false, true])
            for (var run = 0; run < 4; run++) Scheduled(new(model, new() { Fuzz = fuzz }), fuzz);
    }

    /// <summary>Whole steps of the scheduler: state, learning steps, the order of intervals, the spread and the due date.</summary>
    private static void Scheduled(Scheduler scheduler, bool fuzz)
    {
        const int Cards = 100_000, Reviews = 10;
        var start = new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
        var (clock, before, days) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, 0L);
        for (var key = 0; key < Cards; key++)
        {
            var card = CardSchedule.New(start);
            for (var i = 0; i < Reviews; i++) card = scheduler.Review(card, (Grade)(1 + (i * 7 + i / 3 + key) % 4), card.Due, (ulong)key);
            days += card.IntervalDays;
        }
        const double Steps = (double)Cards * Reviews;
        Console.WriteLine($"{Steps / clock.Elapsed.TotalSeconds:N0} steps of the scheduler a second on one core, {Steps / (Environment.CpuUsage.TotalTime - before).TotalSeconds:N0} by processor time, {(fuzz ? "with" : "without")} spread (last intervals {days:N0} days)");
    }

    private static List<ReviewEvent> Simulate(int count)
    {
        var model = new Fsrs6(new([.. Fsrs6Parameters.Default.Values.SetItem(2, 4).SetItem(20, 0.25).SetItem(8, 1.6)]));
        var random = new SeededRandom(11);
        var start = new DateTimeOffset(2020, 1, 1, 8, 0, 0, TimeSpan.Zero);
        List<ReviewEvent> reviews = new(count);
        for (var card = 1; reviews.Count < count; card++)
        {
            var at = start.AddDays(random.Below(1000));
            var state = model.First(Grade.Good);
            reviews.Add(new(card, at, Grade.Good));
            for (var i = 0; i < 9 && reviews.Count < count; i++)
            {
                var days = Math.Max(1, (int)Math.Round(model.Interval(state, 0.9))) + random.Below(3);
                at = at.AddDays(days);
                var recalled = (random.Next() >> 11) * (1.0 / (1UL << 53)) < model.Retrievability(state, days);
                var grade = !recalled ? Grade.Again : random.Below(6) switch { 0 => Grade.Hard, 1 => Grade.Easy, _ => Grade.Good };
                reviews.Add(new(card, at, grade));
                state = model.Next(state, grade, days);
            }
        }
        return reviews;
    }
}

using Certus.Plan;
using Certus.Tests.Plan;

namespace Certus.Bench;

/// <summary>The laws that the tests hold plans to, over many more random requests: no day over its minutes, prerequisites in order, all mocks placed where everything fits, no reviews waiting on a day with time; and again after days were missed.</summary>
internal static class PlanLawsRun
{
    private const int Shown = 10;

    public static int Run(int requests)
    {
        var (fitting, revised, broken) = (0, 0, new List<string>());
        var sync = new Lock();
        Parallel.For(0, requests, i =>
        {
            var seed = (ulong)i;
            var request = RandomPlans.Of(seed);
            var plan = Planner.Make(request);
            List<string> lines = [.. PlanLaws.Broken(plan, request).Select(line => $"seed {seed}: {line}")];
            var days = request.ExamDay.DayNumber - request.Start.DayNumber;
            var missed = request.Start.AddDays((int)(seed % (ulong)days));
            var today = missed.AddDays(1 + (int)(seed / 7 % 5));
            var asked = plan.Fits && today < request.ExamDay;
            if (asked)
            {
                var finished = plan.Sessions.Where(session => session.Day < missed).Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
                var revision = Replanner.Revise(plan, request, new(today, new Dictionary<string, int>(), finished));
                lines.AddRange(PlanLaws.Broken(revision.Plan, request, today, finished).Select(line => $"seed {seed}, revised on {today}: {line}"));
            }
            lock (sync)
            {
                fitting += plan.Fits ? 1 : 0;
                revised += asked ? 1 : 0;
                broken.AddRange(lines);
            }
        });
        foreach (var line in broken.Order(StringComparer.Ordinal).Take(Shown)) Console.WriteLine(line);
        Console.WriteLine(FormattableString.Invariant($"{requests:#,0} random requests of at most 60 days, {fitting:#,0} fit, {revised:#,0} re-planned after missed days: {broken.Count} laws broken"));
        return broken.Count == 0 ? 0 : 1;
    }
}

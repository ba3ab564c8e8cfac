using System.Diagnostics;
using System.Globalization;
using Certus.Plan;
using Certus.Remember;
using Certus.Store;

namespace Certus.Bench;

/// <summary>How long a plan of 180 days takes, and how many sessions a re-plan moves after one missed day.</summary>
internal static class PlanTimes
{
    private const double Effort = 8;

    /// <param name="runs">Plans that are timed.</param>
    /// <param name="step">What has to move is asked for one missed day of so many; 0 for none.</param>
    public static int Run(int runs, int step)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var library = Repository.Library;
        var start = new DateOnly(2026, 11, 23);
        foreach (var (code, days, hours) in new[] { ("MLS-C01", 180, 1.0), ("MLA-C02", 180, 1.0), ("MLA-C02", 180, 0.4), ("AIP-C01", 180, 1.0) })
        {
            var exam = library.Register.ByCode[code];
            var syllabus = PlanInputs.SyllabusOf(library, code, PlanInputs.LeftFor(library, new()));
            var request = new PlanRequest
            {
                Syllabus = syllabus, Time = new StudyTime { MinutesByWeekday = [180 * hours, 60 * hours, 60 * hours, 60 * hours, 60 * hours, 0, 180 * hours] }, Start = start, ExamDay = start.AddDays(days),
                Form = ReadinessInputs.FormOf(exam, library.Bank)!, Labs = PlanInputs.LabsOf(library, exam), ReviewMinutes = PlanInputs.ReviewsOf(library, syllabus),
            };
            var clock = Stopwatch.StartNew();
            var plan = Planner.Make(request);
            var first = clock.Elapsed.TotalMilliseconds;
            for (var warm = 0; warm < runs; warm++) Planner.Make(request);
            var before = Environment.CpuUsage.TotalTime;
            var times = Enumerable.Range(0, runs).Select(_ => { clock.Restart(); Planner.Make(request); return clock.Elapsed.TotalMilliseconds; }).Order().ToList();
            var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / runs;
            Console.WriteLine($"{code}, {days} days, {10 * hours:0} h a week: {plan.Sessions.Count} sessions, {(plan.Fits ? "fits" : $"{plan.ShortfallHours:0.0} h lack")}; first plan {first:0} ms, median of {runs} {times[runs / 2]:0.0} ms, slowest {times[^1]:0.0} ms; {processor:0.0} ms of one processor");
            if (!plan.Fits) continue;
            List<(int Gone, int Pieces, int Missed, double Ms, bool Fits, int Proved, int Found)> replans = [];
            for (var day = 1; day < days - 1; day++)
            {
                var date = start.AddDays(day);
                var missed = plan.Sessions.Count(session => session.Day == date && IsWork(session));
                if (missed == 0) continue;
                var finished = plan.Sessions.Where(session => session.Day < date).Select(session => session.Id).ToList();
                clock.Restart();
                var revision = Replanner.Revise(plan, request, new(date.AddDays(1), new Dictionary<string, int>(), finished));
                var ms = clock.Elapsed.TotalMilliseconds;
                // Who stays may have grown by what was missed of the same.
                var now = revision.Plan.Sessions.ToDictionary(session => session.Id, StringComparer.Ordinal);
                var gone = plan.Sessions.Count(session => IsWork(session) && session.Day >= date && !(now.TryGetValue(session.Id, out var same) && same.Day == session.Day && session.Day > date && same.Minutes >= session.Minutes));
                var asked = step > 0 && replans.Count % step == 0 && !plan.Sessions.Any(session => session.Day == date && session.Purpose == Purpose.Mock);
                var (proved, found) = asked ? PlanBound.Of(plan, request, date, Effort) : (-1, -1);
                replans.Add((gone, revision.Moves.Count, missed, ms, revision.Plan.Fits, proved, found));
            }
            var moved = replans.Select(replan => replan.Gone).Order().ToList();
            Console.WriteLine($"  after one missed day ({replans.Count} days tried): {replans.Average(replan => replan.Missed):0.0} sessions missed, {moved.Average():0.0} of {plan.Sessions.Count(IsWork)} not where they were (median {moved[moved.Count / 2]}, most {moved[^1]}), {replans.Average(replan => replan.Pieces):0.0} pieces told of; "
                + $"{replans.Count(replan => replan.Fits)} still fit; {replans.Average(replan => replan.Ms):0.0} ms each, slowest {replans.Max(replan => replan.Ms):0} ms");
            var held = replans.Where(replan => replan.Proved >= 0).ToList();
            if (held.Count > 0)
                Console.WriteLine($"  beside what has to move ({held.Count} of those days): {held.Average(replan => replan.Gone):0.00} moved, {held.Average(replan => replan.Proved):0.00} have to at least; as few as proved on {held.Count(replan => replan.Gone <= replan.Proved)} days; "
                    + $"most above it {held.Max(replan => replan.Gone - replan.Proved)}; the relaxation was solved on {held.Count(replan => replan.Found == replan.Proved)}");
        }
        return 0;
    }

    private static bool IsWork(PlanSession session) => session.Purpose is Purpose.Learn or Purpose.Lab or Purpose.Mock;
}

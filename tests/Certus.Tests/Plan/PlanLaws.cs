using Certus.Plan;

namespace Certus.Tests.Plan;

/// <summary>What holds for every plan.</summary>
internal static class PlanLaws
{
    /// <summary>Every law that a plan breaks, a line each.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="request">What it was made from.</param>
    /// <param name="from">The first day that is still planned; the start of a new plan.</param>
    /// <param name="done">Minutes by session id of what is behind; what is missing there was not done.</param>
    public static IEnumerable<string> Broken(StudyPlan plan, PlanRequest request, DateOnly? from = null, IReadOnlySet<string>? done = null)
    {
        var first = from ?? request.Start;
        var ahead = plan.Sessions.Where(session => session.Day >= first).ToList();
        foreach (var twice in plan.Sessions.GroupBy(session => session.Id).Where(same => same.Count() > 1)) yield return $"the id {twice.Key} stands twice";
        foreach (var session in plan.Sessions.Where(session => session.Minutes < 1 || session.Reason.Length == 0 || session.Day < request.Start || session.Day >= request.ExamDay)) yield return $"{session.Id} has {session.Minutes} minutes on {session.Day}, or no reason";
        foreach (var day in ahead.GroupBy(session => session.Day))
            if (day.Sum(session => session.Minutes) is var minutes && minutes > request.Time.SecondsOn(day.Key) / 60 + 1e-9) yield return $"{day.Key} holds {minutes} minutes of {request.Time.SecondsOn(day.Key) / 60}";
        foreach (var line in Order(plan, request, first, done)) yield return line;
        foreach (var line in Reviews(ahead, request, first)) yield return line;
        if (!plan.Fits)
        {
            if (plan.ShortfallHours <= 0) yield return "it doesn't fit, and no hour lacks";
            if (!plan.Options.Any(option => option.Change == PlanChange.AsIs)) yield return "it doesn't fit, and nothing is offered";
            yield break;
        }
        if (plan.ShortfallHours != 0 || plan.Options.Count > 0) yield return "it fits, and hours lack or ways out are offered";
        var real = plan.Sessions.Where(session => session.Day >= first || done is null || done.Contains(session.Id)).ToList();
        foreach (var work in WorkList.Of(request))
            if (real.Where(session => Remaining.KeyOf(session.Id) == work.Key).Sum(session => session.Minutes) is var minutes && minutes != work.Minutes) yield return $"{work.Key} has {minutes} of {work.Minutes} minutes";
        for (var mock = 1; mock <= request.Mocks; mock++)
            if (real.Where(session => Remaining.KeyOf(session.Id) == $"mock:{mock}").Sum(session => session.Minutes) is var minutes && minutes != request.MockMinutes) yield return $"mock {mock} has {minutes} of {request.MockMinutes} minutes";
    }

    private static IEnumerable<string> Order(StudyPlan plan, PlanRequest request, DateOnly first, IReadOnlySet<string>? done)
    {
        var works = WorkList.Of(request).ToDictionary(work => work.Key);
        var sessions = plan.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab && (session.Day >= first || done is null || done.Contains(session.Id))).ToList();
        var last = sessions.Select((session, place) => (Key: Remaining.KeyOf(session.Id), place)).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Max(entry => entry.place));
        for (var place = 0; place < sessions.Count; place++)
            foreach (var before in works[Remaining.KeyOf(sessions[place].Id)].Before)
                if (!last.TryGetValue(before, out var end)) yield return $"{sessions[place].Id} needs {before}, which is nowhere";
                else if (end > place) yield return $"{sessions[place].Id} on {sessions[place].Day} comes before the end of {before} on {sessions[end].Day}";
    }

    /// <summary>After a day without a mock, no reviews wait but crumbs, unless reviews had all of the day.</summary>
    private static IEnumerable<string> Reviews(List<PlanSession> ahead, PlanRequest request, DateOnly first)
    {
        double waiting = 0;
        for (var day = first; day < request.ExamDay; day = day.AddDays(1))
        {
            var place = day.DayNumber - request.Start.DayNumber;
            if (place < request.ReviewMinutes.Count) waiting += request.ReviewMinutes[place];
            var today = ahead.Where(session => session.Day == day).ToList();
            var reviewed = today.Where(session => session.Purpose == Purpose.Review).Sum(session => session.Minutes);
            waiting = Math.Max(0, waiting - reviewed);
            var room = (int)(request.Time.SecondsOn(day) / 60);
            if (room > 0 && waiting >= 5 && reviewed < room && !today.Exists(session => session.Purpose == Purpose.Mock)) yield return $"on {day} {waiting:0} minutes of reviews wait, and {reviewed} of {room} were for them";
        }
    }
}

using System.Collections.Immutable;

namespace Certus.Plan.Diary;

/// <summary>All that plans of a learner ever had, those undone among them: what some calendar may still show.</summary>
public sealed class EverPlanned
{
    private readonly ImmutableDictionary<(string Exam, string Id), (PlannedOnce Entry, int Making)> _entries;
    private readonly int _makings;

    private EverPlanned(ImmutableDictionary<(string Exam, string Id), (PlannedOnce Entry, int Making)> entries, int makings, int events) => (_entries, _makings, Events) = (entries, makings, events);

    /// <summary>Nothing was planned yet.</summary>
    public static readonly EverPlanned Nothing = new(ImmutableDictionary<(string Exam, string Id), (PlannedOnce Entry, int Making)>.Empty, 0, 0);

    /// <summary>How many events of the log are in it.</summary>
    public int Events { get; }

    /// <summary>With the events of a log that are not in it yet.</summary>
    /// <param name="log">The whole log.</param>
    /// <param name="plans">The plans that those events made, by version.</param>
    public EverPlanned After(IReadOnlyList<PlanEvent> log, IReadOnlyDictionary<string, StudyPlan> plans)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(plans);
        if (log.Count == Events) return this;
        var (entries, makings) = (_entries.ToBuilder(), _makings);
        foreach (var made in log.Skip(Events).OfType<PlanEvent.OfPlan>())
        {
            if (made is PlanEvent.Made) makings++;
            var plan = plans[made.Version];
            foreach (var (id, title, day) in plan.Sessions.Where(session => session.Purpose != Purpose.Rest).Select(session => (session.Id, session.Title, session.Day)).Concat(plan.Milestones.Select(milestone => (milestone.Id, milestone.Title, milestone.Day))))
                entries[(plan.Exam, id)] = (new(plan.Exam, id, title, day), makings);
        }
        return new(entries.ToImmutable(), makings, log.Count);
    }

    /// <summary>What the plan that stands has no more, by day; what time was spent on stays what it was.</summary>
    /// <param name="diary">The same log, folded.</param>
    /// <param name="now">The plan that stands; null where none does, and everything is gone.</param>
    public IReadOnlyList<PlannedOnce> Gone(PlanDiary diary, StudyPlan? now)
    {
        ArgumentNullException.ThrowIfNull(diary);
        var there = now is null ? [] : now.Sessions.Where(session => session.Purpose != Purpose.Rest).Select(session => session.Id).Concat(now.Milestones.Select(milestone => milestone.Id)).ToHashSet(StringComparer.Ordinal);
        var valid = diary.Valid.Select(happened => happened.Id).ToHashSet();
        // The last making in which time was spent on something of this name.
        Dictionary<string, int> spent = new(StringComparer.Ordinal);
        var making = 0;
        foreach (var happened in diary.Log)
            if (happened is PlanEvent.Made) making++;
            else if (happened is PlanEvent.Finished or PlanEvent.Logged { Minutes: > 0 } && valid.Contains(happened.Id)) spent[((PlanEvent.OfSession)happened).Session] = making;
        return
        [
            .. _entries.Values.Where(known => !(now?.Exam == known.Entry.Exam && there.Contains(known.Entry.Id)) && spent.GetValueOrDefault(known.Entry.Id, -1) < known.Making)
                .Select(known => known.Entry).OrderBy(entry => entry.Day).ThenBy(entry => entry.Exam, StringComparer.Ordinal).ThenBy(entry => entry.Id, StringComparer.Ordinal),
        ];
    }
}

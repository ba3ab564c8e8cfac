namespace Certus.Plan.Diary;

/// <summary>A learner's plan as its events left it.</summary>
/// <remarks>What is undone is left out and the rest folded anew; a plan has some thousand events at most.</remarks>
public sealed class PlanDiary
{
    private readonly HashSet<Guid> _ids;
    private readonly HashSet<Guid> _undone = [];
    private readonly Dictionary<string, int> _minutes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(DateOnly Day, int Minutes)>> _spent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOnly> _finished = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOnly> _skipped = new(StringComparer.Ordinal);
    private readonly SortedDictionary<DateOnly, int> _byDay = [];
    private readonly List<PlanEvent> _valid;
    private readonly List<PlanEvent.OfPlan> _plans = [];
    private string? _exam;      // that of the last plan, also where it was ended

    /// <summary>Nothing happened yet.</summary>
    public static readonly PlanDiary Empty = new([]);

    /// <param name="log">All events, in the order in which they happened.</param>
    public PlanDiary(IReadOnlyList<PlanEvent> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        Log = log;
        _ids = [.. log.Select(happened => happened.Id)];
        for (var i = log.Count - 1; i >= 0; i--)
            if (log[i] is PlanEvent.Undone taken && !_undone.Contains(taken.Id)) _undone.Add(taken.Of);      // one that was itself undone, later, takes nothing back
        _valid = [.. log.Where(happened => happened is not PlanEvent.Undone && !_undone.Contains(happened.Id))];
        foreach (var happened in _valid) Fold(happened);
        var changes = log.Where(happened => happened is not (PlanEvent.TimerStarted or PlanEvent.TimerPaused or PlanEvent.Logged)).ToList();
        (Edition, ChangedAt) = (changes.Count, changes.Count == 0 ? default : changes.Max(happened => happened.At));
    }

    /// <summary>All events, those undone among them.</summary>
    public IReadOnlyList<PlanEvent> Log { get; }

    /// <summary>What the plan that stands was made from; null where there is none.</summary>
    public PlanEvent.Made? Made { get; private set; }

    /// <summary>What made the plan that stands, or revised it last; null where there is none.</summary>
    public PlanEvent.OfPlan? Standing { get; private set; }

    /// <summary>Every making and revision of plans for the exam of the one that stands, the first one first: the chance to pass over time.</summary>
    public IReadOnlyList<PlanEvent.OfPlan> Plans => _plans;

    /// <summary>Minutes spent on sessions of the plan that stands, by id.</summary>
    public IReadOnlyDictionary<string, int> Minutes => _minutes;

    /// <summary>Ids of its finished sessions.</summary>
    public IReadOnlyCollection<string> Finished => _finished.Keys;

    /// <summary>On which day each of them was.</summary>
    public IReadOnlyDictionary<string, DateOnly> FinishedOn => _finished;

    /// <summary>Minutes spent by day since the first plan for the exam.</summary>
    public IReadOnlyDictionary<DateOnly, int> MinutesByDay => _byDay;

    /// <summary>The timer; null where none is under way.</summary>
    public PlanTimer? Timer { get; private set; }

    /// <summary>How many events changed what a calendar shows, undoing among them: it only grows.</summary>
    public int Edition { get; }

    /// <summary>When the last of them happened.</summary>
    public DateTimeOffset ChangedAt { get; }

    /// <summary>The last act that one press can take back: anything but the timer's; null where there is none.</summary>
    public PlanEvent? Last => _valid.LastOrDefault(happened => happened is not (PlanEvent.TimerStarted or PlanEvent.TimerPaused) && happened is not PlanEvent.Logged { Minutes: 0 });

    /// <summary>The events of that act, the last one first: with it the minutes of a timer that it stopped.</summary>
    public IReadOnlyList<PlanEvent> LastAct => Last is { } last ? [last, .. _valid.Where(happened => happened.Id == PlanEvent.Beside(last.Id))] : [];

    /// <summary>Whether an event says only what stands already, as where two pages of a browser say the same.</summary>
    public bool Repeats(PlanEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Knows(happened.Id) || happened switch
        {
            PlanEvent.Finished finished => _finished.ContainsKey(finished.Session),
            PlanEvent.Logged logged => Timer?.Session != logged.Session,        // minutes are a timer's, and another page stopped it
            PlanEvent.TimerStarted started => Timer is { Since: not null } timer && timer.Session == started.Session,
            PlanEvent.TimerPaused paused => Timer is not { Since: not null } timer || timer.Session != paused.Session,
            PlanEvent.Ended => Made is null,
            PlanEvent.Undone undone => _undone.Contains(undone.Of),
            _ => false,
        };
    }

    /// <summary>The first event of all: whose calendar it is follows from it, through all plans.</summary>
    public Guid? Origin => Log.Count == 0 ? null : Log[0].Id;

    /// <summary>Whether an event of this id is in the log.</summary>
    public bool Knows(Guid id) => _ids.Contains(id);

    /// <summary>Whether a session was left for another day on this one.</summary>
    public bool IsSkipped(string session, DateOnly day) => _skipped.TryGetValue(session, out var on) && on == day;

    /// <summary>What made the plan that stands, or revised it, as it stood at the end of a day; null before it was made.</summary>
    public PlanEvent.OfPlan? StandingOn(DateOnly day) => _plans.SkipWhile(plan => !ReferenceEquals(plan, Made)).LastOrDefault(plan => plan.Day <= day);

    /// <summary>Minutes spent on a session of the plan that stands, until the end of a day.</summary>
    public int MinutesUntil(string session, DateOnly day) => _spent.TryGetValue(session, out var spent) ? spent.Where(entry => entry.Day <= day).Sum(entry => entry.Minutes) : 0;

    /// <summary>The events that count, in their order: those that nothing took back.</summary>
    internal IReadOnlyList<PlanEvent> Valid => _valid;

    /// <summary>The progress that a re-plan starts from.</summary>
    /// <param name="today">The first day to plan.</param>
    public PlanProgress Progress(DateOnly today) => new(today, _minutes, _finished.Keys);

    /// <summary>The diary after more events.</summary>
    public PlanDiary After(IEnumerable<PlanEvent> later) => new([.. Log, .. later]);

    private void Fold(PlanEvent happened)
    {
        switch (happened)
        {
            case PlanEvent.Made made:
                if (_exam != made.Wish.Exam)
                {
                    _exam = made.Wish.Exam;
                    _plans.Clear();
                    _byDay.Clear();
                }
                (Made, Standing, Timer) = (made, made, null);
                _minutes.Clear();
                _spent.Clear();
                _finished.Clear();
                _skipped.Clear();
                _plans.Add(made);
                break;
            case PlanEvent.Revised revised when Standing?.Version == revised.From:      // where the plan it was made from is undone it falls with it
                Standing = revised;
                _plans.Add(revised);
                break;
            case PlanEvent.Finished finished when _finished.TryAdd(finished.Session, finished.Day):
                if (!_minutes.ContainsKey(finished.Session)) Spend(finished.Session, finished.Day, finished.Minutes);
                if (Timer?.Session == finished.Session) Timer = null;
                break;
            case PlanEvent.Skipped skipped:
                _skipped[skipped.Session] = skipped.Day;
                break;
            case PlanEvent.Logged logged:
                if (logged.Minutes > 0) Spend(logged.Session, logged.Day, logged.Minutes);
                if (Timer?.Session == logged.Session) Timer = null;
                break;
            case PlanEvent.TimerStarted started:
                Timer = Timer is { } paused && paused.Session == started.Session ? paused.Since is null ? paused with { Since = started.At } : paused : new(started.Session, started.At, TimeSpan.Zero);
                break;
            case PlanEvent.TimerPaused stopped when Timer is { Since: not null } running && running.Session == stopped.Session:
                Timer = running with { Since = null, Before = running.At(stopped.At) };
                break;
            case PlanEvent.Ended:
                (Made, Standing, Timer) = (null, null, null);
                break;
        }
    }

    private void Spend(string session, DateOnly day, int minutes)
    {
        _minutes[session] = _minutes.GetValueOrDefault(session) + minutes;
        _byDay[day] = _byDay.GetValueOrDefault(day) + minutes;
        if (!_spent.TryGetValue(session, out var spent)) _spent[session] = spent = [];
        spent.Add((day, minutes));
    }
}

using System.Globalization;

namespace Certus.Plan;

/// <summary>One re-plan while it is made.</summary>
internal sealed class Revision
{
    private const int LeastPart = 20;
    private readonly StudyPlan _current;
    private readonly PlanRequest _request;
    private readonly PlanProgress _progress;
    private readonly DateOnly _today;
    private readonly StudyDays _days;
    private readonly HashSet<string> _finished;
    private readonly List<PlanSession> _past = [];
    private readonly List<(PlanSession Session, int Minutes)> _begun = [];      // practice and reviews under way
    private readonly List<Remaining> _work = [];
    private readonly List<PlanMove> _moves = [], _gone = [];
    private readonly Dictionary<string, int> _sittings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Work> _works;
    private int[] _room = [];
    private IReadOnlyList<double> _reviews = [];

    public Revision(StudyPlan current, PlanRequest request, PlanProgress progress)
    {
        (_current, _request, _progress, _today) = (current, request, progress, progress.Today < current.Start ? current.Start : progress.Today);
        _days = new(_today, current.ExamDay, request.Time);
        _finished = progress.Finished.ToHashSet(StringComparer.Ordinal);
        _works = WorkList.Of(request).ToDictionary(work => work.Key, StringComparer.Ordinal);
    }

    public PlanRevision Make()
    {
        List<(PlanSession Session, int Minutes)> mocks = [];
        var elsewhere = Elsewhere();
        foreach (var session in _current.Sessions)
        {
            var done = _progress.MinutesDone.GetValueOrDefault(session.Id);
            var left = _finished.Contains(session.Id) ? 0 : Math.Max(0, session.Minutes - done);
            if (left > 0 && session.Purpose is Purpose.Learn or Purpose.Lab && elsewhere.GetValueOrDefault(Remaining.KeyOf(session.Id)) is > 0 and var spent)
            {
                elsewhere[Remaining.KeyOf(session.Id)] = Math.Max(0, spent - left);
                left = Math.Max(0, left - spent);
                if (left == 0 && done == 0)
                {
                    _gone.Add(new(session.Id, session.Title, session.Day, null, session.Minutes, "Gone because it was done in a plan that was undone."));
                    continue;
                }
            }
            if (session.Purpose is Purpose.Learn or Purpose.Lab) _sittings[Remaining.KeyOf(session.Id)] = Math.Max(_sittings.GetValueOrDefault(Remaining.KeyOf(session.Id)), Remaining.SittingOf(session.Id));
            if (session.Day < _today && (left == 0 || session.Purpose is Purpose.Practice or Purpose.Review or Purpose.Rest)) _past.Add(session);
            else if (left == 0) _past.Add(session);      // done ahead of its day
            else if (session.Purpose == Purpose.Mock) mocks.Add((session, session.Minutes));        // a test is begun anew
            else if (session.Purpose is Purpose.Practice or Purpose.Review) { if (done > 0) _begun.Add((session, done)); }
            else if (session.Purpose is Purpose.Learn or Purpose.Lab)
            {
                if (done > 0) _past.Add(session with { Minutes = done });
                if (left == 0) continue;
                _work.Add(new(session, left, Math.Max(-1, session.Day.DayNumber - _today.DayNumber)));
            }
        }
        (_room, _reviews) = (Room(), Reviews());
        var tests = Mocks(mocks);
        int[] room = [.. _room];
        foreach (var (_, day, minutes, _) in tests) room[day] -= minutes;
        var reviews = ReviewDays.Place(_reviews, room);
        int[] free = [.. room.Select((minutes, day) => Math.Max(0, minutes - reviews[day]))];
        var before = _works.ToDictionary(work => work.Key, work => work.Value.Before, StringComparer.Ordinal);
        // What was missed lies in the order of its days, which need not be that of what needs what: something may have been begun ahead of it.
        var order = _works.Keys.Select((key, place) => (key, place)).ToDictionary(entry => entry.key, entry => entry.place, StringComparer.Ordinal);
        var placed = new Repair(free, before).Run([.. _work.OrderBy(sitting => sitting.Day).ThenBy(sitting => sitting.Missed ? order.GetValueOrDefault(sitting.Key) : 0)]);
        return Write(tests, reviews, free, placed);
    }

    /// <summary>Minutes by work that were spent on sessions of a plan that was undone. They come back into this one as they were, so that no new session takes their names.</summary>
    private Dictionary<string, int> Elsewhere()
    {
        var known = _current.Sessions.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        var works = _current.Sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).GroupBy(session => Remaining.KeyOf(session.Id)).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        Dictionary<string, int> elsewhere = new(StringComparer.Ordinal);
        foreach (var (id, minutes) in _progress.MinutesDone.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            if (minutes > 0 && !known.Contains(id) && id.Contains(':', StringComparison.Ordinal) && works.TryGetValue(Remaining.KeyOf(id), out var alike))
            {
                // On which day is not said; where the plan has one behind it, it takes nothing of those ahead.
                _past.Add(alike with { Id = id, Minutes = minutes, Day = _today > _current.Start ? _today.AddDays(-1) : _today });
                _sittings[Remaining.KeyOf(id)] = Math.Max(_sittings.GetValueOrDefault(Remaining.KeyOf(id)), Remaining.SittingOf(id));
                elsewhere[Remaining.KeyOf(id)] = elsewhere.GetValueOrDefault(Remaining.KeyOf(id)) + minutes;
            }
        return elsewhere;
    }

    /// <summary>What is behind of the days from today on, and what of it.</summary>
    private IEnumerable<(PlanSession Session, int Minutes)> Spent => _past.Where(session => session.Day >= _today).Select(session => (session, session.Minutes)).Concat(_begun);

    /// <summary>What the days have left beside what is behind of them.</summary>
    private int[] Room()
    {
        int[] room = [.. _days.Minutes];
        foreach (var (session, minutes) in Spent) room[PlaceOf(session.Day)] = Math.Max(0, room[PlaceOf(session.Day)] - minutes);
        return room;
    }

    /// <summary>What falls due from today on, without what was reviewed of it; whether a forecast was made before those reviews or after them is not known, so the plan's own minutes tell where they can.</summary>
    private double[] Reviews()
    {
        double[] due = [.. _request.ReviewMinutes.Skip(DaysBehind)];
        foreach (var (session, minutes) in Spent.Where(spent => spent.Session.Purpose == Purpose.Review))
            if (PlaceOf(session.Day) is var day && day < due.Length) due[day] = Math.Clamp(session.Minutes - minutes, Math.Max(0, due[day] - minutes), due[day]);
        return due;
    }

    private int DaysBehind => Math.Max(0, _today.DayNumber - _request.Start.DayNumber);

    private int PlaceOf(DateOnly day) => day.DayNumber - _today.DayNumber;

    /// <summary>The tests ahead: each stays where the day still has room for it; others go to the earliest day with room, split where none has.</summary>
    private List<(PlanSession Session, int Day, int Minutes, int Sitting)> Mocks(IReadOnlyList<(PlanSession Session, int Minutes)> mocks)
    {
        List<(PlanSession Session, int Day, int Minutes, int Sitting)> placed = [];
        var room = (int[])_room.Clone();
        foreach (var (session, minutes) in mocks.Where(mock => mock.Session.Day >= _today && room[PlaceOf(mock.Session.Day)] >= mock.Minutes).ToList())
        {
            room[PlaceOf(session.Day)] -= minutes;
            placed.Add((session, PlaceOf(session.Day), minutes, 0));
        }
        foreach (var (session, _) in mocks.Where(mock => mock.Session.Day >= _today && !placed.Exists(found => found.Session.Id == mock.Session.Id)))
        {
            // What was done of one that has to leave its day took that day's time.
            var day = PlaceOf(session.Day);
            _room[day] = Math.Max(0, _room[day] - _progress.MinutesDone.GetValueOrDefault(session.Id));
            room[day] = Math.Max(0, room[day] - _progress.MinutesDone.GetValueOrDefault(session.Id));
        }
        var wanted = ReviewDays.Place(_reviews, _room);
        var planned = new int[_days.Count];
        foreach (var sitting in _work.Where(sitting => !sitting.Missed)) planned[sitting.Day] += sitting.Minutes;
        foreach (var (session, minutes) in mocks.Where(mock => !placed.Exists(found => found.Session.Id == mock.Session.Id)))
        {
            bool Untouched(int day) => room[day] == _room[day];
            var whole = Enumerable.Range(0, _days.Count).Where(day => Untouched(day) && room[day] >= minutes).ToList();
            var day = whole.Where(day => room[day] - planned[day] >= minutes).Concat(whole).Cast<int?>().FirstOrDefault();
            if (day is { } found) Put(session, found, minutes, 0);
            else
            {
                // In parts, which leave reviews their time.
                var (left, part) = (minutes, 0);
                var pieces = new List<(int Day, int Minutes)>();
                for (var next = 0; next < _days.Count && left > 0; next++)
                {
                    var open = room[next] - wanted[next];
                    if (!Untouched(next) || open < Math.Min(LeastPart, left)) continue;
                    pieces.Add((next, Math.Min(open, left)));
                    left -= pieces[^1].Minutes;
                }
                if (left > 0) { _moves.Add(new(session.Id, session.Title, session.Day, null, minutes, "Gone because no days before the exam have room for it.")); continue; }
                foreach (var (next, piece) in pieces) Put(session, next, piece, part++);
            }
        }
        return placed;

        void Put(PlanSession session, int day, int minutes, int part)
        {
            room[day] -= minutes;
            placed.Add((session, day, minutes, part));
        }
    }

    private PlanRevision Write(List<(PlanSession Session, int Day, int Minutes, int Sitting)> tests, int[] reviews, int[] free, IReadOnlyList<Repair.Placed> placed)
    {
        List<PlanSession> sessions = [.. _past];
        var ids = _current.Sessions.Select(session => session.Id).Concat(_progress.MinutesDone.Keys).Concat(_finished).ToHashSet(StringComparer.Ordinal);
        List<(PlanSession Session, int Day, int Minutes)> named = [];
        foreach (var (session, day, minutes, part) in tests)
        {
            var moved = session with { Day = _days.DateOf(day), Minutes = minutes, Id = part == 0 ? session.Id : Fresh(Remaining.KeyOf(session.Id)) };
            sessions.Add(moved);
            named.Add((moved, day, minutes));
            if (moved.Day != session.Day) _moves.Add(new(moved.Id, moved.Title, session.Day, moved.Day, minutes, session.Day < _today ? Missed(session.Day) : LessTime(session.Day)));
        }
        Dictionary<string, int> pieces = new(StringComparer.Ordinal);
        var lacking = 0;
        var used = new int[_days.Count];
        var planned = _current.Sessions.GroupBy(session => session.Day).ToDictionary(group => group.Key, group => group.Sum(session => session.Minutes));
        foreach (var (of, day, minutes, behind, gives) in placed)
        {
            var session = of.Session;
            var why = of.Missed ? _progress.MinutesDone.GetValueOrDefault(session.Id) is > 0 and var done
                    ? string.Create(CultureInfo.InvariantCulture, $"Moved because {done} of {session.Minutes} minutes were done on {PlanText.Date(session.Day)}.") : Missed(session.Day)
                : behind is not null ? $"Moved because it needs {behind}, which moved." : planned.GetValueOrDefault(session.Day) > _days.Minutes[of.Day] ? LessTime(session.Day)
                : gives ? "Moved to make room for what was missed: that way the least has to move." : of.Day > day ? "Moved forward: its place went to what was missed, on which it builds." : "Moved to make room for what was missed, on which it builds.";
            if (day < 0)
            {
                lacking += minutes;
                continue;
            }
            var date = _days.DateOf(day);
            if (date == session.Day && sessions.FindIndex(other => other.Id == session.Id && other.Day == date) is >= 0 and var under)
            {
                // What is under way and stays on its day is one session, with its place among those that are left.
                sessions.Add(sessions[under] with { Minutes = sessions[under].Minutes + minutes });
                sessions.RemoveAt(under);
                used[day] += minutes;
                continue;
            }
            var first = (pieces[session.Id] = pieces.GetValueOrDefault(session.Id) + 1) == 1 && _past.TrueForAll(past => past.Id != session.Id);
            var moved = session with { Day = date, Minutes = minutes, Id = first ? session.Id : Fresh(Remaining.KeyOf(session.Id)) };
            sessions.Add(moved);
            used[day] += minutes;
            if (moved.Day != session.Day || (!first && moved.Minutes != session.Minutes)) _moves.Add(new(moved.Id, moved.Title, session.Day, moved.Day, minutes, why));
        }
        var testsToo = _moves.Exists(move => move.To is null);
        if (lacking > 0 || testsToo)
        {
            var anew = new Anew(_current, _request with { ReviewMinutes = [.. _request.ReviewMinutes.Take(DaysBehind), .. _reviews] }, _days.With(_room), _past, [.. _progress.MinutesDone.Keys, .. _finished], _work, named, testsToo).Make();
            return anew with { Plan = anew.Plan with { Sessions = WithBegun(anew.Plan.Sessions) } };
        }
        Join(sessions);
        Elastic(sessions, tests, reviews, free, used);
        sessions = WithBegun(sessions);
        IReadOnlyList<PlanSession> ordered = [.. sessions.OrderBy(session => session.Day).ThenBy(session => session.Day < _today ? 0 : Rank(session.Purpose))];
        var forecast = new PassForecast(_request.Form);
        var ahead = _work.Where(sitting => sitting.Session.Purpose == Purpose.Learn).ToLookup(sitting => sitting.Session.Skills[0], sitting => sitting.Minutes);
        // Who was measured has what they learned so far in their ability.
        var coverage = _request.Ability.Measured
            ? _request.Syllabus.Skills.Sum(skill => skill.Worth * Math.Min(1, ahead[skill.Id].Sum() / (double)_works[WorkList.LearnKey(skill.Id)].Minutes))
            : _request.Syllabus.KnownWorth + _current.Sessions.Where(session => session.Purpose == Purpose.Learn).Select(session => session.Skills[0]).Distinct().Sum(id => _request.Syllabus.Skills.FirstOrDefault(skill => skill.Id == id)?.Worth ?? 0);
        var practiced = ordered.Where(session => session.Purpose is Purpose.Practice or Purpose.Mock).Sum(session => session.Day >= _today || _finished.Contains(session.Id) ? session.Minutes : _progress.MinutesDone.GetValueOrDefault(session.Id));
        var chance = forecast.At(_request.Ability, coverage, practiced / Math.Max(1, PassForecast.FullPractice * ordered.Where(session => session.Purpose == Purpose.Learn).Sum(session => session.Minutes)));
        var plan = _current with { Sessions = ordered, Milestones = Milestones(ordered), Chance = chance };
        return new(plan, [.. _moves.Concat(_gone).OrderBy(move => move.To ?? DateOnly.MaxValue)]);

        string Fresh(string key)
        {
            string id;
            do id = string.Create(CultureInfo.InvariantCulture, $"{key}:{_sittings[key] = _sittings.GetValueOrDefault(key, 1) + 1}"); while (!ids.Add(id));
            return id;
        }
    }

    /// <summary>Parts of one thing that came to lie on one day are one sitting: that of the day where it was planned there, so that what stays has its name.</summary>
    private void Join(List<PlanSession> sessions)
    {
        var before = _current.Sessions.ToDictionary(session => session.Id, session => session.Day, StringComparer.Ordinal);
        bool Open(PlanSession session) => session.Day >= _today && session.Purpose is Purpose.Learn or Purpose.Lab && !_finished.Contains(session.Id) && _progress.MinutesDone.GetValueOrDefault(session.Id) == 0;
        foreach (var parts in sessions.Where(Open).GroupBy(session => (Remaining.KeyOf(session.Id), session.Day)).Where(parts => parts.Count() > 1).Select(parts => parts.ToList()).ToList())
        {
            var kept = parts.FirstOrDefault(part => before.TryGetValue(part.Id, out var day) && day == part.Day) ?? parts[0];
            sessions[sessions.IndexOf(parts[0])] = kept with { Minutes = parts.Sum(part => part.Minutes) };
            foreach (var part in parts.Skip(1)) sessions.Remove(part);
            foreach (var part in parts.Where(part => part.Id != kept.Id && before.ContainsKey(part.Id) && _moves.TrueForAll(move => move.SessionId != part.Id)))
                _moves.Add(new(part.Id, part.Title, before[part.Id], part.Day, part.Minutes, "Moved into one sitting with the rest of it on that day."));
        }
    }

    /// <summary>The sessions with what was done of practice and reviews under way; what is left of them has been planned by itself.</summary>
    private List<PlanSession> WithBegun(IReadOnlyList<PlanSession> planned)
    {
        List<PlanSession> sessions = [.. planned];
        foreach (var (session, minutes) in _begun)
            if (sessions.FindIndex(other => other.Id == session.Id) is >= 0 and var found) sessions[found] = sessions[found] with { Minutes = sessions[found].Minutes + minutes };
            else sessions.Insert(sessions.FindIndex(other => other.Day > session.Day) is >= 0 and var next ? next : sessions.Count, session with { Minutes = minutes });
        return sessions;
    }

    private static int Rank(Purpose purpose) => purpose switch { Purpose.Mock => 0, Purpose.Review => 1, Purpose.Learn or Purpose.Lab => 2, Purpose.Practice => 3, _ => 4 };
    private static string Missed(DateOnly day) => $"Moved because {PlanText.Date(day)} was missed.";
    private static string LessTime(DateOnly day) => $"Moved because {PlanText.Date(day)} has less room for it now.";

    /// <summary>Reviews, practice and free time on the days ahead.</summary>
    private void Elastic(List<PlanSession> sessions, List<(PlanSession Session, int Day, int Minutes, int Sitting)> tests, int[] reviews, int[] free, int[] used)
    {
        var topics = new PracticeTopics(_request);
        foreach (var session in sessions.Where(session => session.Day < _today && session.Purpose == Purpose.Learn).OrderBy(session => session.Day)) topics.Studied(session.Skills[0], session.Day);
        var learned = sessions.Where(session => session.Day >= _today && session.Purpose == Purpose.Learn).ToLookup(session => session.Day, session => session.Skills[0]);
        var old = _current.Sessions.Where(session => session.Purpose is Purpose.Practice or Purpose.Rest && session.Day >= _today).ToDictionary(session => session.Id, session => session.Minutes, StringComparer.Ordinal);
        foreach (var (session, minutes) in _begun.Where(begun => begun.Session.Purpose == Purpose.Practice)) old[session.Id] -= minutes;
        var behind = _current.Sessions.Where(session => session.Purpose == Purpose.Mock && _finished.Contains(session.Id)).Select(session => session.Id.Split(':')[1]).Distinct().Count();
        var lastWork = sessions.Where(session => session.Purpose is Purpose.Learn or Purpose.Lab).Select(session => session.Day).DefaultIfEmpty(_today).Max();
        var done = _past.Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        for (var day = 0; day < _days.Count; day++)
        {
            var date = _days.DateOf(day);
            behind += tests.Where(test => test.Day == day).Select(test => test.Session.Id.Split(':')[1]).Distinct().Count();
            if (reviews[day] > 0 && !done.Contains(SessionBook.Dated("review", date))) sessions.Add(new(SessionBook.Dated("review", date), date, reviews[day], Purpose.Review, PlanText.ReviewTitle, [], PlanText.ReviewReason, []));
            foreach (var skill in learned[date]) topics.Studied(skill, date);
            var left = free[day] - used[day];
            var rested = old.GetValueOrDefault(SessionBook.Dated("rest", date));
            var practice = rested > 0 ? Math.Min(left, old.GetValueOrDefault(SessionBook.Dated("practice", date))) : left;
            if (practice < Layout.LeastDrill) practice = 0;
            if (practice > 0 && !done.Contains(SessionBook.Dated("practice", date)))
            {
                var skills = topics.Choose(date, practice);
                var (title, reason) = PlanText.Practice(topics.Alike(skills), behind, date <= lastWork);
                sessions.Add(new(SessionBook.Dated("practice", date), date, practice, Purpose.Practice, title, skills, reason, []));
            }
            if (left - practice > 0 && !done.Contains(SessionBook.Dated("rest", date))) sessions.Add(new(SessionBook.Dated("rest", date), date, left - practice, Purpose.Rest, PlanText.RestTitle, [], PlanText.RestReason, []));
        }
    }

    private IReadOnlyList<PlanMilestone> Milestones(IReadOnlyList<PlanSession> sessions)
    {
        var blocks = _request.Syllabus.Skills.ToDictionary(skill => skill.Id, skill => string.Create(CultureInfo.InvariantCulture, $"block:{skill.Block}"), StringComparer.Ordinal);
        var ends = sessions.Where(session => session.Purpose == Purpose.Learn && blocks.ContainsKey(session.Skills[0])).GroupBy(session => blocks[session.Skills[0]]).ToDictionary(group => group.Key, group => group.Max(session => session.Day), StringComparer.Ordinal);
        foreach (var mock in sessions.Where(session => session.Purpose == Purpose.Mock).GroupBy(session => Remaining.KeyOf(session.Id))) ends[mock.Key] = mock.Max(session => session.Day);
        return [.. _current.Milestones.Select(milestone => milestone with { Day = ends.GetValueOrDefault(milestone.Id, milestone.Day) }).OrderBy(milestone => milestone.Day)];
    }
}

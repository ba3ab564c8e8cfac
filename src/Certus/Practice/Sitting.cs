using System.Collections.Immutable;

namespace Certus.Practice;

/// <summary>A sitting as its events left it: a value that only <see cref="Submit"/> and <see cref="Replay"/> move on.</summary>
public sealed class Sitting
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestComment = 2000;

    private const string AnswerStands = "The explanation has been shown; the answer stands.";
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);      // the browser's clock may run faster than the server's

    private readonly ImmutableArray<Place> _places;
    private readonly ImmutableHashSet<Guid> _seen;
    private readonly TimeSpan _pausedFor;

    private Sitting(SittingStart start, Form form, ImmutableArray<Place> places, ImmutableHashSet<Guid> seen, TimeSpan pausedFor, DateTimeOffset? pausedAt, DateTimeOffset? endedAt, DateTimeOffset? discardedAt)
    {
        Start = start;
        Form = form;
        _places = places;
        _seen = seen;
        _pausedFor = pausedFor;
        PausedAt = pausedAt;
        EndedByLearnerAt = endedAt;
        DiscardedAt = discardedAt;
    }

    /// <summary>How it began.</summary>
    public SittingStart Start { get; }

    /// <summary>Its questions up to now: those of the start, and those added since.</summary>
    public Form Form { get; }

    /// <summary>How many questions it has when it is over, at most.</summary>
    public int MostQuestions => Start.Grows ? Math.Max(Diagnostic.MostQuestions, _places.Length) : _places.Length;

    /// <summary>When the clock was stopped; null while it runs.</summary>
    public DateTimeOffset? PausedAt { get; }

    /// <summary>When the learner ended it; null otherwise.</summary>
    public DateTimeOffset? EndedByLearnerAt { get; }

    /// <summary>When the learner discarded it; null where it was not, or was taken back.</summary>
    public DateTimeOffset? DiscardedAt { get; }

    /// <summary>The questions in form order: the first one has position 1.</summary>
    public IReadOnlyList<Place> Places => _places;

    /// <summary>The place of a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The form has no such position.</exception>
    public Place At(int position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, _places.Length);
        return _places[position - 1];
    }

    /// <summary>A sitting that has just begun.</summary>
    public static Sitting Begin(SittingStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new(start, start.Form, [.. start.Form.Items.Select(_ => Place.Untouched)], [], TimeSpan.Zero, null, null, null);
    }

    /// <summary>The state after events that were accepted before, in their order.</summary>
    public Sitting Replay(IEnumerable<SittingEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var places = _places.ToBuilder();
        var seen = _seen.ToBuilder();
        var form = Form;
        var (pausedFor, pausedAt, endedAt, discardedAt) = (_pausedFor, PausedAt, EndedByLearnerAt, DiscardedAt);
        foreach (var happened in events)
        {
            if (!seen.Add(happened.Id)) continue;
            switch (happened)
            {
                case SittingEvent.AtQuestion atQuestion:
                    var index = atQuestion.Position - 1;
                    places[index] = Next(places[index], form.Items[index].Shape, atQuestion);
                    break;
                case SittingEvent.Added added:
                    form = form with { Items = [.. form.Items, added.Item] };
                    places.Add(Place.Untouched);
                    break;
                case SittingEvent.Paused: pausedAt ??= happened.At; break;
                case SittingEvent.Resumed:
                    pausedFor += happened.At - (pausedAt ?? happened.At);
                    pausedAt = null;
                    break;
                case SittingEvent.Ended: endedAt ??= happened.At; break;
                case SittingEvent.Discarded: discardedAt ??= happened.At; break;
                case SittingEvent.Restored: discardedAt = null; break;
            }
        }
        return new(Start, form, places.ToImmutable(), seen.ToImmutable(), pausedFor, pausedAt, endedAt, discardedAt);
    }

    /// <summary>When the time is up; null without a clock, or while it is stopped.</summary>
    public DateTimeOffset? Deadline => Start.Minutes is { } minutes && PausedAt is null ? Start.StartedAt.AddMinutes(minutes) + _pausedFor : null;

    /// <summary>When it was over, if it is over at the given instant.</summary>
    public DateTimeOffset? OverSince(DateTimeOffset now)
    {
        if (EndedByLearnerAt is { } ended) return ended;
        return Deadline is { } deadline && now >= deadline ? deadline : null;
    }

    /// <summary>How long the clock had been stopped by an instant, over all pauses.</summary>
    public TimeSpan PausedFor(DateTimeOffset until) => _pausedFor + (PausedAt is { } since && until > since ? until - since : TimeSpan.Zero);

    /// <summary>The time from the start to an instant, without the pauses.</summary>
    public TimeSpan TimeUsed(DateTimeOffset until) => until - Start.StartedAt - PausedFor(until);

    /// <summary>Whether nothing is missing from the answer at a position.</summary>
    public bool IsAnswered(int position) => Form.Items[position - 1].Shape.IsComplete(At(position).Picks);

    /// <summary>How many questions lack a complete answer.</summary>
    public int Unanswered => Enumerable.Range(1, _places.Length).Count(position => !IsAnswered(position));

    /// <summary>Judges an event; its own <see cref="SittingEvent.At"/> is the server's present.</summary>
    public Submission Submit(SittingEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (_seen.Contains(happened.Id)) return new Submission.Repeated();
        if (happened is not SittingEvent.Restored && OverSince(happened.At) is { } over) return new Submission.TooLate(happened.At > over ? happened.At - over : TimeSpan.Zero);     // of two racing tabs the later one may be judged first
        if (Fault(happened) is { } reason) return new Submission.Refused(reason);
        if (happened is SittingEvent.Answered answered) happened = answered with { Elapsed = Possible(answered.Elapsed, answered.At) };
        return new Submission.Accepted(Replay([happened]), happened);
    }

    private string? Fault(SittingEvent happened)
    {
        switch (happened)
        {
            case SittingEvent.AtQuestion { Position: var position } when position < 1 || position > _places.Length:
                return $"Question {position} does not exist; the form has {_places.Length}.";
            case SittingEvent.Restored when DiscardedAt is null: return "The attempt is not discarded.";
            case SittingEvent.Restored: return null;
            case not SittingEvent.Restored when DiscardedAt is not null: return "The attempt is discarded; take it back first.";
            case SittingEvent.Discarded: return null;
            case SittingEvent.Paused when !Start.MayPause: return $"{(Start.Grows ? "A diagnostic" : "An exam")} can't be paused.";
            case SittingEvent.Paused when PausedAt is not null: return "The sitting is paused already.";
            case SittingEvent.Resumed when PausedAt is null: return "The sitting is not paused.";
            case SittingEvent.Resumed or SittingEvent.Ended or SittingEvent.Paused: return null;
            case SittingEvent.AtQuestion when PausedAt is not null && happened is not SittingEvent.Dwelt: return "The sitting is paused.";
            case SittingEvent.Added added: return FaultOf(added.Item);
            case SittingEvent.AtQuestion past when Start.Grows && past.Position < _places.Length && past is not (SittingEvent.Shown or SittingEvent.Dwelt or SittingEvent.Commented):
                return $"A diagnostic does not go back: the answer to question {past.Position} stands.";
            case SittingEvent.Answered answered:
                if (At(answered.Position).Revealed) return AnswerStands;
                return Form.Items[answered.Position - 1].Shape.Fault(answered.Picks);
            case SittingEvent.Struck struck:
                var options = Form.Items[struck.Position - 1].Shape.Options;
                return struck.Option < 0 || struck.Option >= options ? $"Option {struck.Option + 1} does not exist; the question has {options}." : null;
            case SittingEvent.Rated { Level: { } level } when !Enum.IsDefined(level): return "There is no such degree of sureness.";
            case SittingEvent.Rated rated when At(rated.Position).Revealed: return AnswerStands;
            case SittingEvent.Commented { Text.Length: > LongestComment }: return $"A note can hold {LongestComment} characters.";
            case SittingEvent.Revealed when !Start.Explains: return "Explanations come after the end.";
            case SittingEvent.Revealed revealed when !IsAnswered(revealed.Position): return "Answer the question first.";
            case SittingEvent.Dwelt dwelt: return FaultOf(dwelt.Elapsed, dwelt.At);
            default: return null;
        }
    }

    private string? FaultOf(FormItem item)
    {
        var last = _places.Length;
        if (!Start.Grows) return "The questions of this sitting were settled when it began.";
        if (PausedAt is not null) return "The sitting is paused.";
        if (last >= Diagnostic.MostQuestions) return $"A diagnostic has at most {Diagnostic.MostQuestions} questions.";
        if (item.Position != last + 1) return item.Position <= last ? $"Question {item.Position} is there already." : $"Question {last + 1} comes before question {item.Position}.";
        if (last > 0 && !IsAnswered(last)) return $"Answer question {last} first.";
        return Form.Items.Any(asked => asked.QuestionId == item.QuestionId) ? "The question was asked before." : null;
    }

    private string? FaultOf(TimeSpan elapsed, DateTimeOffset at)
    {
        if (elapsed < TimeSpan.Zero) return "Time can't be negative.";
        return elapsed > LongestVisit(at) ? "A visit can't be longer than the sitting." : null;
    }

    // An answer is worth more than the time that was measured for it, which a clock set back can belie.
    private TimeSpan Possible(TimeSpan elapsed, DateTimeOffset at) => TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks, 0, Math.Max(0, LongestVisit(at).Ticks)));

    private TimeSpan LongestVisit(DateTimeOffset at) => at - Start.StartedAt + ClockTolerance;

    private static Place Next(Place place, AnswerShape shape, SittingEvent.AtQuestion happened)
    {
        switch (happened)
        {
            case SittingEvent.Shown: return place.ShownAt is null ? place with { ShownAt = happened.At } : place;
            case SittingEvent.Flagged flagged: return place with { Flagged = flagged.On };
            case SittingEvent.Struck struck:
                var bit = 1 << struck.Option;
                return place with { StruckBits = struck.On ? place.StruckBits | bit : place.StruckBits & ~bit };
            case SittingEvent.Rated rated: return place with { Level = rated.Level };
            case SittingEvent.Commented commented: return place with { Comment = commented.Text };
            case SittingEvent.Dwelt dwelt: return place with { Elapsed = place.Elapsed + dwelt.Elapsed };
            case SittingEvent.Revealed: return place with { Revealed = true };
            case SittingEvent.Answered answered:
                var picks = shape.Canonical(answered.Picks);
                if (!shape.IsComplete(picks)) return place with { Picks = picks };
                if (place.FirstPicks.IsBlank) return place with { Picks = picks, FirstPicks = picks, LatestPicks = picks };
                return place with { Picks = picks, LatestPicks = picks, Changes = place.Changes + (picks.Equals(place.LatestPicks) ? 0 : 1) };
            default: return place;
        }
    }
}

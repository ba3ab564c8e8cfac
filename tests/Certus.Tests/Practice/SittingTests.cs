using Certus.Practice;
using CsCheck;
using static Certus.Practice.SittingEvent;

namespace Certus.Tests.Practice;

/// <summary>Positions 1 to 4 are a single, a multiple (two of five), an ordering of three and a matching of three prompts.</summary>
public sealed class SittingTests
{
    private static DateTimeOffset At(double minutes) => Samples.Noon.AddMinutes(minutes);
    private static Guid New => Guid.NewGuid();

    [Fact]
    public void A_sitting_begins_untouched()
    {
        var sitting = Samples.Begin();

        Assert.All(sitting.Places, place => Assert.Equal(Place.Untouched, place));
        Assert.Equal(4, sitting.Unanswered);
        Assert.Equal(At(60), sitting.Deadline);
        Assert.Null(sitting.OverSince(At(59)));
    }

    [Fact]
    public void The_first_sight_of_a_question_is_kept()
    {
        var sitting = Samples.Begin().After(new Shown(New, At(1), 2), new Shown(New, At(5), 2));

        Assert.Equal(At(1), sitting.At(2).ShownAt);
        Assert.Null(sitting.At(1).ShownAt);
    }

    [Fact]
    public void An_answer_can_be_given_changed_and_cleared()
    {
        var given = Samples.Begin().After(Samples.Answer(1, Picks.Of([0])));
        var changed = given.After(Samples.Answer(1, Picks.Of([2])));
        var cleared = changed.After(Samples.Answer(1, Picks.None));

        Assert.Equal(Picks.Of([0]), given.At(1).Picks);
        Assert.Equal((Picks.Of([2]), Picks.Of([0]), 1), (changed.At(1).Picks, changed.At(1).FirstPicks, changed.At(1).Changes));
        Assert.Equal((Picks.None, Picks.Of([0]), 1), (cleared.At(1).Picks, cleared.At(1).FirstPicks, cleared.At(1).Changes));
        Assert.Equal((3, 3, 4), (given.Unanswered, changed.Unanswered, cleared.Unanswered));
    }

    /// <summary>Each row is a series of answers to a "choose two", and how many of them replaced a complete answer by a different complete one.</summary>
    [Theory]
    [InlineData(0, "0", "0,1")]
    [InlineData(0, "0,1", "0,1")]
    [InlineData(0, "0,1", "0", "0,1")]          // taken back and given again
    [InlineData(1, "0,1", "0", "0,2")]
    [InlineData(1, "0,1", "", "2,3")]
    [InlineData(2, "0,1", "0", "0,2", "0,1")]
    [InlineData(0, "0,1", "1")]
    public void A_change_is_a_complete_answer_that_replaces_a_different_one(int changes, params string[] answers)
    {
        var sitting = Samples.Begin().After([.. answers.Select(answer => Samples.Answer(2, Picks.Parse(answer)))]);

        Assert.Equal(changes, sitting.At(2).Changes);
    }

    [Fact]
    public void Options_chosen_in_any_order_are_the_same_answer()
    {
        var sitting = Samples.Begin().After(Samples.Answer(2, Picks.InOrder([3, 1])));

        Assert.Equal(Picks.Of([1, 3]), sitting.At(2).Picks);
        Assert.True(Samples.OneOfEach[1].IsRight(sitting.At(2).Picks));
    }

    [Fact]
    public void One_option_chosen_twice_does_not_make_two()
    {
        var sitting = Samples.Begin().After(Samples.Answer(2, Picks.InOrder([1, 1])));

        Assert.False(sitting.IsAnswered(2));
    }

    [Fact]
    public void Fewer_options_than_asked_for_are_kept_but_incomplete()
    {
        var sitting = Samples.Begin().After(Samples.Answer(2, Picks.Of([1])));

        Assert.Equal(Picks.Of([1]), sitting.At(2).Picks);
        Assert.False(sitting.IsAnswered(2));
        Assert.True(sitting.At(2).FirstPicks.IsBlank);
    }

    [Theory]
    [InlineData(1, "4", "Option 5 does not exist; the question has 4.")]
    [InlineData(2, "0,1,2", "3 options were chosen; the question asks for 2.")]
    [InlineData(3, "0,0", "A step was given two places.")]
    [InlineData(4, "0,0,0,0", "4 matches were given; the question has 3 prompts.")]
    [InlineData(0, "0", "Question 0 does not exist; the form has 4.")]
    [InlineData(5, "0", "Question 5 does not exist; the form has 4.")]
    public void An_answer_that_no_screen_could_give_is_refused(int position, string picks, string reason) =>
        Assert.Equal(reason, Samples.Begin().Submit(Samples.Answer(position, Picks.Parse(picks))).Reason());

    [Fact]
    public void A_flag_goes_on_and_off()
    {
        var flagged = Samples.Begin().After(new Flagged(New, At(1), 3, true));

        Assert.True(flagged.At(3).Flagged);
        Assert.False(flagged.After(new Flagged(New, At(2), 3, false)).At(3).Flagged);
    }

    [Fact]
    public void Options_are_struck_and_restored_one_by_one()
    {
        var struck = Samples.Begin().After(new Struck(New, At(1), 1, 0, true), new Struck(New, At(1), 1, 3, true));
        var restored = struck.After(new Struck(New, At(2), 1, 0, false));

        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(struck.At(1).IsStruck));
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(restored.At(1).IsStruck));
    }

    [Theory]
    [InlineData(-1, "Option 0 does not exist; the question has 4.")]
    [InlineData(4, "Option 5 does not exist; the question has 4.")]
    public void An_option_that_does_not_exist_cannot_be_struck(int option, string reason) =>
        Assert.Equal(reason, Samples.Begin().Submit(new Struck(New, At(1), 1, option, true)).Reason());

    [Fact]
    public void The_latest_rating_counts_and_can_be_taken_back()
    {
        var rated = Samples.Begin().After(new Rated(New, At(1), 1, Sureness.Guess), new Rated(New, At(2), 1, Sureness.Sure));

        Assert.Equal(Sureness.Sure, rated.At(1).Level);
        Assert.Null(rated.After(new Rated(New, At(3), 1, null)).At(1).Level);
    }

    [Fact]
    public void A_rating_off_the_scale_is_refused() =>
        Assert.Equal("There is no such degree of sureness.", Samples.Begin().Submit(new Rated(New, At(1), 1, (Sureness)3)).Reason());

    [Fact]
    public void The_latest_note_counts()
    {
        var sitting = Samples.Begin().After(new Commented(New, At(1), 1, "first"), new Commented(New, At(2), 1, new string('x', Sitting.LongestComment)));

        Assert.Equal(2000, sitting.At(1).Comment.Length);
    }

    [Fact]
    public void A_note_that_is_too_long_is_refused() =>
        Assert.Equal("A note can hold 2000 characters.", Samples.Begin().Submit(new Commented(New, At(1), 1, new string('x', 2001))).Reason());

    [Fact]
    public void Time_on_the_screen_adds_up_over_visits()
    {
        var sitting = Samples.Begin().After(new Dwelt(New, At(1), 1, TimeSpan.FromSeconds(40)), new Dwelt(New, At(9), 1, TimeSpan.FromSeconds(5)));

        Assert.Equal(TimeSpan.FromSeconds(45), sitting.At(1).Elapsed);
    }

    public static TheoryData<TimeSpan, string> ImpossibleTimes() => new()
    {
        { TimeSpan.FromTicks(-1), "Time can't be negative." },
        { TimeSpan.FromMinutes(12), "A visit can't be longer than the sitting." },
        { TimeSpan.MaxValue, "A visit can't be longer than the sitting." },
    };

    [Theory]
    [MemberData(nameof(ImpossibleTimes))]
    public void A_visit_of_a_time_that_cannot_have_passed_is_refused(TimeSpan elapsed, string reason) =>
        Assert.Equal(reason, Samples.Begin().Submit(new Dwelt(New, At(10), 1, elapsed)).Reason());

    /// <summary>The server's clock may have been set back since: the answer is worth more than the time measured for it.</summary>
    [Theory]
    [InlineData(10, 12, 11)]        // minutes: by the server's clock, as measured, as kept; the browser's clock may be a minute ahead
    [InlineData(10, 11, 11)]
    [InlineData(10, 3, 3)]
    [InlineData(10, -1, 0)]
    [InlineData(-30, 5, 0)]
    public void An_answer_with_a_time_that_cannot_have_passed_counts_with_the_longest_that_can(double at, double measured, double kept)
    {
        var answer = new Answered(New, At(at), 1, Picks.Of([0]), TimeSpan.FromMinutes(measured));

        var accepted = Assert.IsType<Submission.Accepted>(Samples.Begin().Submit(answer));

        Assert.Equal(Picks.Of([0]), accepted.Next.At(1).Picks);
        Assert.Equal(answer with { Elapsed = TimeSpan.FromMinutes(kept) }, accepted.Event);
    }

    [Fact]
    public void In_study_mode_a_complete_answer_can_be_revealed_and_then_stands()
    {
        var sitting = Samples.Begin(SittingMode.Study, null).After(Samples.Answer(1, Picks.Of([0])), new Revealed(New, At(2), 1));

        Assert.True(sitting.At(1).Revealed);
        Assert.Equal("The explanation has been shown; the answer stands.", sitting.Submit(Samples.Answer(1, Picks.Of([2]), 180)).Reason());
        Assert.Equal("The explanation has been shown; the answer stands.", sitting.Submit(new Rated(New, At(3), 1, Sureness.Sure)).Reason());
        sitting.After(Samples.Answer(2, Picks.Of([1]), 180), new Flagged(New, At(4), 1, true), new Commented(New, At(4), 1, "Remember."));
    }

    [Fact]
    public void Before_a_complete_answer_nothing_is_revealed()
    {
        var sitting = Samples.Begin(SittingMode.Study, null).After(Samples.Answer(2, Picks.Of([0])));

        Assert.Equal("Answer the question first.", sitting.Submit(new Revealed(New, At(2), 1)).Reason());
        Assert.Equal("Answer the question first.", sitting.Submit(new Revealed(New, At(2), 2)).Reason());
    }

    [Theory]
    [InlineData(SittingMode.Exam)]
    [InlineData(SittingMode.Quick)]
    [InlineData(SittingMode.Custom)]
    public void Outside_study_mode_nothing_is_revealed(SittingMode mode)
    {
        var sitting = Samples.Begin(mode).After(Samples.Answer(1, Picks.Of([0])));

        Assert.Equal("Explanations come after the end.", sitting.Submit(new Revealed(New, At(2), 1)).Reason());
    }

    [Fact]
    public void An_exam_is_not_paused() => Assert.Equal("An exam can't be paused.", Samples.Begin().Submit(new Paused(New, At(1))).Reason());

    [Fact]
    public void A_pause_stops_the_clock_and_shifts_the_deadline_by_its_length()
    {
        var paused = Samples.Begin(SittingMode.Custom).After(new Paused(New, At(10)));
        var resumed = paused.After(new Resumed(New, At(200)));

        Assert.Null(paused.Deadline);
        Assert.Equal(At(10), paused.PausedAt);
        Assert.Null(paused.OverSince(At(1000)));
        Assert.Equal(At(250), resumed.Deadline);
        Assert.Null(resumed.PausedAt);
    }

    [Fact]
    public void Pauses_are_no_time_used()
    {
        var resumed = Samples.Begin(SittingMode.Custom).After(new Paused(New, At(10)), new Resumed(New, At(200)));
        var again = resumed.After(new Paused(New, At(215)), new Ended(New, At(300)));       // ended while paused

        Assert.Equal((TimeSpan.FromMinutes(190), TimeSpan.FromMinutes(20)), (resumed.PausedFor(At(210)), resumed.TimeUsed(At(210))));
        Assert.Equal((TimeSpan.FromMinutes(275), TimeSpan.FromMinutes(25)), (again.PausedFor(At(300)), again.TimeUsed(At(300))));
    }

    [Fact]
    public void While_paused_only_the_time_on_the_last_page_is_taken()
    {
        var paused = Samples.Begin(SittingMode.Custom).After(new Paused(New, At(1)));

        Assert.Equal("The sitting is paused.", paused.Submit(Samples.Answer(1, Picks.Of([0]), 120)).Reason());
        Assert.Equal("The sitting is paused.", paused.Submit(new Flagged(New, At(2), 1, true)).Reason());
        Assert.Equal("The sitting is paused already.", paused.Submit(new Paused(New, At(2))).Reason());
        paused.After(new Dwelt(New, At(2), 1, TimeSpan.FromSeconds(3)), new Ended(New, At(3)));
    }

    [Fact]
    public void What_is_not_paused_is_not_resumed() =>
        Assert.Equal("The sitting is not paused.", Samples.Begin(SittingMode.Custom).Submit(new Resumed(New, At(1))).Reason());

    [Fact]
    public void Exactly_at_the_deadline_is_too_late()
    {
        var sitting = Samples.Begin();

        Assert.IsType<Submission.Accepted>(sitting.Submit(new Answered(New, At(60).AddTicks(-1), 1, Picks.Of([0]), default)));
        Assert.Equal(TimeSpan.Zero, Assert.IsType<Submission.TooLate>(sitting.Submit(new Answered(New, At(60), 1, Picks.Of([0]), default))).By);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<Submission.TooLate>(sitting.Submit(new Ended(New, At(65)))).By);
        Assert.Equal(At(60), sitting.OverSince(At(60)));
    }

    [Fact]
    public void The_accommodation_adds_30_minutes()
    {
        var sitting = Samples.Begin(extra: SittingStart.Accommodation);

        Assert.Equal(90, sitting.Start.Minutes);
        Assert.Equal(At(90), sitting.Deadline);
    }

    [Fact]
    public void Without_a_clock_there_is_no_deadline_even_with_the_accommodation()
    {
        var sitting = Samples.Begin(SittingMode.Quick, null, SittingStart.Accommodation);

        Assert.Null(sitting.Deadline);
        Assert.Null(sitting.OverSince(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void After_the_end_nothing_is_taken()
    {
        var ended = Samples.Begin().After(new Ended(New, At(5)));

        Assert.Equal(At(5), ended.OverSince(At(6)));
        Assert.Equal(TimeSpan.FromMinutes(1), Assert.IsType<Submission.TooLate>(ended.Submit(Samples.Answer(1, Picks.Of([0]), 360))).By);
        Assert.IsType<Submission.TooLate>(ended.Submit(new Ended(New, At(7))));
    }

    [Fact]
    public void The_same_event_counts_once_even_after_the_end()
    {
        var answer = Samples.Answer(1, Picks.Of([0]));
        var sitting = Samples.Begin().After(answer, Samples.Answer(1, Picks.Of([1])));

        Assert.IsType<Submission.Repeated>(sitting.Submit(answer));
        Assert.IsType<Submission.Repeated>(sitting.After(new Ended(New, At(5))).Submit(answer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void There_is_no_place_beyond_the_form(int position) => Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Begin().At(position));

    [Fact]
    public void A_discarded_sitting_takes_nothing_until_it_is_taken_back()
    {
        var discarded = Samples.Begin().After(Samples.Answer(1, Picks.Of([0])), new Discarded(New, At(2)));

        Assert.Equal(At(2), discarded.DiscardedAt);
        Assert.All(new SittingEvent[] { Samples.Answer(1, Picks.Of([1]), 180), new Ended(New, At(3)), new Discarded(New, At(3)) }, happened => Assert.IsType<Submission.Refused>(discarded.Submit(happened)));
        var back = discarded.After(new Restored(New, At(3)));
        Assert.Null(back.DiscardedAt);
        Assert.Equal(Picks.Of([0]), back.At(1).Picks);
        Assert.IsType<Submission.Refused>(back.Submit(new Restored(New, At(4))));
    }

    [Fact]
    public void Only_what_is_not_over_is_discarded_but_what_was_discarded_can_be_taken_back_at_any_time()
    {
        var ended = Samples.Begin().After(new Ended(New, At(5)));
        var discarded = Samples.Begin().After(new Discarded(New, At(5)));

        Assert.IsType<Submission.TooLate>(ended.Submit(new Discarded(New, At(6))));
        Assert.NotNull(discarded.OverSince(At(24 * 60)));
        Assert.IsType<Submission.Accepted>(discarded.Submit(new Restored(New, At(24 * 60))));
    }

    // ---- properties ----

    private static readonly Gen<Picks> AnyPicks = Gen.Int[-1, 5].List[0, 4].Select(values => Picks.InOrder(values));

    /// <summary>An event of any kind, possible or not, some seconds after the one before.</summary>
    private static readonly Gen<(int Seconds, Func<DateTimeOffset, SittingEvent> Make)> Steps =
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 17], Gen.Frequency((3, Gen.Const(1)), (5, Gen.Int[0, 5])), AnyPicks, Gen.Bool, Gen.Guid).Select((seconds, kind, position, picks, on, id) => (seconds, Maker(kind, position, picks, on, id)));

    private static Func<DateTimeOffset, SittingEvent> Maker(int kind, int position, Picks picks, bool on, Guid id) => kind switch
    {
        0 => at => new Shown(id, at, position),
        1 => at => new Flagged(id, at, position, on),
        2 => at => new Struck(id, at, position, picks.Values.Count, on),
        3 => at => new Rated(id, at, position, on ? Sureness.Sure : null),
        4 => at => new Commented(id, at, position, picks.ToString()),
        5 => at => new Dwelt(id, at, position, TimeSpan.FromSeconds(picks.Values.Count)),
        6 => at => new Revealed(id, at, position),
        7 or 8 => at => new Paused(id, at),
        9 or 10 => at => new Resumed(id, at),
        11 => at => on ? new Ended(id, at) : new Shown(id, at, position),
        16 => at => on ? new Discarded(id, at) : new Shown(id, at, position),
        17 => at => new Restored(id, at),
        12 or 13 => at => new Answered(id, at, position, Picks.Of([picks.Values.Count % 4]), TimeSpan.Zero),
        _ => at => new Answered(id, at, position, picks, TimeSpan.Zero),
    };

    private static readonly Gen<(SittingStart Start, List<SittingEvent> Events)> Histories =
        Gen.Select(Gen.Enum<SittingMode>(), Gen.Int[0, 30], Gen.Bool, Steps.List[0, 40]).Select((mode, minutes, extra, steps) =>
        {
            var at = Samples.Noon;
            return (Samples.Start(mode, minutes == 0 ? null : minutes, extra ? 30 : 0), steps.ConvertAll(step => step.Make(at = at.AddSeconds(step.Seconds))));
        });

    private static (Sitting Sitting, List<SittingEvent> Accepted, List<(SittingEvent Event, Submission Result, Sitting Before)> Log) Run(SittingStart start, IEnumerable<SittingEvent> events)
    {
        var sitting = Sitting.Begin(start);
        List<SittingEvent> accepted = [];
        List<(SittingEvent, Submission, Sitting)> log = [];
        foreach (var happened in events)
        {
            var result = sitting.Submit(happened);
            log.Add((happened, result, sitting));
            if (result is not Submission.Accepted { Next: var next }) continue;
            accepted.Add(happened);
            sitting = next;
        }
        return (sitting, accepted, log);
    }

    private static bool Same(Sitting a, Sitting b) =>
        a.Places.SequenceEqual(b.Places) && a.PausedAt == b.PausedAt && a.EndedByLearnerAt == b.EndedByLearnerAt && a.Deadline == b.Deadline && a.Unanswered == b.Unanswered;

    [Fact]
    public void Random_histories_reach_every_kind_of_result()
    {
        HashSet<(Type, Type)> seen = [];

        Histories.Sample(history => { lock (seen) seen.UnionWith(Run(history.Start, history.Events).Log.Select(entry => (entry.Event.GetType(), entry.Result.GetType()))); }, iter: 2000, threads: 1);

        Assert.Equal(13, seen.Count(pair => pair.Item2 == typeof(Submission.Accepted)));
        Assert.Contains(seen, pair => pair.Item2 == typeof(Submission.Refused));
        Assert.Contains(seen, pair => pair.Item2 == typeof(Submission.TooLate));
    }

    [Fact]
    public void Replaying_what_was_accepted_gives_the_state_that_stepping_gave() =>
        Histories.Sample(history =>
        {
            var (sitting, accepted, _) = Run(history.Start, history.Events);

            return Same(sitting, Sitting.Begin(history.Start).Replay(accepted));
        });

    [Fact]
    public void Replaying_in_two_parts_is_replaying_at_once() =>
        Gen.Select(Histories, Gen.Int[0, 40]).Sample((history, cut) =>
        {
            var (sitting, accepted, _) = Run(history.Start, history.Events);

            return Same(sitting, Sitting.Begin(history.Start).Replay(accepted.Take(cut)).Replay(accepted.Skip(cut)));
        });

    [Fact]
    public void Replaying_the_log_twice_changes_nothing() =>
        Histories.Sample(history =>
        {
            var (sitting, accepted, _) = Run(history.Start, history.Events);

            return Same(sitting, sitting.Replay(accepted)) && accepted.TrueForAll(happened => sitting.Submit(happened) is Submission.Repeated);
        });

    [Fact]
    public void Nothing_but_taking_back_is_accepted_after_the_end_or_the_deadline() =>
        Histories.Sample(history => Run(history.Start, history.Events).Log.TrueForAll(entry =>
            entry.Before.OverSince(entry.Event.At) is null || entry.Event is Restored || entry.Result is Submission.TooLate { By.Ticks: >= 0 } or Submission.Repeated));

    [Fact]
    public void Pauses_shift_the_deadline_by_exactly_their_length() =>
        Histories.Sample(history =>
        {
            var (sitting, accepted, _) = Run(history.Start, history.Events);
            var (paused, since) = (TimeSpan.Zero, (DateTimeOffset?)null);
            foreach (var happened in accepted)
                if (happened is Paused) since = happened.At;
                else if (happened is Resumed) { paused += happened.At - since!.Value; since = null; }

            var expected = history.Start.Minutes is { } minutes && since is null ? Samples.Noon.AddMinutes(minutes) + paused : (DateTimeOffset?)null;

            return sitting.Deadline == expected;
        });

    [Fact]
    public void An_accepted_answer_is_the_answer_and_touches_no_other_question() =>
        Histories.Sample(history => Run(history.Start, history.Events).Log.TrueForAll(entry =>
        {
            if (entry is not { Result: Submission.Accepted { Next: var next }, Event: Answered answer }) return true;
            var expected = answer.Position <= 2 ? Picks.Of(answer.Picks.Values) : answer.Picks;
            var others = Enumerable.Range(1, 4).Where(position => position != answer.Position);

            return next.At(answer.Position).Picks.Equals(expected) && others.All(position => next.At(position) == entry.Before.At(position));
        }));

    [Fact]
    public void What_was_refused_or_late_leaves_no_trace() =>
        Histories.Sample(history =>
        {
            var run = Run(history.Start, history.Events);
            var dropped = run.Log.Where(entry => entry.Result is not Submission.Accepted).Select(entry => entry.Event);

            return dropped.All(happened => run.Sitting.Submit(happened with { At = DateTimeOffset.MaxValue }) is not Submission.Repeated);
        });
}

using Certus.Remember.ExamDate;

namespace Certus.Remember.TrackRecord;

/// <summary>A way to spend the days until an exam.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Order">Given the day and the cards: which cards to work on, the first first; as many of them are as the minutes allow, each once a day. Made anew for every learner.</param>
/// <param name="Seconds">Given the day: how many seconds it has; the scenario's minutes where null.</param>
public sealed record ExamArm(string Name, Func<ExamScenario, Func<int, IReadOnlyList<TrialCard>, IEnumerable<int>>> Order, Func<ExamScenario, int, double>? Seconds = null)
{
    private const int CramDays = 7, LookOver = 5, PassDays = 10;
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    /// <summary>The model that every scheduler believes in.</summary>
    public static readonly Fsrs6 Believed = new(Fsrs6Parameters.Default);

    /// <summary>Plain scheduling by one retention: what is due, the likeliest to be recalled first (the order that loses least when there is more than time allows), then new cards.</summary>
    /// <param name="retention">The chance of recall at which a card falls due.</param>
    /// <param name="even">Whether new cards are spread over the first four fifths of the days; otherwise they come as fast as the minutes allow.</param>
    /// <param name="ahead">Whether minutes left over go to the cards least likely to be recalled; otherwise they stay unused, as in plain scheduling.</param>
    public static ExamArm Fixed(double retention, bool even, bool ahead) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{retention:0.00}{(even ? ", new cards spread" : "")}{(ahead ? ", rest ahead" : "")}"),
        scenario => (day, cards) =>
        {
            double Now(int card) => Believed.Retrievability(cards[card].Believed!.Value, day - cards[card].LastDay);
            bool Due(int card) => day - cards[card].LastDay >= Math.Max(1, Math.Round(Believed.Interval(cards[card].Believed!.Value, retention), MidpointRounding.AwayFromZero));
            var known = Enumerable.Range(0, cards.Count).Where(card => cards[card].Believed is not null).ToList();
            var fresh = Enumerable.Range(0, cards.Count).Where(card => cards[card].Believed is null).ToList();
            var due = known.Where(Due).OrderByDescending(Now);
            var toCome = even ? Math.Max(0, (int)Math.Ceiling((day + 1) * scenario.Cards / (0.8 * scenario.Days)) - known.Count) : fresh.Count;
            return due.Concat(fresh.Take(toCome)).Concat(ahead ? known.Where(card => !Due(card) && cards[card].LastDay < day).OrderBy(Now) : []);
        });

    /// <summary>Everything in the last week, with the minutes of all days: new cards first, then whatever is least likely to be recalled.</summary>
    public static ExamArm Cramming { get; } = new(
        "cramming",
        scenario => (day, cards) => Enumerable.Range(0, cards.Count).Where(card => cards[card].Believed is null)
            .Concat(Enumerable.Range(0, cards.Count).Where(card => cards[card].Believed is not null && cards[card].LastDay < day).OrderBy(card => Believed.Retrievability(cards[card].Believed!.Value, day - cards[card].LastDay))),
        (scenario, day) => day < scenario.Days - CramDays ? 0 : scenario.Minutes * 60 * scenario.Days / CramDays);

    /// <summary>Exam-date scheduling.</summary>
    /// <remarks>The prices are found on the first day and looked over every few days, and on each of the last ones.</remarks>
    public static ExamArm ExamDate { get; } = Aimed("exam date", aim => aim);

    /// <summary>Exam-date scheduling that does not see to a pass over everything.</summary>
    public static ExamArm WithoutPass { get; } = Aimed("exam date without the pass", aim => aim with { PassDays = 0 });

    /// <summary>Exam-date scheduling whose last ten days begin with whatever they have not seen yet, the least likely to be recalled on the exam day first, whether they hold it or not.</summary>
    public static ExamArm ForcedPass { get; } = new("exam date with the pass forced", scenario =>
    {
        var order = WithoutPass.Order(scenario);
        return (day, cards) =>
        {
            var queue = order(day, cards).ToList();
            var from = scenario.Days - PassDays;
            return day < from ? queue : Enumerable.Range(0, cards.Count).Where(card => cards[card].Believed is not null && cards[card].LastDay < from)
                .OrderBy(card => Believed.Retrievability(cards[card].Believed!.Value, scenario.Days - cards[card].LastDay)).Concat(queue).Distinct().ToList();
        };
    });

    private static ExamArm Aimed(string name, Func<ExamAim, ExamAim> pass) => new(name, scenario =>
    {
        var aim = pass(new(FirstDay.AddDays(scenario.Days), StudyTime.Daily(scenario.Minutes)));
        ExamSchedule? schedule = null;
        var found = 0;
        return (day, cards) =>
        {
            var date = FirstDay.AddDays(day);
            ExamCard[] known = [.. cards.Select((card, i) => new ExamCard(i, card.Weight, card.Believed, card.Believed is null ? null : FirstDay.AddDays(card.LastDay)))];
            if (schedule is null || day - found >= LookOver || scenario.Days - day <= LookOver) (schedule, found) = (ExamSchedule.Find(Believed, aim, known, date, schedule), day);
            return schedule.Queue(known, date).Select(review => (int)review.Card);
        };
    });

    /// <summary>The simplest way that knows of the exam: what raises the recall on the exam day most per second, if nothing else were ever done with the card, unless tomorrow would raise it more.</summary>
    public static ExamArm Greedy { get; } = new("greedy", scenario =>
    {
        var habits = new ReviewHabits();
        double After(TrialCard card, int day)
        {
            var left = scenario.Days - day;
            double worth = 0;
            if (card.Believed is not { } memory)
            {
                for (var grade = Grade.Again; grade <= Grade.Easy; grade++) worth += habits.FirstGrades[(int)grade - 1] * Believed.Retrievability(Believed.First(grade), left);
                return card.Weight * worth / habits.ExpectedFirstSeconds;
            }
            var now = Believed.Retrievability(memory, day - card.LastDay);
            for (var grade = Grade.Again; grade <= Grade.Easy; grade++)
                worth += (grade == Grade.Again ? 1 - now : now * habits.RecallGrades[(int)grade - 2]) * Believed.Retrievability(Believed.Next(memory, grade, day - card.LastDay), left);
            return card.Weight * (worth - Believed.Retrievability(memory, scenario.Days - card.LastDay)) / habits.ExpectedSeconds(now);
        }
        return (day, cards) => Enumerable.Range(0, cards.Count)
            .Where(card => cards[card].Believed is null || cards[card].LastDay < day && !(day + 1 < scenario.Days && After(cards[card], day + 1) > After(cards[card], day)))
            .OrderByDescending(card => After(cards[card], day)).ToList();
    });

    /// <summary>All plain ways; the best of them is chosen in hindsight, for each scenario anew.</summary>
    public static IReadOnlyList<ExamArm> Plain { get; } =
    [
        .. from ahead in new[] { false, true }
           from even in new[] { false, true }
           from retention in new[] { 0.8, 0.85, 0.9, 0.95 }
           select Fixed(retention, even, ahead),
    ];
}

using System.Globalization;
using System.Text;
using Certus.Catalog;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Plan;
using Certus.Plan.Portfolio;
using Certus.Plan.Diary;
using Certus.Remember;
using Certus.Remember.Workload;
using Certus.Store;
using Certus.Web.Decide;
using Certus.Web.Measure;
using Certus.Web.Remember;

namespace Certus.Web.Plan;

/// <summary>Gathers what a plan is made from: the wish, the content, and what the other rooms know of the learner.</summary>
/// <param name="library">The content.</param>
/// <param name="readings">What the learner has answered.</param>
/// <param name="memory">The learner's cards.</param>
/// <param name="grades">The learner's labs.</param>
/// <param name="projects">The learner's projects.</param>
/// <param name="preferences">The profile.</param>
public sealed class PlanRequests(Library library, Readings readings, Memory memory, LabGrades grades, ProjectLog projects, Preferences preferences)
{
    /// <summary>From so many answers that count, ability is taken from them instead of from the wide guess.</summary>
    public const int FewestAnswers = 10;

    /// <summary>The exams that a plan can be made for: those with a known form.</summary>
    public IReadOnlyList<Certification> Exams() => readings.Exams();

    /// <summary>Whether a plan can be made for an exam.</summary>
    public bool Knows(string exam) => Exams().Any(known => known.Code == exam);

    /// <summary>The projects that can be placed.</summary>
    public IReadOnlyList<(string Id, string Title)> Projects() => [.. library.Projects.Select(project => (project.Id, project.Title))];

    /// <summary>Whether a profile of Decide is kept.</summary>
    public async Task<bool> HasProfileAsync(CancellationToken cancel) => (await preferences.AllAsync(Learner.Local, cancel)).ContainsKey(DecideRoom.ProfileName);

    /// <summary>The wish with what people of the learner's profile are taken to know, where it asks for that.</summary>
    public async Task<PlanWish> KnowingAsync(PlanWish wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wish);
        return wish with { Known = wish.KnownByProfile && library.Market is { } facts ? PlanInputs.LeftFor(library, await DecideRoom.KeptAsync(preferences, library.Register, facts, cancel)) : new Dictionary<string, double>() };
    }

    /// <summary>The request of a wish.</summary>
    /// <param name="wish">The wish; its exam one of <see cref="Exams"/>.</param>
    /// <param name="state">What is known of the learner's plans.</param>
    /// <param name="start">The first day.</param>
    /// <param name="examDay">The day of the exam.</param>
    /// <param name="since">When the plan is made, or was: what was done by hand by then is not planned.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<PlanRequest> OfAsync(PlanWish wish, PlanState state, DateOnly start, DateOnly examDay, DateTimeOffset since, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(state);
        var exam = library.Register.ByCode[wish.Exam];
        var form = readings.FormOf(exam)!;
        var answered = await readings.AnswersAsync(cancel);
        var behind = (await ByHandAsync(cancel)).Where(done => done.Value <= since).Select(done => done.Key).Concat(wish.Done).Concat(wish.LeftOut).ToHashSet(StringComparer.Ordinal);
        var syllabus = SyllabusOf(wish);
        var asked = syllabus.Skills.Select(skill => skill.Id).ToHashSet(StringComparer.Ordinal);
        return new PlanRequest
        {
            Syllabus = syllabus, Start = start, ExamDay = examDay, Form = form, LastExamDay = exam.Lifecycle.LastDay, MockMinutes = exam.Format.FormMinutes ?? 180,
            Time = new StudyTime { MinutesByWeekday = [.. wish.Minutes.Select(minutes => (double)minutes)], DaysOff = [.. wish.DaysOff.SelectMany(range => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber + 1).Select(range.From.AddDays))] },
            Labs = [.. PlanInputs.LabsOf(library, exam).Where(lab => !behind.Contains($"lab:{lab.Id}"))],
            Projects = [.. wish.Projects.Select(id => library.Projects.FirstOrDefault(project => project.Id == id)).OfType<PortfolioProject>().Select(project => Left(project.ToPlan(), behind)).Where(project => project.Steps.Count > 0)],
            ReviewMinutes = await ReviewsAsync(exam, state.Today, start, cancel),
            Ability = AbilityOf(ReadinessInputs.AnswersFor(answered, exam, state.Now), form),
            Weakness = WeaknessOf(answered, asked),
        };
    }

    /// <summary>What other rooms know to be done by hand, by the key of its sessions, and since when: labs that were passed, milestones of projects that are marked as done.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ByHandAsync(CancellationToken cancel)
    {
        Dictionary<string, DateTimeOffset> done = new(StringComparer.Ordinal);
        foreach (var grade in (await grades.ListAsync(Learner.Local, cancel)).Where(grade => grade.Passed).OrderBy(grade => grade.GradedAt)) done.TryAdd($"lab:{grade.Lab}", grade.GradedAt);
        foreach (var (project, work) in await projects.ReadAsync(Learner.Local, cancel))
            foreach (var (milestone, at) in work.Done) done[$"project:{project}:{milestone}"] = at;
        return done;
    }

    /// <summary>How many answers that count for an exam were given since an instant.</summary>
    public async Task<int> CountingSinceAsync(string exam, DateTimeOffset since, CancellationToken cancel) =>
        Knows(exam) ? ReadinessInputs.CountingInstants(await readings.AnswersAsync(cancel), library.Register.ByCode[exam]).Count(at => at > since) : 0;

    /// <summary>The earliest day on which everything fits and the exam can be sat; null where there is none.</summary>
    public DateOnly? Earliest(PlanWish wish, PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var exam = library.Register.ByCode[wish.Exam];
        return Planner.Earliest(request, day => PlanRefusal.MayBeSat(exam, day));
    }

    /// <summary>A hash of all that a plan is made from.</summary>
    public static string Hash(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = new StringBuilder();
        text.AppendJoin(' ', request.Syllabus.Exam, PlanWords.Iso(request.Start), PlanWords.Iso(request.ExamDay), request.Mocks, request.MockMinutes, Number(request.Ability.Mean), Number(request.Ability.Sd), request.Form.Scored).Append('\n');
        foreach (var skill in request.Syllabus.Skills) text.AppendJoin(' ', skill.Id, skill.Minutes, skill.Block, Number(skill.Worth), string.Join(',', skill.Prerequisites), string.Join(',', skill.Resources.Select(resource => resource.Id))).Append('\n');
        foreach (var lab in request.Labs) text.AppendJoin(' ', lab.Id, lab.Minutes).Append('\n');
        foreach (var step in request.Projects.SelectMany(project => project.Steps.Select(step => $"{project.Id} {step.Id} {step.Minutes}"))) text.AppendLine(step);
        text.AppendJoin(' ', request.Time.MinutesByWeekday.Select(Number)).AppendJoin(' ', request.Time.DaysOff.Order().Select(PlanWords.Iso)).AppendJoin(' ', request.ReviewMinutes.Select(Number));
        text.AppendJoin(' ', request.Weakness.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={Number(entry.Value)}"));
        return ContentHash.Of(Encoding.UTF8.GetBytes(text.ToString()));

        static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The wish of a plan that takes the place of the one that stands: what was learned and done of it needs no second time.</summary>
    public static PlanWish GoingOn(PlanWish wish, PlanState state)
    {
        ArgumentNullException.ThrowIfNull(wish);
        ArgumentNullException.ThrowIfNull(state);
        if (state is not { Plan: { } plan, Diary.Made.Wish: { } before } || before.Exam != wish.Exam) return wish;
        var left = new Dictionary<string, double>(before.Left, StringComparer.Ordinal);
        // What was done in a revision that was undone is known all the same.
        var elsewhere = state.Diary.Minutes.Where(spent => state.Find(spent.Key) is null && spent.Key.Contains(':', StringComparison.Ordinal)).ToLookup(spent => spent.Key[..spent.Key.LastIndexOf(':')], spent => spent.Value, StringComparer.Ordinal);
        foreach (var skill in plan.Sessions.Where(session => session.Purpose == Purpose.Learn && session.Skills.Count > 0).GroupBy(session => session.Skills[0]))
            if (skill.Sum(session => state.IsDone(session) ? session.Minutes : Math.Min(session.Minutes, state.Diary.Minutes.GetValueOrDefault(session.Id))) + elsewhere[$"learn:{skill.Key}"].Sum() is > 0 and var done)
                left[skill.Key] = left.GetValueOrDefault(skill.Key, 1) * Math.Max(0, 1 - ((double)done / skill.Sum(session => session.Minutes)));
        var steps = plan.Sessions.Where(session => session.Purpose == Purpose.Lab).GroupBy(session => session.Id[..session.Id.LastIndexOf(':')]).Where(step => step.All(state.IsDone)).Select(step => step.Key);
        return wish with { Left = left, Done = [.. before.Done.Concat(steps).Distinct(StringComparer.Ordinal)] };
    }

    private static PlanProject Left(PlanProject project, HashSet<string> behind) => project with { Steps = [.. project.Steps.Where(step => !behind.Contains($"project:{project.Id}:{step.Id}"))] };

    private Syllabus SyllabusOf(PlanWish wish)
    {
        var left = wish.Known.Keys.Union(wish.Left.Keys).ToDictionary(skill => skill, skill => wish.Known.GetValueOrDefault(skill, 1) * wish.Left.GetValueOrDefault(skill, 1), StringComparer.Ordinal);
        var syllabus = PlanInputs.SyllabusOf(library, wish.Exam, left);
        var dropped = wish.LeftOut.ToHashSet(StringComparer.Ordinal);
        return dropped.Count == 0 ? syllabus : syllabus with { Skills = [.. syllabus.Skills.Where(skill => !dropped.Contains(skill.Id)).Select(skill => skill with { Prerequisites = [.. skill.Prerequisites.Where(before => !dropped.Contains(before))] })] };
    }

    /// <summary>Minutes of reviews by day from the start; none before today. Beyond the exam too: a later day may be the way out.</summary>
    private async Task<IReadOnlyList<double>> ReviewsAsync(Certification exam, DateOnly today, DateOnly start, CancellationToken cancel)
    {
        var state = await memory.ReadAsync(cancel);
        List<KnownCard> known = [];
        var fresh = 0;
        foreach (var card in state.Decks.Where(deck => Memory.IsOf(library.Register, deck.Skill, exam.Code)).SelectMany(deck => deck.Notes).Concat(state.Own).SelectMany(note => note.Cards))
        {
            if (state.Cards.Of(card.Id).IsSuspended) continue;
            if (state.ScheduleOf(card) is { Memory: { } remembered, LastReview: { } last } schedule) known.Add(new(known.Count, remembered, Earlier(state.Days.Of(last), today), schedule.DueDay(state.Days)));
            else fresh++;
        }
        var loads = new ReviewForecast(state.Model, state.Settings.DesiredRetention).Ahead(known, today, Planner.MostDays, state.Settings.NewPerDay, fresh);
        return [.. Enumerable.Repeat(0.0, Math.Max(0, today.DayNumber - start.DayNumber)), .. loads.Select(load => load.Seconds / 60)];
    }

    private static AbilityNow AbilityOf(IReadOnlyList<PracticeAnswer> answers, ExamForm form)
    {
        var counting = answers.Where(answer => answer.Counts).ToList();
        if (counting.Count < FewestAnswers) return AbilityNow.Unknown;
        var posterior = AbilityPosterior.Of(counting, [.. form.Domains.Select(domain => domain.Id)], new());
        var weights = form.Domains.Select(domain => (double)domain.Scored / form.Scored).ToList();
        var (mean, variance) = (0.0, 0.0);
        for (var i = 0; i < weights.Count; i++)
        {
            mean += weights[i] * posterior.Mean[i];
            for (var j = 0; j < weights.Count; j++) variance += weights[i] * weights[j] * posterior.Covariance[i][j];
        }
        return new(mean, Math.Sqrt(variance), Measured: true);
    }

    /// <summary>The share of wrong answers by skill, with one right and one wrong answer that nobody gave.</summary>
    private static Dictionary<string, double> WeaknessOf(IReadOnlyList<AnsweredQuestion> answered, HashSet<string> asked) => answered.Where(answer => answer.Met)
        .SelectMany(answer => answer.Result.Question.Skills.Take(1).Where(asked.Contains).Select(skill => (skill, answer.Result.Right)))
        .GroupBy(entry => entry.skill, StringComparer.Ordinal).ToDictionary(skill => skill.Key, skill => (skill.Count(entry => !entry.Right) + 1.0) / (skill.Count() + 2), StringComparer.Ordinal);

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}

using System.Globalization;
using Certus.Content;
using Certus.Measure.Readiness;
using Certus.Numerics;
using Certus.Plan;
using Certus.Remember;
using Certus.Store;

namespace Certus.Bench;

/// <summary>Simulated learners under the planner, under the article's fixed table and under greed by weight: the table of docs/reports/plan.md is what this prints.</summary>
internal static class PlanTrial
{
    private enum Arm { Planner, Table, Greedy }

    private enum Life { Follows, MissesAFifth, StopsForTwoWeeks }

    private static readonly DateOnly Start = new(2025, 12, 5), Exam = new(2026, 3, 27);
    private const int MockSkills = 20, DrillMinutes = 8;

    public static int Run(int learners)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var library = Repository.Library;
        var exam = library.Register.ByCode["MLS-C01"];
        var syllabus = PlanInputs.SyllabusOf(library, exam.Code, PlanInputs.LeftFor(library, new()));
        var request = new PlanRequest
        {
            Syllabus = syllabus, Time = new StudyTime { MinutesByWeekday = [180, 60, 60, 60, 60, 0, 180] }, Start = Start, ExamDay = Exam, Form = ReadinessInputs.FormOf(exam, library.Bank)!,
            Labs = PlanInputs.LabsOf(library, exam), MockMinutes = 180, ReviewMinutes = PlanInputs.ReviewsOf(library, syllabus),
        };
        Console.WriteLine("| learners who | planner | the article's table | greedy by weight | planner ahead of the table | planner ahead of greedy | skills learned: planner | table | greedy |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (life, name) in new[] { (Life.Follows, "follow the plan"), (Life.MissesAFifth, "miss a fifth of the days"), (Life.StopsForTwoWeeks, "stop for two weeks") })
        {
            var outcomes = Enum.GetValues<Arm>().Select(_ => new (double Pass, double Learned)[learners]).ToArray();
            Parallel.For(0, learners, i =>
            {
                foreach (var arm in Enum.GetValues<Arm>()) outcomes[(int)arm][i] = One(request, library, arm, life, (ulong)i + 1);
            });
            string Mean(Arm arm) => $"{outcomes[(int)arm].Average(outcome => outcome.Pass) * 100:0.0} %";
            string Learned(Arm arm) => $"{outcomes[(int)arm].Average(outcome => outcome.Learned) * 100:0} %";
            string Ahead(Arm other)
            {
                var differences = outcomes[0].Zip(outcomes[(int)other], (one, two) => (one.Pass - two.Pass) * 100).ToArray();
                var mean = differences.Average();
                return $"{mean:+0.0;−0.0;0.0} ± {Math.Sqrt(differences.Sum(difference => (difference - mean) * (difference - mean)) / (learners - 1) / learners):0.0}";
            }
            Console.WriteLine($"| {name} | {Mean(Arm.Planner)} | {Mean(Arm.Table)} | {Mean(Arm.Greedy)} | {Ahead(Arm.Table)} | {Ahead(Arm.Greedy)} | {Learned(Arm.Planner)} | {Learned(Arm.Table)} | {Learned(Arm.Greedy)} |");
        }
        Console.WriteLine();
        Console.WriteLine($"{learners} learners a row, the same ones in every column; differences in percentage points, with their standard errors.");
        return 0;
    }

    private static (double Pass, double Learned) One(PlanRequest request, Library library, Arm arm, Life life, ulong seed)
    {
        var random = new SeededRandom(seed, "life");
        var days = Exam.DayNumber - Start.DayNumber;
        var pause = 28 + random.Below(42);
        var missed = new bool[days];
        for (var day = 0; day < days; day++) missed[day] = life switch { Life.MissesAFifth => random.Below(5) == 0, Life.StopsForTwoWeeks => day >= pause && day < pause + 14, _ => false };
        var learner = new Learner(request, new SeededRandom(seed, "learner"));
        switch (arm)
        {
            case Arm.Planner: Planned(request, missed, learner); break;
            case Arm.Table: Tabled(request, library.Article!, missed, learner); break;
            default: Greedy(request, missed, learner); break;
        }
        return (learner.PassChance(days), learner.Learned);
    }

    /// <summary>Does each day's sessions; after a missed day the plan is revised.</summary>
    private static void Planned(PlanRequest request, bool[] missed, Learner learner)
    {
        var plan = Planner.Make(request);
        HashSet<string> finished = [];
        for (var day = 0; day < missed.Length; day++)
        {
            if (missed[day]) continue;
            var date = Start.AddDays(day);
            if (day > 0 && missed[day - 1]) plan = Replanner.Revise(plan, request, new(date, new Dictionary<string, int>(), finished)).Plan;
            foreach (var session in plan.Sessions.Where(session => session.Day == date))
            {
                learner.Do(session.Purpose, session.Skills, session.Minutes, day);
                finished.Add(session.Id);
            }
        }
    }

    /// <summary>The article's weeks: the skills and labs of each block in order, drills with what is left of it; a test at the end of week 14, then wrong answers and whatever was missed, two tests in week 16.</summary>
    private static void Tabled(PlanRequest request, ArticlePlan article, bool[] missed, Learner learner)
    {
        var works = WorkList.Of(request);
        var left = works.ToDictionary(work => work.Key, work => work.Minutes);
        for (var day = 0; day < missed.Length; day++)
        {
            var minutes = (int)(request.Time.SecondsOn(Start.AddDays(day)) / 60);
            if (missed[day] || minutes == 0) continue;
            var week = day / 7 + 1;
            var number = 1 + article.Blocks.ToList().FindIndex(block => week >= block.FirstWeek && week <= block.LastWeek);
            var learning = article.Blocks[number - 1].Learning;
            if (!learning && minutes >= request.MockMinutes && (week == 14 ? day % 7 == 2 : week == 16))
            {
                learner.Do(Purpose.Mock, [], request.MockMinutes, day);
                minutes -= request.MockMinutes;
            }
            foreach (var work in works.Where(work => learning ? work.Block == number : week >= 15 || work.Block == number))
            {
                var take = Math.Min(minutes, left[work.Key]);
                if (take == 0) continue;
                learner.Do(work.Purpose, work.Skills, take, day);
                left[work.Key] -= take;
                minutes -= take;
            }
            if (minutes > 0) learner.Drill(minutes, day, learning ? works.Where(work => work.Block == number && work.IsSkill).Select(work => work.Skills[0]).ToHashSet() : null);
        }
    }

    /// <summary>What counts most for its minutes first, whatever it needs, and no labs, which count for nothing by themselves; then drills, the weightiest first.</summary>
    private static void Greedy(PlanRequest request, bool[] missed, Learner learner)
    {
        var works = WorkList.Of(request with { Labs = [] }).OrderByDescending(work => work.Density).ToList();
        var left = works.ToDictionary(work => work.Key, work => work.Minutes);
        for (var day = 0; day < missed.Length; day++)
        {
            var minutes = (int)(request.Time.SecondsOn(Start.AddDays(day)) / 60);
            if (missed[day]) continue;
            foreach (var work in works)
            {
                var take = Math.Min(minutes, left[work.Key]);
                if (take == 0) continue;
                learner.Do(work.Purpose, work.Skills, take, day);
                left[work.Key] -= take;
                minutes -= take;
            }
            if (minutes > 0) learner.Drill(minutes, day, null);
        }
    }

    /// <summary>Somebody who learns by the minute, less well without what it needs, and forgets between by the power law of FSRS.</summary>
    private sealed class Learner
    {
        // Chosen before the first run and not tuned: docs/reports/plan.md says what each stands for.
        private const double FirstStability = 5, Growth = 1.6, Needed = 0.35, WithoutIt = 0.5, FullKnowledge = 3, DrillLearns = 0.04, LabShare = 0.5;
        private readonly PlanRequest _request;
        private readonly SeededRandom _random;
        private readonly Dictionary<string, State> _skills;
        private readonly Dictionary<string, int> _whole;
        private readonly double _rate, _stability, _theta;

        private sealed record State(SyllabusSkill Skill)
        {
            public double Learned { get; set; }
            public double Stability { get; set; }
            public int Seen { get; set; }
        }

        public Learner(PlanRequest request, SeededRandom random)
        {
            (_request, _random) = (request, random);
            double Normal() => NormalQuantile.At((random.Below(1_000_000) + 0.5) / 1_000_000);
            _rate = Math.Exp(0.25 * Normal());
            _stability = FirstStability * Math.Exp(0.4 * Normal());
            _theta = -1 + 0.7 * Normal();
            _skills = request.Syllabus.Skills.ToDictionary(skill => skill.Id, skill => new State(skill));
            _whole = request.Syllabus.Skills.ToDictionary(skill => skill.Id, skill => skill.Minutes);
        }

        public double Learned => _skills.Values.Average(state => state.Learned);

        public void Do(Purpose purpose, IReadOnlyList<string> skills, int minutes, int day)
        {
            switch (purpose)
            {
                case Purpose.Learn: Study(skills[0], minutes, day); break;
                case Purpose.Lab:
                    var known = skills.Where(_skills.ContainsKey).ToList();
                    double all = known.Sum(id => _whole[id]);
                    foreach (var id in known) Study(id, LabShare * minutes * _whole[id] / all, day);
                    break;
                case Purpose.Practice:
                    foreach (var id in skills.Take(Math.Max(1, minutes / DrillMinutes))) Recall(id, day);
                    break;
                case Purpose.Review:
                    foreach (var id in _skills.Values.Where(state => state.Learned > 0).OrderBy(state => Retained(state, day)).Take(Math.Max(1, minutes / 4)).Select(state => state.Skill.Id).ToList()) Recall(id, day);
                    break;
                case Purpose.Mock:
                    foreach (var id in _random.Shuffle(_skills.Keys.Order(StringComparer.Ordinal)).Take(MockSkills)) Recall(id, day);
                    break;
                default: break;
            }
        }

        /// <summary>Questions on what was learned, the weightiest of what is most forgotten first.</summary>
        public void Drill(int minutes, int day, IReadOnlySet<string>? among)
        {
            foreach (var id in _skills.Values.Where(state => state.Learned > 0 && among?.Contains(state.Skill.Id) != false).OrderByDescending(state => state.Skill.Worth * (1 - Retained(state, day))).Take(minutes / DrillMinutes).Select(state => state.Skill.Id).ToList())
                Recall(id, day);
        }

        public double PassChance(int day)
        {
            var form = _request.Form;
            var weights = _skills.Values.Where(state => state.Skill.Worth > 0).ToList();
            var all = weights.Sum(state => state.Skill.Worth);
            // The questions of a form are spread over the skills as the outline weighs them; what was known before is known.
            double mean = 0;
            var known = _request.Syllabus.KnownWorth;
            List<double> chances = [];
            for (var question = 0; question < form.Scored; question++)
            {
                var place = (question + 0.5) / form.Scored * (all + known);
                var knowledge = 1.0;
                foreach (var state in weights)
                {
                    if ((place -= state.Skill.Worth) > 0) continue;
                    knowledge = state.Learned * Retained(state, day);
                    break;
                }
                var difficulty = form.DifficultyMean + form.DifficultySd * NormalQuantile.At((question * 7 % form.Scored + 0.5) / form.Scored);
                chances.Add(form.LowerAsymptote + (1 - form.LowerAsymptote) / (1 + Math.Exp(-form.Discrimination * (_theta + FullKnowledge * knowledge - difficulty))));
            }
            var distribution = new double[form.Scored + 1];
            LordWingersky.Fill([.. chances], distribution);
            const int cuts = 9;
            for (var cut = 0; cut < cuts; cut++) mean += LordWingersky.AtLeast(distribution, CutPrior.RawScore(form.Cut.At((cut + 0.5) / cuts), form.Scored)) / cuts;
            return mean;
        }

        private void Study(string id, double minutes, int day)
        {
            var state = _skills[id];
            var ready = state.Skill.Prerequisites.Where(_skills.ContainsKey).All(before => _skills[before].Learned * Retained(_skills[before], day) >= Needed);
            state.Learned = Math.Min(1, state.Learned + minutes / _whole[id] * _rate * (ready ? 1 : WithoutIt));
            Recall(id, day, studied: true);
        }

        private void Recall(string id, int day, bool studied = false)
        {
            var state = _skills[id];
            if (state.Learned <= 0) return;
            if (state.Stability <= 0) state.Stability = _stability;
            else if (state.Seen < day) state.Stability *= 1 + Growth * (1 - Retained(state, day)) * 3;
            state.Seen = day;
            if (!studied) state.Learned = Math.Min(1, state.Learned + DrillLearns);
        }

        private static double Retained(State state, int day) => state.Stability <= 0 ? 0 : Math.Pow(1 + 19.0 / 81 * (day - state.Seen) / state.Stability, -0.5);
    }
}

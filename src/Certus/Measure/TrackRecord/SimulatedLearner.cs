using Certus.Measure.Readiness;
using Certus.Numerics;

namespace Certus.Measure.TrackRecord;

/// <summary>Somebody who practiced and then sat the exam, with what readiness may see of it and what it may not.</summary>
/// <param name="Answers">What was practiced: one to four full tests of 65 and up to six timed sets of 20 in one domain, in the two months before today.</param>
/// <param name="DaysUntilExam">3 to 28.</param>
/// <param name="TrueChance">The chance to pass, with ability, questions, form and cut as they truly are.</param>
/// <param name="Passed">What happened.</param>
public sealed record SimulatedLearner(IReadOnlyList<PracticeAnswer> Answers, double DaysUntilExam, double TrueChance, bool Passed)
{
    private const int FullTest = 65, Set = 20;

    /// <summary>Draws a learner.</summary>
    /// <param name="scenario">How things truly are.</param>
    /// <param name="form">What the model takes a real form to be; its domains and its cut's center are shared with the truth.</param>
    /// <param name="seed">Which learner.</param>
    public static SimulatedLearner Draw(Scenario scenario, ExamForm form, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(form);
        var random = new SeededRandom(seed, "learner");
        double Uniform() => ((random.Next() >> 12) + 0.5) / (1UL << 52);
        double Normal() => NormalQuantile.At(Uniform());

        var daysUntilExam = random.Between(3, 28);
        var tests = random.Between(1, 4);
        var sets = random.Between(0, 6);
        var sittings = Enumerable.Range(0, tests + sets).Select(i => (Day: (double)random.Between(0, 60), Domain: i < tests ? -1 : random.Below(form.Domains.Count)))
            .OrderByDescending(sitting => sitting.Day).ToArray();

        var fixedPart = scenario.AbilityMean + Math.Sqrt(scenario.AbilitySd * scenario.AbilitySd - scenario.MovingSd * scenario.MovingSd) * Normal();
        var ofDomain = form.Domains.Select(_ => scenario.DomainSd * Normal()).ToArray();
        var moving = scenario.MovingSd * Normal();
        var (first, last, at) = (sittings[0].Day, sittings[^1].Day, sittings[0].Day);

        // The exact step of an Ornstein–Uhlenbeck process.
        void MoveTo(double day)
        {
            var kept = Math.Exp(-(at - day) / scenario.MovingDays);
            moving = moving * kept + scenario.MovingSd * Math.Sqrt(1 - kept * kept) * Normal();
            at = day;
        }

        List<PracticeAnswer> answers = [];
        foreach (var (day, only) in sittings)
        {
            MoveTo(day);
            var ability = fixedPart + moving - (first > last ? scenario.Learned * (day - last) / (first - last) : 0);
            var domains = only >= 0 ? [.. Enumerable.Repeat(only, Set)] : random.Shuffle(Spread(form, FullTest));
            for (var place = 0; place < domains.Count; place++)
            {
                var author = scenario.DifficultyMean + scenario.DifficultySd * Normal();
                var theta = ability + ofDomain[domains[place]] - scenario.Fatigue * place / (FullTest - 1);
                var chance = Chance(scenario, theta, author + scenario.DifficultyError * Normal(), Math.Exp(scenario.LogDiscriminationMean + scenario.LogDiscriminationSd * Normal()), scenario.BlindInPractice);
                answers.Add(new(form.Domains[domains[place]].Id, Uniform() < chance, day, new(author)));
            }
        }

        MoveTo(-daysUntilExam);
        var onTheDay = fixedPart + moving - scenario.Forgotten * (last + daysUntilExam) / 14;
        var trueChance = ChanceToPass(scenario, form, [.. ofDomain.Select(domain => onTheDay + domain)], scenario.ExamOffsetSd * Normal(), Uniform());
        return new(answers, daysUntilExam, trueChance, Uniform() < trueChance);
    }

    private static double ChanceToPass(Scenario scenario, ExamForm form, double[] abilities, double offset, double luckOfCut)
    {
        var cut = scenario.CutFromPrior ? form.Cut.At(luckOfCut) : form.Cut.Central + (luckOfCut < 0.5 ? -scenario.CutShift : scenario.CutShift);
        var spread = Math.Sqrt(scenario.DifficultySd * scenario.DifficultySd + scenario.DifficultyError * scenario.DifficultyError);
        List<double> chances = [];
        for (var domain = 0; domain < form.Domains.Count; domain++)
            for (var i = 0; i < form.Domains[domain].Scored; i++)
            {
                // Difficulty, discrimination and place each run evenly over their range, in orders that have nothing to do with one another.
                var n = chances.Count;
                var difficulty = scenario.DifficultyMean + offset + spread * NormalQuantile.At((i + 0.5) / form.Domains[domain].Scored);
                var discrimination = Math.Exp(scenario.LogDiscriminationMean + scenario.LogDiscriminationSd * NormalQuantile.At(Evenly(n, 0.7548776662466927)));
                chances.Add(Chance(scenario, abilities[domain] - scenario.Fatigue * Evenly(n, 0.5698402909980532), difficulty, discrimination, scenario.BlindInExam));
            }
        var distribution = new double[chances.Count + 1];
        LordWingersky.Fill([.. chances], distribution);
        return LordWingersky.AtLeast(distribution, CutPrior.RawScore(cut, chances.Count));
    }

    private static double Chance(Scenario scenario, double theta, double difficulty, double discrimination, double blind)
    {
        var knows = scenario.LowerAsymptote + (1 - scenario.LowerAsymptote) / (1 + Math.Exp(-discrimination * (theta - difficulty)));
        var scoredRight = (1 - scenario.WrongKeys) * knows + scenario.WrongKeys * (1 - knows) / 3;
        return (1 - blind) * scoredRight + blind / 4;
    }

    private static double Evenly(int n, double step)
    {
        var x = 0.5 + n * step;
        return Math.Clamp(x - Math.Floor(x), 1e-6, 1 - 1e-6);
    }

    private static IEnumerable<int> Spread(ExamForm form, int questions)
    {
        var counts = LargestRemainder.Share(questions, [.. form.Domains.Select(domain => (decimal)domain.Scored)]);
        return counts.SelectMany((count, domain) => Enumerable.Repeat(domain, count));
    }
}

using Certus.Measure.Readiness;
using Certus.Numerics;

namespace Certus.Plan;

/// <summary>The chance to pass on the day of the exam, from how much of the exam is studied by then.</summary>
/// <remarks>
/// Theta on that day is normal around ability now plus <see cref="FullGain"/> × (¾ + ¼ × practice) × the share of the exam that is studied; practice is 1 where it takes <see cref="FullPractice"/> of the
/// time for learning. What a form asks and where the cut lies is Measure's (<see cref="ExamForm"/>, <see cref="CutPrior"/>, <see cref="LordWingersky"/>). The gain is an assumption, grade D: docs/models/plan.md.
/// </remarks>
public sealed class PassForecast
{
    /// <summary>What studying all of an exam with practice adds, in logits; grade D.</summary>
    public const double FullGain = 1.5;

    /// <summary>How much that differs between people, as a standard deviation in logits; grade D.</summary>
    public const double GainSd = 0.4;

    /// <summary>Practice as a share of learning time beyond which more adds nothing here; grade D.</summary>
    public const double FullPractice = 0.15;

    private const double PracticeShare = 0.25;
    private const int Thetas = 121, Nodes = 61, Cuts = 15;
    private const double Lowest = -6, Step = 0.1;
    private readonly double _offsetSd;
    private readonly double[] _chance = new double[Thetas * Cuts];      // by theta on the form's scale, and cut

    /// <summary>Prepares for a form.</summary>
    /// <param name="form">The form.</param>
    public PassForecast(ExamForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        _offsetSd = form.OffsetSd;
        var (right, distribution) = (new double[form.Scored], new double[form.Scored + 1]);
        var difficulties = form.Domains.SelectMany(domain => Enumerable.Range(0, domain.Scored).Select(i => form.DifficultyMean + form.DifficultySd * NormalQuantile.At((i + 0.5) / domain.Scored))).ToArray();
        var least = Enumerable.Range(0, Cuts).Select(i => CutPrior.RawScore(form.Cut.At((i + 0.5) / Cuts), form.Scored)).ToArray();
        for (var i = 0; i < Thetas; i++)
        {
            for (var question = 0; question < difficulties.Length; question++)
                right[question] = form.LowerAsymptote + (1 - form.LowerAsymptote) / (1 + Math.Exp(-form.Discrimination * (Lowest + i * Step - difficulties[question])));
            LordWingersky.Fill(right, distribution);
            for (var cut = 0; cut < Cuts; cut++) _chance[i * Cuts + cut] = LordWingersky.AtLeast(distribution, least[cut]);
        }
    }

    /// <summary>The chance for somebody.</summary>
    /// <param name="ability">Ability before studying.</param>
    /// <param name="coverage">The share of the exam that is studied until then, 0 to 1.</param>
    /// <param name="practice">How much of <see cref="FullPractice"/> is practiced, 0 to 1.</param>
    public PassChance At(AbilityNow ability, double coverage, double practice)
    {
        if (!(ability.Sd > 0 && double.IsFinite(ability.Mean) && double.IsFinite(ability.Sd))) throw new ArgumentException("An ability needs a mean and a standard deviation above 0.", nameof(ability));
        var studied = Math.Clamp(coverage, 0, 1) * (1 - PracticeShare + PracticeShare * Math.Clamp(practice, 0, 1));
        var mean = ability.Mean + FullGain * studied;
        var sd = Math.Sqrt(ability.Sd * ability.Sd + GainSd * GainSd * studied * studied + _offsetSd * _offsetSd);
        var chances = new double[Nodes * Cuts];
        for (var node = 0; node < Nodes; node++)
        {
            var place = Math.Clamp((mean + sd * NormalQuantile.At((node + 0.5) / Nodes) - Lowest) / Step, 0, Thetas - 1.000001);
            var (below, part) = ((int)place, place - (int)place);
            for (var cut = 0; cut < Cuts; cut++) chances[node * Cuts + cut] = (1 - part) * _chance[below * Cuts + cut] + part * _chance[(below + 1) * Cuts + cut];
        }
        var range = Selection.Quantiles([.. chances], [0.05, 0.95]);
        return new(chances.Average(), range[0], range[1]);
    }
}

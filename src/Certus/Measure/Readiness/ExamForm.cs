using Certus.Numerics;

namespace Certus.Measure.Readiness;

/// <summary>What a real form is taken to be: so many scored questions of each domain, as difficult as the bank's on average, and a cut that nobody knows.</summary>
/// <param name="Domains">At least one; in the exam's order.</param>
/// <param name="Cut">What is believed of the cut.</param>
/// <param name="DifficultyMean">The mean difficulty of its questions in logits: that of the bank's for the exam.</param>
/// <param name="DifficultySd">Their spread.</param>
/// <param name="OffsetSd">How much harder or easier than the bank a real form may be, as a standard deviation in logits.</param>
/// <param name="Discrimination">a of its questions.</param>
/// <param name="LowerAsymptote">Their lower asymptote.</param>
public sealed record ExamForm(
    IReadOnlyList<ExamFormDomain> Domains, CutPrior Cut, double DifficultyMean = 0.5, double DifficultySd = 0.85, double OffsetSd = 0.25, double Discrimination = 1, double LowerAsymptote = 0.2)
{
    /// <summary>The questions that count.</summary>
    public int Scored => Domains.Sum(domain => domain.Scored);

    /// <summary>Shares the scored questions over domains by their weights.</summary>
    /// <param name="weights">Domain and weight, in the exam's order; weights above 0.</param>
    /// <param name="scored">Questions that count.</param>
    /// <param name="cut">What is believed of the cut.</param>
    public static ExamForm Of(IReadOnlyList<(string Id, decimal Weight)> weights, int scored, CutPrior cut)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(cut);
        ArgumentOutOfRangeException.ThrowIfLessThan(scored, 1);
        var counts = LargestRemainder.Share(scored, [.. weights.Select(domain => domain.Weight)]);
        return new([.. weights.Select((domain, i) => new ExamFormDomain(domain.Id, counts[i]))], cut);
    }

    /// <summary>The difficulties of a domain's questions before the form's own offset: the middle of equal parts of their normal distribution.</summary>
    internal double[] Difficulties(int count)
    {
        var difficulties = new double[count];
        for (var i = 0; i < count; i++) difficulties[i] = DifficultyMean + DifficultySd * NormalQuantile.At((i + 0.5) / count);
        return difficulties;
    }
}

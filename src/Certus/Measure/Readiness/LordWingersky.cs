namespace Certus.Measure.Readiness;

/// <summary>How many of some questions will be right.</summary>
public static class LordWingersky
{
    /// <summary>The distribution of the number of right answers among independent questions.</summary>
    /// <param name="chances">The chance of each question to be answered right, 0 to 1.</param>
    /// <param name="distribution">Filled with the chance of 0, 1, … n right; n + 1 places.</param>
    /// <remarks>Lord and Wingersky (1984), <i>Applied Psychological Measurement</i> 8, 453–461: one question at a time, n²/2 steps, exact.</remarks>
    /// <exception cref="ArgumentException">The distribution has not one place more than there are chances.</exception>
    public static void Fill(ReadOnlySpan<double> chances, Span<double> distribution)
    {
        if (distribution.Length != chances.Length + 1) throw new ArgumentException($"needs {chances.Length + 1} places and has {distribution.Length}", nameof(distribution));
        distribution.Clear();
        distribution[0] = 1;
        for (var taken = 0; taken < chances.Length; taken++)
        {
            var (right, wrong) = (chances[taken], 1 - chances[taken]);
            for (var score = taken + 1; score > 0; score--) distribution[score] = distribution[score] * wrong + distribution[score - 1] * right;
            distribution[0] *= wrong;
        }
    }

    /// <summary>The chance of at least so many right answers.</summary>
    /// <param name="distribution">As <see cref="Fill"/> leaves it.</param>
    /// <param name="least">From 0; more than there are questions gives 0.</param>
    public static double AtLeast(ReadOnlySpan<double> distribution, int least)
    {
        double sum = 0;
        for (var score = distribution.Length - 1; score >= Math.Max(0, least); score--) sum += distribution[score];
        return Math.Min(1, sum);
    }
}

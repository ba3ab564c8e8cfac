using System.Runtime.CompilerServices;

namespace Certus.Remember.ExamDate;

/// <summary>Memories on a grid of stability (geometric) and difficulty (even), and what a review after some days makes of each.</summary>
internal sealed class MemoryGrid
{
    public const int Stabilities = 40, Difficulties = 7, Nodes = Stabilities * Difficulties;

    /// <summary>Corners that a review leads to: four grades, each between four nodes.</summary>
    public const int Corners = 16;

    private const double LowestStability = 0.1, Ratio = 1.3, DifficultyStep = 1.5;
    private static readonly double LogRatio = Math.Log(Ratio);

    private readonly IMemoryModel _model;
    private readonly ReviewHabits _habits;

    public MemoryGrid(IMemoryModel model, ReviewHabits habits, int days)
    {
        (_model, _habits) = (model, habits);
        Gaps = GapsUpTo(days);
        Next = new int[Nodes * Gaps.Length * Corners];
        Share = new double[Next.Length];
        Seconds = new double[Nodes * Gaps.Length];
        for (var node = 0; node < Nodes; node++)
            for (var gap = 0; gap < Gaps.Length; gap++)
            {
                var at = node * Gaps.Length + gap;
                Seconds[at] = Review(At(node), Gaps[gap], Next.AsSpan(at * Corners, Corners), Share.AsSpan(at * Corners, Corners));
            }
    }

    /// <summary>Days between reviews that are looked at: each up to eight, then about a sixth more each time.</summary>
    public int[] Gaps { get; }

    /// <summary>By node and gap: the nodes that a review leads to.</summary>
    public int[] Next { get; }

    /// <summary>By node and gap: with which chance.</summary>
    public double[] Share { get; }

    /// <summary>By node and gap: the expected seconds of the review.</summary>
    public double[] Seconds { get; }

    /// <summary>The memory of a node.</summary>
    public static MemoryState At(int node) => new(LowestStability * Math.Pow(Ratio, node / Difficulties), 1 + DifficultyStep * (node % Difficulties));

    /// <summary>Where a review of any memory leads.</summary>
    /// <returns>The expected seconds.</returns>
    public double Review(MemoryState memory, int elapsed, Span<int> next, Span<double> share)
    {
        var recalled = _model.Retrievability(memory, elapsed);
        for (var grade = Grade.Again; grade <= Grade.Easy; grade++)
        {
            var chance = grade == Grade.Again ? 1 - recalled : recalled * _habits.RecallGrades[(int)grade - 2];
            Spread(_model.Next(memory, grade, elapsed), chance, next[(4 * ((int)grade - 1))..], share[(4 * ((int)grade - 1))..]);
        }
        return _habits.ExpectedSeconds(recalled);
    }

    /// <summary>Where a first meeting leads.</summary>
    /// <returns>The expected seconds.</returns>
    public double First(Span<int> next, Span<double> share)
    {
        for (var grade = Grade.Again; grade <= Grade.Easy; grade++)
            Spread(_model.First(grade), _habits.FirstGrades[(int)grade - 1], next[(4 * ((int)grade - 1))..], share[(4 * ((int)grade - 1))..]);
        return _habits.ExpectedFirstSeconds;
    }

    /// <summary>Shares a memory between the four nodes around it, linear in difficulty and in the logarithm of stability.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(MemoryState memory, double chance, Span<int> next, Span<double> share)
    {
        var s = Math.Clamp(Math.Log(memory.Stability / LowestStability) / LogRatio, 0, Stabilities - 1);
        var d = Math.Clamp((memory.Difficulty - 1) / DifficultyStep, 0, Difficulties - 1);
        var (low, left) = (Math.Min((int)s, Stabilities - 2), Math.Min((int)d, Difficulties - 2));
        var (up, right) = (s - low, d - left);
        var node = low * Difficulties + left;
        (next[0], next[1], next[2], next[3]) = (node, node + 1, node + Difficulties, node + Difficulties + 1);
        (share[0], share[1], share[2], share[3]) = (chance * (1 - up) * (1 - right), chance * (1 - up) * right, chance * up * (1 - right), chance * up * right);
    }

    private static int[] GapsUpTo(int days)
    {
        List<int> gaps = [];
        for (var gap = 1; gap < days; gap += gap < 8 ? 1 : (gap + 5) / 6) gaps.Add(gap);
        return [.. gaps];
    }
}

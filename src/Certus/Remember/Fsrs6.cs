namespace Certus.Remember;

/// <summary>FSRS-6: how stability, difficulty and retrievability of a memory move.</summary>
/// <remarks>
/// Formulas as published by the Open Spaced Repetition project for version 6 (docs/models/fsrs.md). Where its implementations differ: stability never falls below 0.001 (two of three), Hard on the
/// same day never shrinks it (two of three), nor does it grow past 36,500 days. Nothing is rounded on the way.
/// </remarks>
public sealed class Fsrs6 : IMemoryModel
{
    /// <summary>The shortest stability, in days.</summary>
    public const double ShortestStability = 0.001;

    /// <summary>The longest stability and interval, in days.</summary>
    public const double LongestStability = 36_500;

    private readonly double[] _w;
    private readonly bool _shortTerm;
    private readonly double _growth, _easyDifficulty, _decay, _factor, _lapseCap;
    private volatile Wait? _wait;                    // of the retention that was asked for last, which is nearly always asked for again

    private sealed record Wait(double Retention, double Growth);

    /// <summary>Takes parameters.</summary>
    /// <param name="parameters">The 21 numbers.</param>
    /// <param name="shortTerm">Whether a second review on one day moves stability by a rule of its own; otherwise it counts as a review after 0 days.</param>
    public Fsrs6(Fsrs6Parameters parameters, bool shortTerm = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        _w = [.. parameters.Values];
        _shortTerm = shortTerm;
        _growth = Math.Exp(_w[8]);
        _easyDifficulty = FirstDifficulty(Grade.Easy);
        _decay = -_w[20];
        _factor = Math.Pow(0.9, 1 / _decay) - 1;
        _lapseCap = Math.Exp(_w[17] * _w[18]);
    }

    /// <summary>The parameters.</summary>
    public Fsrs6Parameters Parameters { get; }

    /// <inheritdoc/>
    public MemoryState First(Grade grade) => new(LimitStability(_w[(int)grade - 1]), LimitDifficulty(FirstDifficulty(grade)));

    /// <inheritdoc/>
    public MemoryState Next(MemoryState state, Grade grade, double elapsedDays)
    {
        var (s, d) = (state.Stability, state.Difficulty);
        var next = elapsedDays <= 0 && _shortTerm ? SameDay(s, grade) : grade == Grade.Again ? Lapse(s, d, Retrievability(state, elapsedDays)) : Recall(s, d, Retrievability(state, elapsedDays), grade);
        return new(LimitStability(next), NextDifficulty(d, grade));
    }

    /// <inheritdoc/>
    public double Retrievability(MemoryState state, double elapsedDays) => elapsedDays <= 0 ? 1 : Math.Pow(1 + _factor * elapsedDays / state.Stability, _decay);

    /// <inheritdoc/>
    public double Interval(MemoryState state, double retention)
    {
        if (!(retention > 0 && retention < 1)) throw new ArgumentOutOfRangeException(nameof(retention), retention, "must lie between 0 and 1");
        if (_wait is not { } wait || wait.Retention != retention) _wait = wait = new(retention, Math.Pow(retention, 1 / _decay) - 1);
        return state.Stability / _factor * wait.Growth;
    }

    private double FirstDifficulty(Grade grade) => _w[4] - Math.Exp(_w[5] * ((int)grade - 1)) + 1;

    private double NextDifficulty(double d, Grade grade)
    {
        var moved = d - _w[6] * ((int)grade - 3) * (10 - d) / 9;                   // the nearer to 10, the smaller the step
        return LimitDifficulty(_w[7] * _easyDifficulty + (1 - _w[7]) * moved);
    }

    private double Recall(double s, double d, double r, Grade grade) =>
        s * (1 + _growth * (11 - d) * Math.Pow(s, -_w[9]) * (Math.Exp(_w[10] * (1 - r)) - 1) * (grade == Grade.Hard ? _w[15] : 1) * (grade == Grade.Easy ? _w[16] : 1));

    private double Lapse(double s, double d, double r)
    {
        var forgotten = _w[11] * Math.Pow(d, -_w[12]) * (Math.Pow(s + 1, _w[13]) - 1) * Math.Exp(_w[14] * (1 - r));
        return Math.Min(forgotten, _shortTerm ? s / _lapseCap : s);                 // a lapse never makes a memory more stable
    }

    private double SameDay(double s, Grade grade)
    {
        var growth = Math.Exp(_w[17] * ((int)grade - 3 + _w[18])) * Math.Pow(s, -_w[19]);
        return s * (grade == Grade.Again ? growth : Math.Max(1, growth));
    }

    private static double LimitStability(double s) => Math.Clamp(s, ShortestStability, LongestStability);

    private static double LimitDifficulty(double d) => Math.Clamp(d, 1, 10);
}

namespace Certus.Practice;

/// <summary>Whether somebody is as often right as they say to be sure.</summary>
/// <param name="Levels">All three degrees, the least sure first.</param>
public sealed record SurenessCalibration(IReadOnlyList<SurenessLevel> Levels)
{
    /// <summary>Complete answers with a degree of sureness.</summary>
    public int Answers => Levels.Sum(level => level.Answers);

    /// <summary>The mean squared distance between what was meant and what came: 0 is perfect; null without answers.</summary>
    /// <remarks>Brier (1950), with <see cref="SurenessLevel.Meant"/> for the chance that was said.</remarks>
    public double? Brier => Answers == 0 ? null
        : Levels.Sum(level => level.Right * (1 - level.Meant) * (1 - level.Meant) + (level.Answers - level.Right) * level.Meant * level.Meant) / Answers;

    /// <summary>What always saying one's own share of right answers would have got; null without answers.</summary>
    public double? BrierOfShare => Answers == 0 ? null : Levels.Sum(level => level.Right) / (double)Answers is var share ? share * (1 - share) : null;

    /// <summary>Counts answers; those that are not complete, or without a degree of sureness, are passed over.</summary>
    /// <param name="answers">In any order.</param>
    public static SurenessCalibration Of(IEnumerable<ItemResult> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var said = answers.Where(answer => answer.Answered && answer.Place.Level is not null).ToLookup(answer => answer.Place.Level!.Value);
        return new([.. Enum.GetValues<Sureness>().Select(level => new SurenessLevel(level, said[level].Count(), said[level].Count(answer => answer.Right)))]);
    }
}

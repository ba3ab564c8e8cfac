namespace Certus.Remember.Cards;

/// <summary>What the day knows of questions that were once missed.</summary>
/// <param name="Due">Those due, the one that waits longest first.</param>
/// <param name="AnsweredToday">When the day's have been answered.</param>
/// <param name="SecondsToday">What they took, in seconds.</param>
/// <param name="SecondsEach">What one is expected to take, in seconds, above 0.</param>
public sealed record DueQuestions(IReadOnlyList<QueuedQuestion> Due, IReadOnlyList<DateTimeOffset> AnsweredToday, double SecondsToday, double SecondsEach)
{
    /// <summary>Questions on one day.</summary>
    public const int MostADay = 10;

    /// <summary>The part of a day's minutes that they may take: a question takes as long as several cards, and what cards lose by waiting is lost.</summary>
    public const double MostOfMinutes = 1.0 / 3;

    /// <summary>Seconds that a question takes as long as nothing is known of the learner's pace.</summary>
    public const double UsualSeconds = 75;

    /// <summary>No question was ever missed.</summary>
    public static readonly DueQuestions None = new([], [], 0, UsualSeconds);

    /// <summary>Those of the day: what was begun, then those that wait longest, as many as there is time for.</summary>
    /// <param name="seconds">The seconds of the whole day; infinite where nothing limits them.</param>
    internal List<QueuedQuestion> Taken(double seconds)
    {
        var fitting = seconds <= 0 ? 0 : double.IsInfinity(seconds) ? MostADay : Math.Max(1 - AnsweredToday.Count, (int)(((seconds * MostOfMinutes) - SecondsToday) / SecondsEach));     // one a day at least
        var most = Math.Min(fitting, MostADay - AnsweredToday.Count);
        return [.. Due.Where(question => question.Begun), .. Due.Where(question => !question.Begun).Take(Math.Max(0, most - Due.Count(question => question.Begun)))];
    }
}

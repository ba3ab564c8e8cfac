using Certus.Remember.Cards;

namespace Certus.Plan.Diary;

/// <summary>What a learner asked of a plan.</summary>
/// <param name="Exam">The exam's code.</param>
/// <param name="ExamDay">The day of the exam; null for the earliest on which everything fits.</param>
/// <param name="Minutes">Minutes by weekday, Sunday first; seven, each 0 to 720, not all 0.</param>
/// <param name="DaysOff">Days without any.</param>
/// <param name="Zone">The time zone's IANA name.</param>
public sealed record PlanWish(string Exam, DateOnly? ExamDay, IReadOnlyList<int> Minutes, IReadOnlyList<DayRange> DaysOff, string Zone)
{
    /// <summary>The most minutes a day may have.</summary>
    public const int MostMinutes = 720;

    /// <summary>Ten hours a week.</summary>
    public static readonly IReadOnlyList<int> UsualMinutes = [180, 60, 60, 60, 60, 0, 180];

    /// <summary>Ids of projects to place.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Whether what people of the learner's profile usually know is taken for known.</summary>
    public bool KnownByProfile { get; init; }

    /// <summary>Ids of skills that are left out to make the rest fit, and of labs and steps of projects: <c>lab:ID</c>, <c>project:ID:STEP</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The share of a skill that people of the learner's profile are taken to have left, 0 to below 1, as it was when the plan was made; absent ones are left whole.</summary>
    public IReadOnlyDictionary<string, double> Known { get; init; } = new Dictionary<string, double>();

    /// <summary>The share of that which is still to be studied, 0 to below 1, by what was learned in earlier plans; absent ones are left whole.</summary>
    public IReadOnlyDictionary<string, double> Left { get; init; } = new Dictionary<string, double>();

    /// <summary>Labs and steps of projects that were done in earlier plans: <c>lab:ID</c> and <c>project:ID:STEP</c>.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>Whether the learner knows that not everything fits, and wants no other way.</summary>
    public bool AsIs { get; init; }
}

using System.Collections.Immutable;

namespace Certus.Remember;

/// <summary>How long reviews take a learner and which grades are given; what every look ahead rests on.</summary>
/// <remarks>
/// The defaults are those of the FSRS project's simulator (fsrs-optimizer, fsrs_simulator.py): seconds of a day's whole work on a card, its repetitions on the same day included.
/// </remarks>
public sealed record ReviewHabits
{
    /// <summary>Seconds of a first meeting by its grade, Again first; each above 0.</summary>
    public ImmutableArray<double> FirstSeconds { get; init; } = [33.79, 24.3, 13.68, 6.5];

    /// <summary>Seconds of a review by its grade, Again first; each above 0.</summary>
    public ImmutableArray<double> ReviewSeconds { get; init; } = [23, 11.68, 7.33, 5.6];

    /// <summary>How often a first meeting gets which grade, Again first; they sum to 1.</summary>
    public ImmutableArray<double> FirstGrades { get; init; } = [0.24, 0.094, 0.495, 0.171];

    /// <summary>How often a card that is recalled gets Hard, Good and Easy; they sum to 1.</summary>
    public ImmutableArray<double> RecallGrades { get; init; } = [0.224, 0.631, 0.145];

    /// <summary>The expected seconds of a first meeting.</summary>
    public double ExpectedFirstSeconds => FirstSeconds[0] * FirstGrades[0] + FirstSeconds[1] * FirstGrades[1] + FirstSeconds[2] * FirstGrades[2] + FirstSeconds[3] * FirstGrades[3];

    /// <summary>The expected seconds of a review.</summary>
    /// <param name="retrievability">The chance of recall, 0 to 1.</param>
    public double ExpectedSeconds(double retrievability)
    {
        var recalled = ReviewSeconds[1] * RecallGrades[0] + ReviewSeconds[2] * RecallGrades[1] + ReviewSeconds[3] * RecallGrades[2];
        return retrievability * recalled + (1 - retrievability) * ReviewSeconds[0];
    }

    /// <summary>The grade of a first meeting that a number decides.</summary>
    /// <param name="luck">0 to 1.</param>
    public Grade FirstGrade(double luck) => luck < FirstGrades[0] ? Grade.Again : luck < FirstGrades[0] + FirstGrades[1] ? Grade.Hard : luck < 1 - FirstGrades[3] ? Grade.Good : Grade.Easy;

    /// <summary>The grade of a recalled card that a number decides.</summary>
    /// <param name="luck">0 to 1.</param>
    public Grade RecallGrade(double luck) => luck < RecallGrades[0] ? Grade.Hard : luck < 1 - RecallGrades[2] ? Grade.Good : Grade.Easy;
}

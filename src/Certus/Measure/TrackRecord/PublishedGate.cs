using Certus.Measure.Readiness;
using Certus.Numerics;

namespace Certus.Measure.TrackRecord;

/// <summary>What somebody has shown in a first full test and two unseen ones, and the chance that goes with it.</summary>
/// <param name="Goal">The chance that these are the fewest right answers for; null for the article's gates themselves.</param>
/// <param name="First">Right answers in the first test.</param>
/// <param name="Later">Right answers in the two later ones together.</param>
/// <param name="Questions">Questions of one test.</param>
/// <param name="Chance">To pass a week later.</param>
/// <param name="Range">Its 90 % interval.</param>
/// <param name="ByCut">The chance where the cut is known.</param>
public sealed record PublishedGate(double? Goal, int First, int Later, int Questions, double Chance, Interval Range, IReadOnlyList<ChanceByCut> ByCut)
{
    private const int FullTest = 65;
    private static readonly double[] Goals = [0.7, 0.8, 0.9, 0.95];

    /// <summary>The gates on the form of the published track record, then the fewest right answers for 70, 80, 90 and 95 % where there are any.</summary>
    public static IReadOnlyList<PublishedGate> All()
    {
        static PublishedGate Of(double? goal, GateWorth worth) => new(goal, worth.First, worth.Later, FullTest, worth.Readiness.Chance, worth.Readiness.Range, worth.Readiness.ByCut);
        return
        [
            Of(null, GateWorth.Of(Trial.Form, FullTest)),
            .. from goal in Goals
               let needed = GateWorth.Needed(Trial.Form, FullTest, goal)
               where needed is not null
               select Of(goal, needed),
        ];
    }
}

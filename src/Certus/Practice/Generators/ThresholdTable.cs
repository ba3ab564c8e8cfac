using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The cheapest operating point in a table of thresholds with their errors, where the costs of both errors are given.</summary>
/// <remarks>Total cost of a row = cost of a false positive × false positives + cost of a false negative × false negatives.</remarks>
internal sealed class ThresholdTable : SingleChoiceGenerator
{
    /// <param name="FalsePositive">Lowest and highest cost of a false positive, in dollars.</param>
    /// <param name="FalseNegative">The same for a false negative.</param>
    /// <param name="Step">Costs are multiples of it.</param>
    private sealed record Story((int Low, int High) FalsePositive, (int Low, int High) FalseNegative, int Step);

    private static readonly Story[] Stories =
    [
        new((3, 15), (40, 300), 1),             // fraud review
        new((100, 400), (900, 6000), 50),       // maintenance
        new((60, 300), (10, 60), 5),            // automatic account closure: the false positive is dear
        new((5, 20), (30, 200), 1),             // retention offers
        new((40, 150), (4, 30), 2),             // orders turned away
        new((200, 900), (1500, 9000), 50),      // loans
    ];

    private static readonly int[][] Grids =
    [
        [10, 30, 50, 70, 90], [20, 35, 50, 65, 80], [10, 25, 40, 50, 60, 75], [15, 30, 50, 70, 80, 90], [20, 30, 40, 50, 60, 70],
    ];

    public override string Id => "gen-threshold-table";
    public override string Title => "The cheapest threshold in a table of errors";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.5", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["metrics-threshold-costs", "metrics-choice-business"];
    protected override string Area => "evaluation";
    protected override double Difficulty => 0.4;
    protected override string Principle => "When both errors have a price, multiply, add and compare: the threshold with the lowest total cost wins.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Machine Learning - Binary model insights", "https://docs.aws.amazon.com/machine-learning/latest/dg/binary-model-insights.html"),
        new("scikit-learn - Tuning the decision threshold for class prediction", "https://scikit-learn.org/stable/modules/classification_threshold.html"),
    ];

    /// <summary>One line of the table.</summary>
    private sealed record Row(int Threshold, int FalsePositives, int FalseNegatives)
    {
        public long Cost(int perFalsePositive, int perFalseNegative) => (long)perFalsePositive * FalsePositives + (long)perFalseNegative * FalseNegatives;
    }

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        var story = Stories[wording];
        var perFp = random.Between(story.FalsePositive.Low / story.Step, story.FalsePositive.High / story.Step) * story.Step;
        var perFn = random.Between(story.FalseNegative.Low / story.Step, story.FalseNegative.High / story.Step) * story.Step;
        var rows = Rows(random);
        var falseNegativesFirst = random.Below(2) == 0;
        var rowsAreThresholds = random.Below(3) > 0;
        var order = random.Shuffle(Enumerable.Range(0, 5));
        if (rows[^1].FalsePositives < 15 || rows[^1].FalseNegatives > 320) return null;

        if (Cheapest(rows, perFp, perFn) is not { } best) return null;
        var candidates = Wrong(rows, perFp, perFn, best);
        List<Answer> wrong = [];
        foreach (var candidate in order.Select(i => candidates[i]))
            if (candidate is not null && wrong.Count < 3 && candidate.Value * 100 != best.Threshold && wrong.All(other => other.Value != candidate.Value)) wrong.Add(candidate);
        if (wrong.Count < 3) return null;

        var next = rows.Where(row => row != best).OrderBy(row => row.Cost(perFp, perFn)).First();
        var key = new Answer(best.Threshold / 100m, $"At {Shown(best)}, {Sum(best, perFp, perFn)}. The next best row, {Shown(next)}, comes to ${Whole(next.Cost(perFp, perFn))}; the others cost still more.");
        var table = Table(rows, rowsAreThresholds, falseNegativesFirst);
        return new(Stem(wording, Whole(perFp), Whole(perFn), table), key, wrong, Places: 2, Gap: 0.05m, value => Fixed(value, 2));
    }

    /// <summary>Falling false positives and rising false negatives, as a threshold rises.</summary>
    private static List<Row> Rows(SeededRandom random)
    {
        var grid = random.Pick(Grids);
        var (fp, fn) = (random.Between(900, 2000), random.Between(5, 24));
        List<Row> rows = [];
        foreach (var threshold in grid)
        {
            rows.Add(new(threshold, fp, fn));
            (fp, fn) = (fp * random.Between(30, 70) / 100, fn * random.Between(140, 230) / 100 + 1);
        }
        return rows;
    }

    /// <summary>The row with the lowest total, if it is lower than any other by at least a fiftieth.</summary>
    private static Row? Cheapest(List<Row> rows, int perFp, int perFn)
    {
        var byCost = rows.OrderBy(row => row.Cost(perFp, perFn)).ToList();
        return byCost[1].Cost(perFp, perFn) * 100 < byCost[0].Cost(perFp, perFn) * 102 ? null : byCost[0];
    }

    /// <summary>What each misconception chooses; null where it has no single choice.</summary>
    private static Answer?[] Wrong(List<Row> rows, int perFp, int perFn, Row best)
    {
        var missIsDear = perFn > perFp;
        var total = $"the total of ${Whole(best.Cost(perFp, perFn))} at {Shown(best)}";
        Answer Of(Row row, string why, string misconception) => new(row.Threshold / 100m, $"{why} At {Shown(row)}, {Sum(row, perFp, perFn)}, more than {total}.", misconception);
        var (first, last) = (rows[0], rows[^1]);
        var half = rows.Single(row => row.Threshold == 50);
        var swapped = Cheapest(rows, perFn, perFp);
        var fewest = Cheapest(rows, 1, 1);
        return
        [
            Of(half, "0.50 is a default, not a decision; it suits calibrated scores and errors of equal cost.", "threshold-always-half"),
            swapped is null ? null : Of(swapped, $"It swaps the costs: ${Whole(perFn)} × {Whole(swapped.FalsePositives)} + ${Whole(perFp)} × {Whole(swapped.FalseNegatives)} = "
                + $"${Whole(swapped.Cost(perFn, perFp))} would be the lowest total then.", "cost-ratio-inverted"),
            missIsDear
                ? Of(last, $"It has the fewest false positives, {Whole(last.FalsePositives)}, but the false negatives are the costly errors here.", "fraud-needs-precision-only")
                : Of(first, $"It has the fewest false negatives, {Whole(first.FalseNegatives)}, but the false positives are the costly errors here.", "recall-whatever-it-costs"),
            missIsDear
                ? Of(first, $"It has the fewest of the costlier error, {Whole(first.FalseNegatives)} false negatives, and pays for them with too many of the other.", "avoid-costlier-error-altogether")
                : Of(last, $"It has the fewest of the costlier error, {Whole(last.FalsePositives)} false positives, and pays for them with too many of the other.", "avoid-costlier-error-altogether"),
            fewest is null ? null : Of(fewest, $"It has the fewest errors in total, {Whole(fewest.FalsePositives)} + {Whole(fewest.FalseNegatives)} = "
                + $"{Whole(fewest.FalsePositives + fewest.FalseNegatives)}, but they do not cost the same.", "errors-cost-the-same"),
        ];
    }

    private static string Shown(Row row) => Fixed(row.Threshold / 100m, 2);

    private static string Sum(Row row, int perFp, int perFn) =>
        $"${Whole(perFp)} × {Whole(row.FalsePositives)} + ${Whole(perFn)} × {Whole(row.FalseNegatives)} = ${Whole(row.Cost(perFp, perFn))}";

    private static string Table(List<Row> rows, bool rowsAreThresholds, bool falseNegativesFirst)
    {
        (string Name, Func<Row, string> Of) positives = ("False positives", row => Whole(row.FalsePositives)), negatives = ("False negatives", row => Whole(row.FalseNegatives));
        (string Name, Func<Row, string> Of)[] errors = falseNegativesFirst ? [negatives, positives] : [positives, negatives];
        return rowsAreThresholds
            ? string.Join('\n', rows.Select(row => $"| {Shown(row)} | {errors[0].Of(row)} | {errors[1].Of(row)} |")
                .Prepend("|---:|---:|---:|").Prepend($"| Threshold | {errors[0].Name} | {errors[1].Name} |"))
            : string.Join('\n', errors.Select(error => $"| {error.Name} | {string.Join(" | ", rows.Select(error.Of))} |")
                .Prepend("|---" + string.Concat(rows.Select(_ => "|---:")) + "|").Prepend($"| Threshold | {string.Join(" | ", rows.Select(Shown))} |"));
    }

    private static string Stem(int wording, string perFp, string perFn, string table) => wording switch
    {
        0 => $"""
            A payments company scores card transactions. An alert on a legitimate transaction (a false positive) costs ${perFp} of an analyst's time; a fraud without an alert (a false negative) costs ${perFn} on average. Validation on a recent month gave these counts:

            {table}

            At which threshold should the model raise alerts to keep the cost of errors lowest?
            """,
        1 => $"""
            A railway predicts failures of door motors. A missed failure, counted as a false negative, stops a train and costs ${perFn}. An inspection of a healthy motor, a false positive, costs ${perFp}. Both errors were counted for several thresholds on held-out data.

            {table}

            Which threshold has the lowest expected cost?
            """,
        2 => $"""
            A marketplace closes seller accounts automatically when the score of an abuse model reaches a threshold. Closing an honest account is a false positive and costs ${perFp} in lost fees and support. An abuser who is let through is a false negative and costs ${perFn}, as most of the damage is caught later. The validation set shows:

            {table}

            Which threshold should the marketplace set to lose the least money?
            """,
        3 => $"""
            A streaming service offers free months to subscribers whose churn score reaches a threshold. The offer costs ${perFp} where the subscriber would have stayed anyway (a false positive); a churner who gets no offer (a false negative) costs ${perFn} in lost revenue.

            {table}

            Which threshold minimizes the sum of both costs on these validation data?
            """,
        4 => $"""
            An electronics shop cancels an order when a model's risk score reaches a threshold. A canceled order of a good customer, a false positive, costs ${perFp} in margin and goodwill. A risky order that goes through, a false negative, costs only ${perFn}, since an insurer pays for the goods. The team compares thresholds on last season's orders.

            {table}

            Where should the shop set the threshold if cost decides?
            """,
        _ => $"""
            A lender declines an application when the score of a default model reaches a threshold. Each loan that defaults after all, a false negative, costs ${perFn}; each good applicant who is declined, a false positive, costs ${perFp} in lost interest. On a validation set, the thresholds under discussion lead to these numbers of errors.

            {table}

            Which of the thresholds is the cheapest for the lender?
            """,
    };
}

using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>Precision out of a confusion matrix whose rows are the actual or the predicted classes.</summary>
/// <remarks>True positives / all predicted positives.</remarks>
internal sealed class PrecisionFromCounts : SingleChoiceGenerator
{
    /// <param name="Positive">The class of interest, as the matrix labels it.</param>
    /// <param name="Negative">The other class.</param>
    private sealed record Story(string Positive, string Negative);

    private static readonly Story[] Stories =
    [
        new("churn", "stay"), new("fraud", "legitimate"), new("defect", "intact"), new("spam", "wanted"), new("readmitted", "not readmitted"), new("default", "repaid"),
    ];

    public override string Id => "gen-precision-from-counts";
    public override string Title => "Precision from a confusion matrix";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.5", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["metrics-precision-recall", "metrics-confusion-matrix"];
    protected override string Area => "evaluation";
    protected override double Difficulty => -0.4;
    protected override string Principle => "Precision looks along the predictions, recall along the actual cases: find the axis before you divide.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("Amazon Machine Learning - Binary classification", "https://docs.aws.amazon.com/machine-learning/latest/dg/binary-classification.html"),
        new("Amazon SageMaker AI - Autopilot metrics and validation", "https://docs.aws.amazon.com/sagemaker/latest/dg/autopilot-metrics-validation.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        var (tp, fp, fn, tn) = (random.Between(20, 400), random.Between(5, 300), random.Between(5, 300), random.Between(1000, 9000));
        var (rowsAreActual, positiveFirst) = (random.Below(2) == 0, random.Below(2) == 0);
        if (Math.Abs(fp - fn) < 10 || tp * 2 < fp || tp * 2 < fn || tp > 19 * fp) return null;

        var all = tp + fp + fn + tn;
        Answer Share(int part, int whole, string steps, string why, string? misconception) =>
            new(100m * part / whole, $"{Whole(part)} / {steps} = {Percent(100m * part / whole)}. {why}", misconception);
        var story = Stories[wording];
        var key = Share(tp, tp + fp, $"({Whole(tp)} + {Whole(fp)})",
            $"Of {Whole(tp + fp)} cases predicted \"{story.Positive}\", {Whole(tp)} were. The {Whole(fn)} missed cases do not enter into precision.", null);
        Answer[] wrong =
        [
            Share(tp, tp + fn, $"({Whole(tp)} + {Whole(fn)})", $"That divides by the actual cases of \"{story.Positive}\" and is the recall: it says how many were found, not how "
                + "many of those predicted were right.", "precision-recall-swapped"),
            Share(tp + tn, all, Whole(all), $"That is the accuracy. The {Whole(tn)} cases rightly predicted \"{story.Negative}\" make up most of it, so it says little about the rarer class.",
                "accuracy-on-rare-class"),
            Share(tn, tn + fp, $"({Whole(tn)} + {Whole(fp)})", $"That is the specificity: the share of actual \"{story.Negative}\" cases that were predicted so. Its divisor is the other "
                + "class.", "specificity-is-precision"),
        ];
        return new(Stem(wording, Table(story, rowsAreActual, positiveFirst, tp, fp, fn, tn)), key, wrong, Places: 1, Gap: 1, Percent);
    }

    private static string Table(Story story, bool rowsAreActual, bool positiveFirst, int tp, int fp, int fn, int tn)
    {
        var (rows, columns) = rowsAreActual ? ("Actual", "Predicted") : ("Predicted", "Actual");
        string[] classes = positiveFirst ? [story.Positive, story.Negative] : [story.Negative, story.Positive];
        string Cell(string row, string column) => Whole((row == story.Positive, column == story.Positive) switch
        {
            (true, true) => tp,
            (false, false) => tn,
            (true, false) => rowsAreActual ? fn : fp,
            (false, true) => rowsAreActual ? fp : fn,
        });
        string Row(string row) => $"| {rows}: {row} | {Cell(row, classes[0])} | {Cell(row, classes[1])} |";
        return $"""
            | | {columns}: {classes[0]} | {columns}: {classes[1]} |
            |---|---:|---:|
            {Row(classes[0])}
            {Row(classes[1])}
            """;
    }

    private static string Stem(int wording, string table) => wording switch
    {
        0 => $"""
            A mobile operator predicts which customers will churn and offers a discount to each of those. Discounts for customers who would have stayed are wasted. The model was evaluated on customers of last quarter:

            {table}

            What is the precision of the model for the class "churn"?
            """,
        1 => $"""
            The confusion matrix below counts card payments that a travel agency's rules had already marked as risky; a model then scored them, and all chargebacks have come in.

            {table}

            Every payment that the model predicts as fraud is held back until an analyst has looked at it. The agency wants to know how often such a hold is justified. What is the model's precision for the class "fraud"?
            """,
        2 => $"""
            A glass factory scraps each bottle that its vision model calls defective. To see how much good glass is lost, inspectors examined all bottles of one shift by hand and compared.

            {table}

            Which precision does the model reach for the class "defect"?
            """,
        3 => $"""
            A mail provider moves messages into the junk folder when its text classifier says so, and users complain about wanted mail that ends up there. A team has labeled a sample of messages and set up this matrix.

            {table}

            How high is the precision of the classifier for the class "spam"?
            """,
        4 => $"""
            A hospital group plans a home visit for each patient whom a model expects to be readmitted within 30 days. Nurses' time is short, so visits should go to patients who need them. For the discharges of one month, predictions and outcomes were as follows:

            {table}

            What precision did the model have for the class "readmitted"?
            """,
        _ => $"""
            An online lender rejects an application when a gradient-boosted model predicts default. For a trial period, it granted all loans regardless of the prediction, so that every outcome could be seen.

            {table}

            What is the precision of the predictions for the class "default"?
            """,
    };
}

using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The chance that an alert is real, from recall, specificity and prevalence.</summary>
/// <remarks>Bayes' rule: recall × prevalence / (recall × prevalence + (1 − specificity) × (1 − prevalence)).</remarks>
internal sealed class PpvBaseRate : SingleChoiceGenerator
{
    /// <param name="Prevalence">Lowest and highest share of positives, in thousandths.</param>
    /// <param name="Specificity">Lowest and highest, in steps of 5 thousandths.</param>
    private sealed record Story((int Low, int High) Prevalence, (int Low, int High) Specificity);

    private static readonly Story[] Stories =
    [
        new((1, 15), (188, 199)),       // card fraud
        new((2, 30), (170, 199)),       // defective boards
        new((5, 50), (160, 195)),       // screening
        new((1, 20), (188, 199)),       // intrusions
        new((10, 50), (160, 194)),      // cancellations
    ];

    public override string Id => "gen-ppv-base-rate";
    public override string Title => "The chance that an alert is real when the class is rare";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.5", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["math-probability-bayes", "metrics-precision-recall"];
    protected override string Area => "exploratory-analysis";
    protected override double Difficulty => 0.7;
    protected override string Principle => "For a rare class, count the false alarms among the many negatives before you trust an alert.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - Class likelihood ratios to measure classification performance",
            "https://scikit-learn.org/stable/auto_examples/model_selection/plot_likelihood_ratios.html"),
        new("Amazon Machine Learning - Binary classification", "https://docs.aws.amazon.com/machine-learning/latest/dg/binary-classification.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        // In thousandths, so that all products are whole.
        var wording = random.Below(Stories.Length);
        var story = Stories[wording];
        var recall = random.Between(70, 99) * 10;
        var specificity = random.Between(story.Specificity.Low, story.Specificity.High) * 5;
        var prevalence = random.Between(story.Prevalence.Low, story.Prevalence.High);
        var firstIsRecall = random.Below(2) == 0;
        var rest = random.Shuffle(Enumerable.Range(0, 4));
        if (Math.Abs(recall - specificity) < 10) return null;

        var falseRate = 1000 - specificity;
        long real = recall * prevalence, falseAlarms = (long)falseRate * (1000 - prevalence), alarms = real + falseAlarms;
        var key = 100m * real / alarms;
        if (key is < 2 or > 65) return null;

        // Of a million cases, for the explanations.
        var (cases, positives, negatives) = ("1,000,000", Whole(prevalence * 1000L), Whole((1000 - prevalence) * 1000L));
        var (r, s, f, p) = (Tenths(recall), Tenths(specificity), Tenths(falseRate), Tenths(prevalence));
        var saysFalseRate = wording is 1 or 3;
        Answer fromRecall = new(recall / 10m, $"{r} is the recall: the chance that a real case raises an alert. The question turns it around, and then the {Whole(falseAlarms)} false "
            + $"alarms per million count as well. The two agree only where false alarms are rare compared with real cases.", "base-rate-neglect");
        Answer fromSpecificity = new(specificity / 10m, saysFalseRate
            ? $"100 % − {f} = {s}. It takes the false-positive rate for the share of false alarms among the alerts, but it is a share of the negatives: {f} of {negatives} are "
                + $"{Whole(falseAlarms)} false alarms."
            : $"{s} is the specificity: the share of negatives that stay silent. Precision asks about the alerts. Of {negatives} negatives per million, {f} still raise one: "
                + $"{Whole(falseAlarms)} false alarms.", saysFalseRate ? "false-alarm-rate-is-share-of-alarms" : "specificity-is-precision");
        Answer[] others =
        [
            new(100m * recall / (recall + falseRate), $"{r} / ({r} + {f}) = {Percent(100m * recall / (recall + falseRate))}. It weighs both rates as if the classes were equally large, as points of an ROC curve do. Here there are "
                + $"{negatives} negatives for {positives} positives.", "roc-ok-for-rare-class"),
            new(100m * falseAlarms / alarms, $"{Whole(falseAlarms)} / {Whole(alarms)} = {Percent(100m * falseAlarms / alarms)}: that is the share of false alarms among the alerts. The share of real ones is the rest of it.",
                "false-alarm-share-as-precision"),
            new(100m * real / falseAlarms, $"{Whole(real)} / {Whole(falseAlarms)} = {Percent(100m * real / falseAlarms)}: real alerts over false ones are odds. A probability divides by all alerts, {Whole(alarms)}.",
                "odds-as-probability"),
            new(real / 10_000m, $"{r} × {p} = {Percent(real / 10_000m)}: the share of all cases that are real and raise an alert. The question is about the alerts alone, so divide it by the share of all cases that raise one.",
                "joint-as-conditional"),
        ];
        var right = new Answer(key, $"Of {cases} cases, {positives} are positive and {negatives} negative. Real alerts: {r} of {positives} = {Whole(real)}. False alarms: {f} of {negatives} = "
            + $"{Whole(falseAlarms)}. Share of real ones: {Whole(real)} / ({Whole(real)} + {Whole(falseAlarms)}) = {Percent(key)}.");
        Answer[] wrong = [firstIsRecall ? fromRecall : fromSpecificity, others[rest[0]], others[rest[1]]];
        if (wrong.Any(answer => answer.Value is < 0.3m or > 99.5m)) return null;
        return new(Stem(wording, r, s, f, p), right, wrong, Places: 1, Gap: 1, Percent);
    }

    private static string Tenths(int thousandths) => $"{Exact(thousandths / 10m)} %";

    private static string Stem(int wording, string recall, string specificity, string falseRate, string prevalence) => wording switch
    {
        0 => $"""
            A card issuer tests a fraud model on labeled transactions. It raises an alert for {recall} of the fraudulent ones, and it stays silent for {specificity} of the legitimate ones. In live traffic, {prevalence} of the transactions are fraudulent, and the two rates hold there as well. An analyst opens the next alert.

            How likely is it that this alert is a real fraud?
            """,
        1 => $"""
            A manufacturer of circuit boards adds a camera with an image classifier to its line. Only {prevalence} of the boards are defective. The validation report, made on a sample with many defects, reads:

            | Metric | Value |
            |---|---:|
            | Recall (true-positive rate) | {recall} |
            | False-positive rate | {falseRate} |

            Which precision should the quality team expect on the line?
            """,
        2 => $"""
            A clinic considers a model that screens retina images for a disease which {prevalence} of its patients have. The supplier's study found a sensitivity of {recall} and a specificity of {specificity}. The clinic's images are of the same kind as those of the study. A patient asks what a positive result means.

            What is the probability that a patient with a positive result has the disease?
            """,
        3 => $"""
            In a cloud provider's network, {prevalence} of the sessions come from intruders. A detector is about to replace manual sampling: in tests it flagged {recall} of the intrusions and {falseRate} of the harmless sessions. The security lead wants to know how much of the flagged traffic the on-call engineers will find worth their time.

            Which share of the flagged sessions will be real intrusions?
            """,
        _ => $"""
            A subscription service wants to call customers whom a model marks as about to cancel. The data scientist hands over a summary.

            | Share of customers who cancel in a month | Recall | Specificity |
            |---:|---:|---:|
            | {prevalence} | {recall} | {specificity} |

            What fraction of the marked customers would have canceled?
            """,
    };
}

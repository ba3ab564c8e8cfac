using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>Macro-averaged recall over three classes of very different size, from a confusion matrix.</summary>
/// <remarks>The mean of the recalls of the classes, each with the same weight.</remarks>
internal sealed class MacroRecall : SingleChoiceGenerator
{
    private static readonly string[][] Stories =
    [
        ["healthy", "mildew", "virus"],
        ["billing", "outage", "fraud"],
        ["normal", "benign", "malignant"],
        ["intact", "scratched", "cracked"],
        ["economy", "comfort", "luxury"],
    ];

    public override string Id => "gen-macro-recall";
    public override string Title => "Macro-averaged recall from a confusion matrix of three classes";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.5", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["metrics-multiclass"];
    protected override string Area => "evaluation";
    protected override double Difficulty => 0.5;
    protected override string Principle => "Macro averaging computes the metric per class and then takes the plain mean, so that a rare class counts as much as a large one.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - recall_score", "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.recall_score.html"),
        new("Amazon Machine Learning - Multiclass classification", "https://docs.aws.amazon.com/machine-learning/latest/dg/multiclass-classification.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        int[] sizes = [random.Between(60, 300) * 5, random.Between(10, 50) * 5, random.Between(12, 48)];
        int[] percents = [random.Between(85, 98), random.Between(45, 85), random.Between(15, 65)];
        var counts = new int[3, 3];         // actual, predicted
        for (var i = 0; i < 3; i++)
        {
            counts[i, i] = sizes[i] * percents[i] / 100;
            var (missed, left) = (sizes[i] - counts[i, i], random.Between(20, 80));
            counts[i, (i + 1) % 3] = missed * left / 100;
            counts[i, (i + 2) % 3] = missed - missed * left / 100;
        }
        var rowsAreActual = random.Below(2) == 0;
        var right = Enumerable.Range(0, 3).Select(i => counts[i, i]).ToArray();
        var predicted = Enumerable.Range(0, 3).Select(i => counts[0, i] + counts[1, i] + counts[2, i]).ToArray();
        if (right.Any(count => count < 3)) return null;

        string Share(int i, int[] of) => $"{Whole(right[i])} / {Whole(of[i])}";
        Answer Of(decimal value, string sum, string why, string? misconception) => new(100 * value, $"{sum} = {Percent(100 * value)}. {why}", misconception);
        decimal Mean(int[] of) => Enumerable.Range(0, 3).Sum(i => (decimal)right[i] / of[i]) / 3;
        string MeanSum(int[] of) => $"({Share(0, of)} + {Share(1, of)} + {Share(2, of)}) / 3";
        var classes = Stories[wording];
        var key = Of(Mean(sizes), MeanSum(sizes), $"Recall per class: {Percent(100m * right[0] / sizes[0])}, {Percent(100m * right[1] / sizes[1])} and {Percent(100m * right[2] / sizes[2])}. Each class has the same weight.", null);
        var (all, rightAll) = (sizes.Sum(), right.Sum());
        var wrong = Three(random, key,
        [
            Of((decimal)rightAll / all, $"({Whole(right[0])} + {Whole(right[1])} + {Whole(right[2])}) / {Whole(all)}", $"That is the micro average, which equals accuracy here: the class \"{classes[0]}\" dominates it by its size.", "macro-micro-swapped"),
            Of(Mean(predicted), MeanSum(predicted), "It divides by the numbers predicted for each class. That is the macro-averaged precision.", "precision-recall-swapped"),
            Of((decimal)right[0] / sizes[0], Share(0, sizes), $"That is the recall of the largest class alone; it says nothing about \"{classes[1]}\" and \"{classes[2]}\".", "accuracy-on-rare-class"),
            Of(((decimal)right[0] / sizes[0] + (decimal)(right[1] + right[2]) / (sizes[1] + sizes[2])) / 2,
                $"({Share(0, sizes)} + ({Whole(right[1])} + {Whole(right[2])}) / ({Whole(sizes[1])} + {Whole(sizes[2])})) / 2", "It pools the two smaller classes before it averages. Macro averaging takes each class by itself.",
                "pooled-recall-weights-classes-equally"),
            Of((decimal)right[2] / sizes[2], Share(2, sizes), $"That is the recall of the rarest class, \"{classes[2]}\", alone. The macro average is the mean over all three.", "macro-is-rarest-class"),
        ]);
        return new(Stem(wording, Table(classes, counts, rowsAreActual)), key, wrong, Places: 1, Gap: 1.5m, Percent);
    }

    private static string Table(string[] classes, int[,] counts, bool rowsAreActual)
    {
        var (rows, columns) = rowsAreActual ? ("Actual", "Predicted") : ("Predicted", "Actual");
        var lines = Enumerable.Range(0, 3).Select(row =>
            $"| {rows}: {classes[row]} | {string.Join(" | ", Enumerable.Range(0, 3).Select(column => Whole(rowsAreActual ? counts[row, column] : counts[column, row])))} |");
        return string.Join('\n', lines.Prepend("|---|---:|---:|---:|").Prepend($"| | {string.Join(" | ", classes.Select(name => $"{columns}: {name}"))} |"));
    }

    private static string Stem(int wording, string table) => wording switch
    {
        0 => $"""
            A wine grower classifies photos of leaves. Diseased leaves are rare, but missing one costs as much for one disease as for the other, so the team compares models by macro-averaged recall. The current model gives this confusion matrix on the test photos:

            {table}

            What is its macro-averaged recall?
            """,
        1 => $"""
            A telecom provider routes support tickets by a text classifier. Managers were shown the accuracy, which hides the small categories. The data scientist wants to report the macro average of recall instead and counts the test tickets.

            {table}

            Which value should the data scientist report?
            """,
        2 => $"""
            A research group trains a network on tissue images of three kinds. It reports recall with `average='macro'`, as the classes differ much in frequency. The held-out images were classified as follows.

            {table}

            Which macro recall follows from these counts?
            """,
        3 => $"""
            A producer of phone screens sorts its output with a vision model into three grades. Every grade matters equally to the quality team, whatever its frequency, and so does how much of each grade is recognized. The matrix shows one day of the line.

            {table}

            How high is the recall of the model, macro-averaged over the grades?
            """,
        _ => $"""
            A car rental company predicts which class of car a customer will choose. The model selection job maximizes the unweighted mean of the recalls of all classes. For one candidate, it has counted the validation data:

            {table}

            Which score does this candidate get?
            """,
    };
}

using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The balanced weight of the rarest class.</summary>
/// <remarks>Rows / (classes × rows of the class); King and Zeng (2001), as in scikit-learn's "balanced".</remarks>
internal sealed class ClassWeight : SingleChoiceGenerator
{
    private static readonly string[][] Stories =
    [
        ["legitimate", "disputed", "fraudulent", "laundering"],
        ["sound", "worn", "cracked", "broken"],
        ["neutral", "negative", "positive", "abusive"],
        ["no defect", "scratch", "dent", "leak"],
        ["stays", "downgrades", "pauses", "leaves"],
    ];

    public override string Id => "gen-class-weight";
    public override string Title => "Balanced weight of the rarest class";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/2.1", "MLS-C01/3.5", "MLA-C02/1.3"];
    public override IReadOnlyList<string> Skills => ["prep-class-imbalance", "xgboost-tuning"];
    protected override string Area => "exploratory-analysis";
    protected override double Difficulty => 0.2;
    protected override string Principle => "Balanced weight = rows / (classes × rows of the class): the rarer the class, the larger its weight.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - compute_class_weight", "https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html"),
        new("XGBoost - Parameters", "https://xgboost.readthedocs.io/en/stable/parameter.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        var classes = random.Between(2, 4);
        int[] counts = [random.Between(100, 900) * 50, .. Enumerable.Range(1, classes - 2).Select(i => random.Between(40, 200) * 20 / i), random.Between(20, 160) * 5];
        var (largest, rarest) = (counts[0], counts[^1]);
        if (counts.Skip(1).SkipLast(1).Any(count => count < 2 * rarest || count * 2 > largest) || rarest * 60L < largest || rarest * 4 > largest) return null;

        var rows = counts.Sum();
        var (n, few, many) = (Whole(rows), Whole(rarest), Whole(largest));
        var name = Stories[wording][classes - 1];
        Answer Of(decimal value, string sum, string why, string? misconception) => new(value, $"{sum} = {Fixed(value, 2)}. {why}", misconception);
        var added = string.Join(" + ", counts.Select(count => Whole(count)));
        var key = Of((decimal)rows / (classes * rarest), $"Rows in all: {added} = {n}. {n} / ({classes} × {few})", $"With these weights, each of the {Word(classes)} classes adds up to the same total.", null);
        var wrong = Three(random, key,
        [
            Of((decimal)rows / (classes * largest), $"{n} / ({classes} × {many})", "That is the weight of the largest class. The rarest one gets the largest weight.", "class-weight-inverted"),
            Of((decimal)rows / rarest, $"{n} / {few}", $"It leaves out the number of classes, {classes}, so that all weights would be {Word(classes)} times too large.", "inverse-frequency-without-classes"),
            Of((decimal)largest / rarest, $"{many} / {few}", "That is the ratio to the largest class. It balances the two as well, but on another scale; \"balanced\" relates to the mean size of a class.", "ratio-as-balanced-weight"),
            classes == 2 ? null : Of((decimal)rows / (2 * rarest), $"{n} / (2 × {few})", $"It divides by two classes, but there are {Word(classes)}.", "balanced-means-two-classes"),
            Of((decimal)(rows - rarest) / (classes * rarest), $"({n} − {few}) / ({classes} × {few})", "It counts only the rows of the other classes; the formula takes all rows.", "weight-from-other-rows"),
            Of((decimal)rows / ((classes - 1) * rarest), classes == 2 ? $"{n} / (1 × {few})" : $"{n} / ({classes - 1} × {few})", "It counts only the other classes; the formula takes all of them.", "own-class-not-counted"),
        ]);
        var labels = Stories[wording].Take(classes - 1).Append(name).Zip(counts).ToList();
        return new(Stem(wording, name, labels), key, wrong, Places: 2, Gap: Math.Max(0.1m, key.Value * 0.02m), value => Fixed(value, 2));
    }

    private static string Stem(int wording, string name, List<(string Class, int Count)> labels)
    {
        var table = string.Join('\n', labels.Select(label => $"| {label.Class} | {Whole(label.Count)} |").Prepend("|---|---:|").Prepend("| Class | Rows |"));
        var across = $"""
            | {string.Join(" | ", labels.Select(label => label.Class))} |
            |{string.Concat(labels.Select(_ => "---:|"))}
            | {string.Join(" | ", labels.Select(label => Whole(label.Count)))} |
            """;
        return wording switch
        {
            0 => $"""
                A payment provider trains a logistic regression on labeled transfers with `class_weight='balanced'`, as scikit-learn defines it. The training set is very uneven:

                {table}

                Which weight does the class "{name}" get?
                """,
            1 => $"""
                A railroad classifies photos of its ties. To make rare damage count, it passes balanced class weights to the loss, computed by `compute_class_weight` of scikit-learn from these labels of the training set:

                {across}

                What is the weight of the class "{name}"?
                """,
            2 => $"""
                A social network moderates comments with a linear model. The errors of each class are weighted so that all classes have the same total weight and the mean weight of a row is 1, which is the "balanced" heuristic. The training comments are labeled as follows.

                {table}

                How large is the weight of a comment labeled "{name}"?
                """,
            3 => $"""
                A maker of radiators inspects its products with a random forest from scikit-learn, trained with balanced class weights on the rows below. An engineer recomputes the weights by hand to check the pipeline.

                {across}

                Which weight should the engineer find for "{name}"?
                """,
            _ => $"""
                A subscription business predicts what customers will do next. Since few rows belong to the class that matters, the training script derives weights inversely proportional to class frequencies, with scikit-learn's `balanced` mode.

                {table}

                What weight does the script give to the rows of "{name}"?
                """,
        };
    }
}

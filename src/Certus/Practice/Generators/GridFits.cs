using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>Model fits of a grid search with k-fold cross-validation, with or without a final refit.</summary>
/// <remarks>Product of the numbers of values × folds, plus one where the best combination is fitted again on all training rows.</remarks>
internal sealed class GridFits : SingleChoiceGenerator
{
    /// <param name="Parameters">Three hyperparameters with values to try, of which a question shows the first few.</param>
    private sealed record Story(params (string Name, string[] Values)[] Parameters);

    private static readonly Story[] Stories =
    [
        new(("max_depth", ["3", "4", "6", "8", "10", "12"]), ("eta", ["0.3", "0.1", "0.05", "0.03", "0.01", "0.005"]), ("subsample", ["0.5", "0.6", "0.7", "0.8", "1.0"])),
        new(("n_estimators", ["100", "200", "300", "500", "800", "1200"]), ("max_depth", ["5", "8", "12", "16", "20", "30"]), ("min_samples_leaf", ["1", "2", "5", "10", "20"])),
        new(("C", ["0.01", "0.1", "1", "10", "100", "1000"]), ("gamma", ["0.0001", "0.001", "0.01", "0.1", "1", "10"]), ("epsilon", ["0.01", "0.05", "0.1", "0.2", "0.5"])),
        new(("learning_rate", ["0.1", "0.03", "0.01", "0.003", "0.001", "0.0003"]), ("hidden_units", ["16", "32", "64", "128", "256", "512"]), ("dropout", ["0.0", "0.1", "0.2", "0.3", "0.5"])),
        new(("alpha", ["0.001", "0.01", "0.1", "1", "10", "100"]), ("l1_ratio", ["0.1", "0.3", "0.5", "0.7", "0.9", "1.0"]), ("n_knots", ["3", "4", "5", "7", "9"])),
    ];

    private static readonly int[] FoldCounts = [3, 4, 5, 10];

    public override string Id => "gen-grid-fits";
    public override string Title => "Model fits of a grid search with cross-validation";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.4", "MLA-C02/2.2"];
    public override IReadOnlyList<string> Skills => ["hyperparameter-search", "cross-validation"];
    protected override string Area => "modeling";
    protected override double Difficulty => -0.2;
    protected override string Principle => "A grid costs the product of its value counts, times the folds, plus the final fit if there is one.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - GridSearchCV", "https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.GridSearchCV.html"),
        new("scikit-learn - Cross-validation: evaluating estimator performance", "https://scikit-learn.org/stable/modules/cross_validation.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        var (a, b, c) = (random.Between(2, 6), random.Between(2, 6), random.Between(2, 5));
        var folds = random.Pick(FoldCounts);
        var refit = random.Below(3) > 0 ? 1 : 0;
        var tableByRows = random.Below(2) == 0;
        var pick = random.Shuffle(Enumerable.Range(0, 5));

        var (combinations, sum) = (a * b * c, a + b + c);
        var (product, plus) = ($"{a} × {b} × {c} = {combinations} combinations", refit == 1 ? " + 1 final fit" : "");
        string Total(int fits) => $" = {Whole(fits)}.";
        var key = new Answer(combinations * folds + refit, $"{product}, each fitted once per fold: {combinations} × {folds} = {Whole(combinations * folds)}."
            + (refit == 1 ? $" The best combination is then fitted once more on all training rows: {Whole(combinations * folds + 1)}." : " Nothing is fitted after the search, so that is all."));
        Answer[] candidates =
        [
            new(folds + refit, $"{folds} folds{plus}{Total(folds + refit)} That is the cost of cross-validating one combination; the grid has {combinations}.", "cv-fit-count-is-k"),
            new(sum * folds + refit, $"({a} + {b} + {c}) × {folds}{plus}{Total(sum * folds + refit)} A grid tries every value with every other, so the counts multiply. Adding would be right for "
                + "varying one hyperparameter at a time.", "grid-adds-not-multiplies"),
            new(combinations + refit, $"{product} with one fit each{(refit == 1 ? $", and 1 final fit: {Whole(combinations + 1)}" : "")}. It leaves out that {folds}-fold cross-validation fits each combination {folds} times. "
                + "It would be right for a single validation set.", "one-fit-per-combination"),
            new(combinations * (folds + 1), $"{combinations} × ({folds} + 1){Total(combinations * (folds + 1))} It adds a fit on all training rows for every combination. "
                + (refit == 1 ? "Only the best one gets it." : "Here none is fitted after the search."), "refit-per-combination"),
            new(combinations * (folds - 1) + refit, $"{combinations} × ({folds} − 1){plus}{Total(combinations * (folds - 1) + refit)} Each fit trains on {folds - 1} folds and leaves one out, "
                + $"but every fold is left out once, so there are {folds} fits per combination.", "folds-minus-one-fits"),
        ];
        // The bare number of folds is far from the others; it stands only where the grid is small.
        Answer[] wrong = [.. pick.Select(i => candidates[i]).Where(answer => answer.Value * 12 >= key.Value).Take(3)];
        var values = Stories[wording].Parameters.Zip([a, b, c], (parameter, count) => (parameter.Name, Values: string.Join(", ", parameter.Values.Take(count)))).ToArray();
        return new(Stem(wording, Table(tableByRows, values), folds, refit == 1), key, wrong, Places: 0, Gap: 2, value => Whole((long)value));
    }

    private static string Table(bool byRows, (string Name, string Values)[] parameters) => byRows
        ? string.Join('\n', parameters.Select(parameter => $"| `{parameter.Name}` | {parameter.Values} |").Prepend("|---|---|").Prepend("| Hyperparameter | Values to try |"))
        : $"""
            | {string.Join(" | ", parameters.Select(parameter => $"`{parameter.Name}`"))} |
            |---|---|---|
            | {string.Join(" | ", parameters.Select(parameter => parameter.Values))} |
            """;

    private static string Stem(int wording, string table, int folds, bool refit) => wording switch
    {
        0 => $"""
            A hotel chain tunes an XGBoost model of cancellations by grid search with {folds}-fold cross-validation. The grid holds these values:

            {table}

            {(refit ? "When the search is over, the best combination is fitted once more on all training rows." : "The search only reports the scores; no model is fitted after it.")} How many models are fitted in all?
            """,
        1 => $"""
            An insurer estimates claim sizes with a random forest. A notebook on one instance searches the whole grid below, and each combination is scored by the mean over {folds} folds. {(refit ? "The script then trains the winner on the full training set." : "The script stops when all scores are known, without training the winner on the full training set.")}

            {table}

            How many times does the script fit a forest?
            """,
        2 => $"""
            A laboratory predicts the sugar content of fruit from spectra by support vector regression. To budget the compute time, a researcher counts the fits of an exhaustive grid search that cross-validates each combination with {folds} folds{(refit ? " and at the end fits the best one on all training rows" : " and has its final refit turned off")}.

            {table}

            Which number of fits should the researcher budget for?
            """,
        3 => $"""
            A music service predicts the genre of a song with a small neural network. Each combination of the values below is validated with {folds}-fold cross-validation, and every fit takes about two minutes. {(refit ? "The best combination is retrained once on the complete training set." : "Retraining on the complete training set is left to another job.")}

            {table}

            How many fits does this job run?
            """,
        _ => $"""
            A real-estate portal estimates rents with an elastic net on spline features. Before the team moves to random search, it wants to know what the present grid costs. The grid search uses {folds}-fold cross-validation{(refit ? ", followed by one fit of the best combination on all training rows" : "; the final refit is switched off")}.

            {table}

            How many fits does the present search need?
            """,
    };
}

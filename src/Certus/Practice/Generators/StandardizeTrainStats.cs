using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>Scales one live value; the statistics of the training rows are the right ones among those shown.</summary>
/// <remarks>z = (x − mean) / standard deviation, both of the training rows.</remarks>
internal sealed class StandardizeTrainStats : SingleChoiceGenerator
{
    /// <param name="Unit">Written after a value.</param>
    /// <param name="Means">Lowest and highest mean of the training rows.</param>
    /// <param name="Deviations">Lowest and highest standard deviation of them.</param>
    private sealed record Story(string Unit, (int Low, int High) Means, (int Low, int High) Deviations);

    private static readonly Story[] Stories =
    [
        new("minutes", (34, 60), (6, 12)),
        new("dollars", (70, 130), (14, 28)),
        new("°C", (55, 82), (5, 10)),
        new("beats per minute", (64, 86), (8, 14)),
        new("kWh", (22, 44), (5, 9)),
    ];

    public override string Id => "gen-standardize-train-stats";
    public override string Title => "Standardizing a live value with the statistics of the training rows";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/2.1", "MLA-C02/1.2"];
    public override IReadOnlyList<string> Skills => ["prep-scaling", "data-leakage"];
    protected override string Area => "exploratory-analysis";
    protected override double Difficulty => 0.1;
    protected override string Principle => "Fit the scaler on the training rows only, store it with the model, and apply it unchanged to every later row.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - StandardScaler", "https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html"),
        new("scikit-learn - Common pitfalls and recommended practices", "https://scikit-learn.org/stable/common_pitfalls.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var wording = random.Below(Stories.Length);
        var story = Stories[wording];
        var train = Side.Draw(random, random.Between(story.Means.Low, story.Means.High), random.Between(story.Deviations.Low, story.Deviations.High));
        var drift = random.Between(5, 12) * (random.Below(2) == 0 ? 1 : -1) * train.Deviation / 10;
        var test = Side.Draw(random, train.Mean + drift, random.Between(story.Deviations.Low, story.Deviations.High));
        var value = train.Mean + random.Between(-22, 22) * train.Deviation / 10;
        var minMax = random.Below(2) == 0 || value > 5 * train.Deviation;     // a quotient far from any z-score tempts nobody
        if (Math.Abs(train.Deviation - test.Deviation) < 2 || Math.Abs(value - train.Mean) * 2 < train.Deviation) return null;
        if (value <= train.Low || value >= train.High || train.Low < 1 || test.Low < 1 || drift == 0) return null;

        // All rows: 80 % training, 20 % test; the variance between the two means belongs to it.
        var allMean = (4 * train.Mean + test.Mean) / 5m;
        var between = train.Mean - test.Mean;
        var allDeviation = RootToTenths(80L * train.Deviation * train.Deviation + 20L * test.Deviation * test.Deviation + 16L * between * between);

        string Step(string mean, string deviation, decimal result) => $"({value} − {mean}) / {deviation} = {Fixed(result, 2)}.";
        var right = (value - train.Mean) / (decimal)train.Deviation;
        var own = (value - test.Mean) / (decimal)test.Deviation;
        var pooled = (value - allMean) / allDeviation;
        var range = (value - train.Low) / (decimal)(train.High - train.Low);
        var uncentered = value / (decimal)train.Deviation;
        Answer[] wrong =
        [
            new(own, $"{Step(Whole(test.Mean), Whole(test.Deviation), own)} These are the statistics of the test rows. The model learned from inputs scaled with the training rows, "
                + "so the same value would now mean something else.", "scale-test-with-own-stats"),
            new(pooled, $"{Step(Exact(allMean), Exact(allDeviation), pooled)} These are the statistics of all rows. A scaler fitted before the split leaks the test rows into "
                + "training; the one here has not seen them.", "normalize-before-split"),
            minMax
                ? new(range, $"({value} − {train.Low}) / ({train.High} − {train.Low}) = {Fixed(range, 2)}. That is min-max scaling, which maps the training range to 0 to 1. "
                    + "This model was trained on standardized inputs.", "standardizing-is-min-max")
                : new(uncentered, $"{value} / {train.Deviation} = {Fixed(uncentered, 2)}. It divides by the right standard deviation but leaves out the mean; standardized training "
                    + "inputs are centered on 0.", "scaling-without-centering"),
        ];
        var key = new Answer(right, $"The model saw inputs scaled with the training rows, so every later value is scaled with the same two numbers, mean {train.Mean} and standard "
            + $"deviation {train.Deviation}: {Step(Whole(train.Mean), Whole(train.Deviation), right)}");
        var table = Table(random.Below(2) == 0, train, test, Exact(allMean), Exact(allDeviation));
        return new(Stem(wording, $"{value} {story.Unit}", table), key, wrong, Places: 2, Gap: 0.06m, shown => Fixed(shown, 2));
    }

    /// <summary>The root of a number given in hundredths, to the nearest tenth.</summary>
    private static decimal RootToTenths(long hundredths)
    {
        long tenths = 0;
        while ((2 * tenths + 1) * (2 * tenths + 1) < 4 * hundredths) tenths++;      // while the middle to the next tenth lies below the root
        return tenths / 10m;
    }

    /// <summary>Summary statistics of some rows.</summary>
    private sealed record Side(int Mean, int Deviation, int Low, int High)
    {
        public static Side Draw(SeededRandom random, int mean, int deviation) =>
            new(mean, deviation, mean - random.Between(23, 30) * deviation / 10, mean + random.Between(25, 34) * deviation / 10);
    }

    private static string Table(bool rowsAreStatistics, Side train, Side test, string allMean, string allDeviation)
    {
        var (low, high) = (Math.Min(train.Low, test.Low), Math.Max(train.High, test.High));
        return rowsAreStatistics
            ? $"""
                | | Training rows | Test rows | All rows |
                |---|---:|---:|---:|
                | Mean | {train.Mean} | {test.Mean} | {allMean} |
                | Standard deviation | {train.Deviation} | {test.Deviation} | {allDeviation} |
                | Minimum | {train.Low} | {test.Low} | {low} |
                | Maximum | {train.High} | {test.High} | {high} |
                """
            : $"""
                | | Mean | Standard deviation | Minimum | Maximum |
                |---|---:|---:|---:|---:|
                | Training rows | {train.Mean} | {train.Deviation} | {train.Low} | {train.High} |
                | Test rows | {test.Mean} | {test.Deviation} | {test.Low} | {test.High} |
                | All rows | {allMean} | {allDeviation} | {low} | {high} |
                """;
    }

    private static string Stem(int wording, string value, string table) => wording switch
    {
        0 => $"""
            A food-delivery company predicts late orders with a neural network. Its oldest 80 % of orders are the training rows, the newest 20 % the test rows, and the network was trained on standardized inputs, with a scaler that has not seen the test rows. The statistics of the feature "preparation time" in minutes are below. A live order arrives with a preparation time of {value}.

            {table}

            Which value of the feature must the endpoint pass to the network?
            """,
        1 => $"""
            A fashion retailer serves a linear model that predicts returns. One of its standardized inputs is the value of the basket in dollars. For training, the rows were split by date, the first 80 % for training and the last 20 % for testing; the scaler is part of the pipeline that was fitted before anyone touched the test rows.

            {table}

            A customer now checks out a basket of {value}. What does the scaling step hand to the model?
            """,
        2 => $"""
            At a wind farm, a support vector machine flags failing gearboxes from standardized sensor values. An engineer rewrites the inference code and finds this summary of the oil temperature in °C, made when the data was split by time into training rows (80 %) and test rows (20 %). The model and its scaler come from the same fit, made without the test rows, and have not been touched since.

            {table}

            To which number should the new code scale a reading of {value}?
            """,
        3 => $"""
            A hospital scores patients for deterioration with a logistic regression. Heart rate, in beats per minute, is standardized before it reaches the model. The notebook that trained the model kept the latest 20 % of the stays as test rows, fitted the scaler without them, and printed the table below.

            {table}

            A patient's monitor reports {value}. What is the standardized heart rate for this prediction?
            """,
        _ => $"""
            An energy supplier finds similar households with a nearest-neighbors model that takes standardized daily consumption in kWh. The scaler was fitted as it should be, on the training rows, which are the earlier 80 % of the days; the later 20 % are test rows. Tonight the batch job meets a household that used {value}.

            {table}

            Which scaled value should the job compute for this household?
            """,
    };
}

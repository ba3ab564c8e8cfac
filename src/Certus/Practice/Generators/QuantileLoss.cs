using Certus.Catalog;
using Certus.Numerics;
using static Certus.Practice.Generators.NumberText;

namespace Certus.Practice.Generators;

/// <summary>The mean quantile loss of a forecast over five periods.</summary>
/// <remarks>Too low by e costs q × e, too high by e costs (1 − q) × e; Koenker and Bassett (1978). With five periods and q in tenths, two decimals are exact.</remarks>
internal sealed class QuantileLoss : SingleChoiceGenerator
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

    // In tenths, by wording: who must not run short plans high, who throws away what is left plans low.
    private static readonly int[][] Quantiles = [[2, 3, 7, 8], [8, 9], [6, 7, 8], [1, 2, 3, 7], [8, 9]];

    public override string Id => "gen-quantile-loss";
    public override string Title => "Mean quantile loss of a forecast";
    public override IReadOnlyList<string> Tasks => ["MLS-C01/3.5", "MLA-C02/2.3"];
    public override IReadOnlyList<string> Skills => ["metrics-forecast-ranking", "metrics-regression"];
    protected override string Area => "evaluation";
    protected override double Difficulty => 0.8;
    protected override string Principle => "At quantile q, each unit forecast too low costs q and each unit too high costs 1 − q; then take the mean.";
    protected override IReadOnlyList<Reference> References =>
    [
        new("scikit-learn - mean_pinball_loss", "https://scikit-learn.org/stable/modules/generated/sklearn.metrics.mean_pinball_loss.html"),
        new("Amazon SageMaker AI - Use the SageMaker AI DeepAR forecasting algorithm", "https://docs.aws.amazon.com/sagemaker/latest/dg/deepar.html"),
    ];

    protected override Draft? Draw(SeededRandom random)
    {
        var level = random.Between(90, 200);
        var forecasts = Days.Select(_ => level + random.Between(-25, 25)).ToArray();
        var errors = Days.Select(_ => random.Between(4, 40) * (random.Below(2) == 0 ? 1 : -1)).ToArray();       // actual minus forecast
        var wording = random.Below(Quantiles.Length);
        var tenths = random.Pick(Quantiles[wording]);
        int[] low = [.. errors.Where(error => error > 0)], high = [.. errors.Where(error => error < 0).Select(error => -error)];
        if (low.Length is < 2 or > 3) return null;

        var (under, over) = (low.Sum(), high.Sum());
        if (under == over) return null;
        var (q, rest) = (tenths / 10m, (10 - tenths) / 10m);
        var (qs, rs) = (Exact(q), Exact(rest));
        Answer Of(decimal value, string sum, string why, string? misconception) => new(value, $"{sum} = {Fixed(value, 2)}. {why}".TrimEnd(), misconception);
        var lowSum = $"Forecasts too low: {string.Join(" + ", low)} = {under}";
        var highSum = $"too high: {string.Join(" + ", high)} = {over}";
        var sum = q * under + rest * over;
        var key = Of(sum / 5, $"{lowSum}; {highSum}. A unit too low costs {qs}, a unit too high {rs}: ({qs} × {under} + {rs} × {over}) / 5", "", null);
        var net = under - over;
        var wrong = Three(random, key,
        [
            Of((under + over) / 5m, $"({under} + {over}) / 5", $"That is the mean absolute error. It treats both directions alike, but here a unit too low costs {qs} and a unit too high {rs}.", "quantile-loss-symmetric"),
            Of((rest * under + q * over) / 5, $"({rs} × {under} + {qs} × {over}) / 5", $"It swaps the weights. At the {qs} quantile, a forecast that is too low costs {qs} per unit.", "quantile-weights-swapped"),
            Of((under + over) / 10m, $"0.5 × ({under} + {over}) / 5", "It weights both directions with 0.5, which is the loss at the median.", "quantile-loss-at-median"),
            Of(q * under / 5, $"{qs} × {under} / 5", $"It counts only the forecasts that were too low. Those too high cost {rs} per unit.", "over-forecasts-cost-nothing"),
            Of(net > 0 ? q * net / 5 : rest * -net / 5, net > 0 ? $"{qs} × ({under} − {over}) / 5" : $"{rs} × ({over} − {under}) / 5", "It lets errors of opposite sign cancel before it weights them. Each day has its own loss, and none is negative.",
                "errors-cancel-in-quantile-loss"),
            Of(sum, $"{qs} × {under} + {rs} × {over}", "That is the sum over the five days, not the mean.", "loss-summed-not-averaged"),
        ]);
        var actuals = forecasts.Zip(errors, (forecast, error) => forecast + error).ToArray();
        var figure = wording is 0 or 2 or 4 ? Picture(qs, forecasts, actuals) : null;
        return new(Stem(wording, qs, forecasts, actuals), key, wrong, Places: 2, Gap: 0.3m, value => Fixed(value, 2), figure);
    }

    private static Figure Picture(string quantile, int[] forecasts, int[] actuals)
    {
        var (lowest, highest) = (Math.Min(forecasts.Min(), actuals.Min()), Math.Max(forecasts.Max(), actuals.Max()));
        int Height(int value) => 190 - 140 * (value - lowest) / (highest - lowest);
        var drawing = new Drawing(640, 280).Line(20, 208, 620, 208, Drawing.Faint);
        for (var i = 0; i < Days.Length; i++)
        {
            var center = 80 + i * 120;
            var (forecast, actual) = (Height(forecasts[i]), Height(actuals[i]));
            drawing.Line(center - 24, forecast, center - 4, forecast, Drawing.Orange).Text(center - 28, forecast + 5, $"{forecasts[i]}", "end")
                .Dot(center + 8, actual, 5, Drawing.Blue).Text(center + 18, actual + 5, $"{actuals[i]}").Text(center, 228, Days[i], "middle", Drawing.Soft);
        }
        return drawing.Line(20, 256, 40, 256, Drawing.Orange).Text(48, 261, $"forecast at the {quantile} quantile").Dot(330, 256, 5, Drawing.Blue).Text(344, 261, "actual").Named("forecast.svg");
    }

    private static string Stem(int wording, string q, int[] forecasts, int[] actuals)
    {
        var days = Days.Select((day, i) => $"{day}: forecast {forecasts[i]}, actual {actuals[i]}");
        var alt = $"For five days, the forecast at the {q} quantile as a line and the actual value as a dot. {string.Join("; ", days)}.";
        return wording switch
        {
            0 => $"""
                A bakery plans its croissants with a forecast at the {q} quantile. The figure compares the forecast with the pieces actually asked for on five days. The team reports the mean quantile loss (pinball loss), neither scaled nor weighted.

                ![{alt}](forecast.svg)

                What is the mean quantile loss over these days?
                """,
            1 => $"""
                A blood bank forecasts the demand for a blood group with an Amazon SageMaker AI DeepAR model and plans with its {q} quantile. In a backtest, these units were forecast and needed. The model is compared with another one by the mean pinball loss at this quantile.

                | Day | Forecast | Actual |
                |---|---:|---:|
                {string.Join('\n', Days.Select((day, i) => $"| {day} | {forecasts[i]} | {actuals[i]} |"))}

                Which mean pinball loss does the model have?
                """,
            2 => $"""
                A taxi company stations cars by a forecast of rides. It uses the forecast at the {q} quantile, shown in the figure with the rides that were then ordered. A data scientist evaluates it with `mean_pinball_loss` and `alpha` = {q}.

                ![{alt}](forecast.svg)

                Which value does the function return?
                """,
            3 => $"""
                A wholesaler of flowers orders by quantile regression. The regression was trained for the {q} quantile of the bunches sold; the table shows five days of the test data. The loss at this quantile is averaged over the days.

                | | {string.Join(" | ", Days)} |
                |---|---:|---:|---:|---:|---:|
                | Forecast | {string.Join(" | ", forecasts)} |
                | Actual | {string.Join(" | ", actuals)} |

                What is the average quantile loss on these days?
                """,
            _ => $"""
                A grid operator buys reserve power a day ahead, in megawatts, by the {q} quantile of a forecast. Five working days of forecasts and of the power that was needed is drawn in the figure. Two models are to be compared by the mean of the daily quantile losses; this is the first of them.

                ![{alt}](forecast.svg)

                What is the mean loss of this model?
                """,
        };
    }
}

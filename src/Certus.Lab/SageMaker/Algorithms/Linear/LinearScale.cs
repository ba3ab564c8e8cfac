using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>How data and labels are shifted and scaled before training, and how a model is brought back to their units.</summary>
/// <param name="Mean">Of each feature; 0 where it is not shifted.</param>
/// <param name="Deviation">Of each feature; 1 where it is not scaled or does not vary.</param>
/// <param name="LabelMean">0 where labels are not shifted.</param>
/// <param name="LabelDeviation">1 where labels are not scaled.</param>
internal sealed record LinearScale(double[] Mean, double[] Deviation, double LabelMean, double LabelDeviation)
{
    public static LinearScale Of(DataMatrix data, LinearSettings settings)
    {
        var count = Math.Min(data.Rows, settings.ScalerRows ?? int.MaxValue);
        var (mean, deviation) = (new double[data.Columns], new double[data.Columns]);
        Array.Fill(deviation, 1);
        for (var column = 0; column < data.Columns; column++)
        {
            var (average, spread) = Moments(count, row => data.Values[row * data.Columns + column]);
            if (settings.CentersData) mean[column] = average;
            if (settings.ScalesData) deviation[column] = spread;
        }
        var (labelMean, labelDeviation) = settings.IsRegressor ? Moments(count, row => data.Labels[row]) : (0, 1);
        return new(mean, deviation, settings.CentersLabel ? labelMean : 0, settings.ScalesLabel ? labelDeviation : 1);
    }

    private static (double Mean, double Deviation) Moments(int count, Func<int, double> value)
    {
        double mean = 0, squares = 0;
        for (var row = 0; row < count; row++)
        {
            var delta = value(row) - mean;
            mean += delta / (row + 1);
            squares += delta * (value(row) - mean);
        }
        var deviation = Math.Sqrt(squares / count);
        return (mean, deviation > 1e-12 * Math.Max(1, Math.Abs(mean)) ? deviation : 1);
    }

    public float[] Rows(DataMatrix data)
    {
        var rows = new float[data.Values.Length];
        for (var row = 0; row < data.Rows; row++)
            for (var column = 0; column < data.Columns; column++)
            {
                var i = row * data.Columns + column;
                rows[i] = (float)((data.Values[i] - Mean[column]) / Deviation[column]);
            }
        return rows;
    }

    public float[] Labels(float[] labels) => LabelMean == 0 && LabelDeviation == 1 ? labels : [.. labels.Select(label => (float)((label - LabelMean) / LabelDeviation))];

    /// <summary>The model in the units of the data.</summary>
    public LinearModel Model(LinearSettings settings, double[] theta, int columns, double threshold)
    {
        var outputs = theta.Length / (columns + 1);
        var (weights, bias) = (new double[outputs * columns], new double[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            var from = output * (columns + 1);
            bias[output] = theta[from + columns];
            for (var column = 0; column < columns; column++)
            {
                var weight = theta[from + column] / Deviation[column];
                weights[output * columns + column] = weight * LabelDeviation;
                bias[output] -= weight * Mean[column];
            }
            bias[output] = bias[output] * LabelDeviation + LabelMean;
        }
        return new(settings.Type, settings.LossName, columns, outputs, weights, bias, threshold);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Certus.Lab.Tests.Grading;

/// <summary>What a learner's script does with rows of numbers.</summary>
internal static class Rows
{
    /// <summary>The numbers of a file of comma-separated values.</summary>
    /// <param name="text">The file.</param>
    /// <param name="from">The first column that is wanted.</param>
    public static double[][] Read(string text, int from = 0) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')[from..].Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray())];

    /// <summary>The mean and the standard deviation of each column.</summary>
    public static (double[] Mean, double[] Deviation) Standard(double[][] rows)
    {
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Average(row => row[column]))];
        return (mean, [.. mean.Select((center, column) => Math.Sqrt(rows.Average(row => Math.Pow(row[column] - center, 2))))]);
    }

    /// <summary>A row in standard deviations from the mean.</summary>
    public static double[] Scaled(double[] row, double[] mean, double[] deviation) => [.. row.Select((value, column) => (value - mean[column]) / deviation[column])];

    /// <summary>Numbers as JSON.</summary>
    public static JsonArray Numbers(IEnumerable<double> numbers) => [.. numbers.Select(number => JsonValue.Create(number))];
}

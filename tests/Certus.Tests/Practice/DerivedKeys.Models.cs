using System.Text.RegularExpressions;

namespace Certus.Tests.Practice;

/// <content>The generators about training and evaluating models.</content>
internal static partial class DerivedKeys
{
    /// <summary>Takes the recall of each class that the table names.</summary>
    private static Ratio MacroRecall(string stem)
    {
        var cells = Cells(stem, out _).Select(cell => (Labels: new[] { cell.Key.Row, cell.Key.Column }, Count: Ratio.Parse(cell.Value))).ToList();
        var actual = cells.Select(cell => cell.Labels.Single(label => label.StartsWith("Actual: ", StringComparison.Ordinal))).Distinct().ToList();
        Ratio sum = 0;
        foreach (var label in actual)
        {
            var ofClass = cells.Where(cell => cell.Labels.Contains(label)).ToList();
            var found = ofClass.Single(cell => cell.Labels.Contains(label.Replace("Actual", "Predicted", StringComparison.Ordinal))).Count;
            sum += found / ofClass.Aggregate((Ratio)0, (total, cell) => total + cell.Count);
        }
        return sum * 100 / actual.Count;
    }

    /// <summary>Takes the larger of the two lines of the pinball, day by day.</summary>
    private static Ratio MeanPinball(string stem)
    {
        var q = Number(stem, @"(0\.\d) quantile");
        var days = Regex.Matches(stem, @"day: forecast (?<f>\d+), actual (?<a>\d+)|^\| \w+day \| (?<f>\d+) \| (?<a>\d+) \|$", RegexOptions.Multiline)
            .Select(day => (Forecast: Ratio.Parse(day.Groups["f"].Value), Actual: Ratio.Parse(day.Groups["a"].Value))).ToList();
        if (days.Count == 0)
        {
            var (forecasts, actuals) = (Split(TableLines(stem)[2]), Split(TableLines(stem)[3]));
            days = [.. forecasts.Zip(actuals).Skip(1).Select(day => (Ratio.Parse(day.First), Ratio.Parse(day.Second)))];
        }
        Assert.Equal(5, days.Count);
        Ratio sum = 0;
        foreach (var (forecast, actual) in days)
        {
            var (ifLow, ifHigh) = (q * (actual - forecast), (q - 1) * (actual - forecast));
            sum += AtMost(ifLow, ifHigh) ? ifHigh : ifLow;
        }
        return sum / days.Count;
    }
}

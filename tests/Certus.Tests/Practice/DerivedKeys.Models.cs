using System.Globalization;
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

    /// <summary>Takes batches until the rows of an epoch are used up.</summary>
    private static Ratio Updates(string stem)
    {
        var rows = (int)Fact(stem, "Training images|Rows", @"on ([\d,]+) (?:rows|clips|headlines)").ToWhole();
        var batch = (int)Fact(stem, "Batch size per worker|Rows per worker and step", @"takes (\d+) rows per step|batch of (\d+) clips|batch size is (\d+),").ToWhole();
        var workers = (int)Fact(stem, "Workers", @"on (\d+) GPUs|uses (\d+) data-parallel workers|With (\d+) accelerators").ToWhole();
        var epochs = (int)Fact(stem, "Epochs", @"for (\d+) epochs|after (\d+) epochs").ToWhole();
        var updates = 0;
        for (var epoch = 0; epoch < epochs; epoch++)
            for (var left = rows; left > 0; left -= batch * workers) updates++;
        return updates;
    }

    /// <summary>Prices a second at a dollar and compares the bills.</summary>
    private static Ratio SpotSaving(string stem)
    {
        var training = Fact(stem, "`TrainingTimeInSeconds`|Training time", @"`TrainingTimeInSeconds` = ([\d,]+)|its end, ([\d,]+) were training time|Training time is given as ([\d,]+) seconds");
        var billable = Fact(stem, "`BillableTimeInSeconds`|Billable time", @"`BillableTimeInSeconds` = ([\d,]+)|and ([\d,]+) seconds are billable|billable time as ([\d,]+) seconds");
        return 100 - 100 * billable / training;
    }

    /// <summary>Shares the rows equally among the classes, then among the rows of the one.</summary>
    private static Ratio BalancedWeight(string stem)
    {
        var lines = TableLines(stem).Select(Split).ToList();
        var counts = (lines[0] is ["Class", "Rows"] ? lines.Skip(2).Select(cells => (Name: cells[0], Rows: cells[1])) : lines[0].Zip(lines[2], (name, rows) => (Name: name, Rows: rows)))
            .ToDictionary(entry => entry.Name, entry => Ratio.Parse(entry.Rows));
        var asked = Regex.Matches(stem, "\"([^\"]+)\"")[^1].Groups[1].Value;
        var perClass = counts.Values.Aggregate((Ratio)0, (sum, rows) => sum + rows) / counts.Count;
        return perClass / counts[asked];
    }

    /// <summary>Deals the requests by weight.</summary>
    private static Ratio RoutedRequests(string stem)
    {
        var weights = Regex.Matches(stem, @"variant (?<name>[ABC]) with weight (?<weight>\d) and|^\| (?<name>[ABC]) \| (?<weight>\d) \|", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups["name"].Value, match => Ratio.Parse(match.Groups["weight"].Value));
        var requests = Number(stem, @"with ([\d,]+) requests|Of ([\d,]+) requests|for ([\d,]+) requests|invoked ([\d,]+) times|from ([\d,]+) requests a day");
        var asked = Regex.Matches(stem, "variant ([ABC])")[^1].Groups[1].Value;
        Assert.Equal(3, weights.Count);
        return requests / weights.Values.Aggregate((a, b) => a + b) * weights[asked];
    }

    /// <summary>Adds the terms with logarithms of its own; those of the stem are checked.</summary>
    private static Ratio StabilityIndex(string stem)
    {
        var bins = Regex.Matches(stem, @"bin "".+?"": baseline (?<b>0\.\d\d), live (?<l>0\.\d\d)|^\| .+ \| (?<b>0\.\d\d) \| (?<l>0\.\d\d) \|", RegexOptions.Multiline)
            .Select(bin => (Baseline: Double(bin.Groups["b"].Value), Live: Double(bin.Groups["l"].Value))).ToList();
        var logs = Regex.Matches(stem, @"(?<=\| )−?\d\.\d{4}(?= \|)").Select(log => Ratio.Parse(log.Value)).ToList();
        Assert.Equal((3, 3), (bins.Count, logs.Count));
        foreach (var (bin, log) in bins.Zip(logs)) Assert.InRange(Math.Log(bin.Live / bin.Baseline) - (double)log.Over / (double)log.Under, -0.00005001, 0.00005001);
        return Ratio.Parse(bins.Sum(bin => (bin.Live - bin.Baseline) * Math.Log(bin.Live / bin.Baseline)).ToString("F12", CultureInfo.InvariantCulture));

        static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}

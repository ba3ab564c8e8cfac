using System.Text.RegularExpressions;

namespace Certus.Tests.Practice;

/// <summary>The right answer of each generator's question, derived from nothing but the text of its stem, on another way than the generator's.</summary>
internal static partial class DerivedKeys
{
    private static readonly Dictionary<string, int> Words = new() { ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6 };

    public static Ratio Of(string generator, string stem) => generator switch
    {
        "gen-kinesis-shards" => Shards(stem),
        "gen-athena-scan-cost" => ScanCost(stem),
        "gen-standardize-train-stats" => Standardized(stem),
        "gen-ppv-base-rate" => RealShareOfAlerts(stem),
        "gen-precision-from-counts" => Precision(stem),
        "gen-threshold-table" => Threshold(stem),
        "gen-grid-fits" => Fits(stem),
        "gen-autoscale-target" => Target(stem),
        "gen-token-cost" => TokenCost(stem),
        "gen-chat-history" => ConversationTokens(stem),
        "gen-prompt-cache" => CachedPrefixCost(stem),
        "gen-provisioned-breakeven" => BreakEvenThousands(stem),
        "gen-chunk-count" => Chunks(stem),
        "gen-context-budget" => ChunksThatFit(stem),
        "gen-recall-at-k" => RecallAt(stem),
        "gen-vector-memory" => IndexMemory(stem),
        "gen-llm-memory" => ModelMemory(stem),
        "gen-lora-params" => AdapterParameters(stem),
        "gen-macro-recall" => MacroRecall(stem),
        "gen-quantile-loss" => MeanPinball(stem),
        "gen-epoch-steps" => Updates(stem),
        "gen-spot-savings" => SpotSaving(stem),
        "gen-class-weight" => BalancedWeight(stem),
        "gen-variant-traffic" => RoutedRequests(stem),
        "gen-psi" => StabilityIndex(stem),
        _ => throw new ArgumentException($"No second way to derive the key of {generator} is written.", nameof(generator)),
    };

    /// <summary>Tries one shard more until neither side is throttled.</summary>
    private static Ratio Shards(string stem)
    {
        var line = Regex.Match(stem, @"^\| ([\d,]+) \| ([\d.]+) \| (\d) \| ", RegexOptions.Multiline);
        var rate = line.Success ? Ratio.Parse(line.Groups[1].Value) : Number(stem, @"([\d,]+) records per second|at the peak \| ([\d,]+) ");
        var kilobytes = line.Success ? Ratio.Parse(line.Groups[2].Value) : Number(stem, @"of ([\d.]+) KB|takes ([\d.]+) KB|\| ([\d.]+) KB");
        var readers = line.Success ? Ratio.Parse(line.Groups[3].Value) : Number(stem, @"(two|three|four|five) applications|every record \| (\d)");
        var shared = !stem.Contains("registered", StringComparison.Ordinal);
        var (written, read) = (rate * kilobytes, shared ? rate * kilobytes * readers : rate * kilobytes);
        for (var shards = 1; ; shards++)
            if (AtMost(rate, 1000 * shards) && AtMost(written, 1000 * shards) && AtMost(read, 2000 * shards)) return shards;
    }

    /// <summary>Follows the bytes: into Parquet, into one day's partition, into the columns; then pays for each run.</summary>
    private static Ratio ScanCost(string stem)
    {
        var line = Regex.Match(stem, @"^\| ([\d.]+) TB \| (\d+) % \| (\d+) \| (\d+) \| (\d+) % \| \d+ % \| ([\d,]+) \| \$([\d.]+) \|", RegexOptions.Multiline);
        Ratio Fact(int column, string pattern) => line.Success ? Ratio.Parse(line.Groups[column].Value) : Number(stem, pattern);
        var bytes = Fact(1, @"([\d.]+) TB") * Ratio.Of(1_000_000_000_000);
        var parquet = bytes * Fact(2, @"takes (\d+) % of that size|take (\d+) % of the [\d.]+ TB|down to (\d+) % of their size|relative to CSV \| (\d+) %") / 100;
        var oneDay = parquet / Fact(3, @"(\d+) days of about equal size|each of (\d+) days|Days in the table \| (\d+)");
        var read = oneDay * Fact(4, @"on (\d+) of those days|each time for (\d+) days|filters on (\d+) days|filters on \| (\d+)")
            * Fact(5, @"hold (\d+) % of the Parquet bytes|needs (\d+) % of their bytes|with (\d+) % of the Parquet bytes|columns it names \| (\d+) %") / 100;
        var oneRun = read * Fact(7, @"\$([\d.]+)") / Ratio.Of(1_000_000_000_000);
        return oneRun * Fact(6, @"([\d,]+) times a month|Runs per month \| ([\d,]+)");
    }

    /// <summary>Finds the training statistics in the table by their names, whichever way it lies.</summary>
    private static Ratio Standardized(string stem)
    {
        var (table, rows) = (Cells(stem, out var columns), Cells(stem, out _).Keys.Select(cell => cell.Row).Distinct().ToList());
        string At(string statistic) => columns.Contains(statistic) ? table[("Training rows", statistic)] : table[(rows.Single(row => row == statistic), "Training rows")];
        var value = Number(stem, @"preparation time of (\d+) minutes|basket of (\d+) dollars|reading of (\d+) °C|reports (\d+) beats|used (\d+) kWh");
        return (value - Ratio.Parse(At("Mean"))) / Ratio.Parse(At("Standard deviation"));
    }

    /// <summary>Counts a population of 200 million, large enough that all counts are whole.</summary>
    private static Ratio RealShareOfAlerts(string stem)
    {
        var line = Regex.Match(stem, @"^\| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|$", RegexOptions.Multiline);
        var prevalence = line.Success ? Ratio.Parse(line.Groups[1].Value)
            : Number(stem, @"([\d.]+) % of the transactions are|Only ([\d.]+) % of the boards|which ([\d.]+) % of its patients|([\d.]+) % of the sessions");
        var recall = line.Success ? Ratio.Parse(line.Groups[2].Value)
            : Number(stem, @"alert for ([\d.]+) % of the fraudulent|Recall \(true-positive rate\) \| ([\d.]+) %|sensitivity of ([\d.]+) %|flagged ([\d.]+) % of the intrusions");
        var falseRate = line.Success ? 100 - Ratio.Parse(line.Groups[3].Value)
            : stem.Contains("specificity", StringComparison.Ordinal) || stem.Contains("silent", StringComparison.Ordinal)
                ? 100 - Number(stem, @"silent for ([\d.]+) %|specificity of ([\d.]+) %")
                : Number(stem, @"False-positive rate \| ([\d.]+) %|and ([\d.]+) % of the harmless");
        const int population = 200_000_000;
        var positives = population * prevalence / 100;
        var (real, falseAlarms) = (positives * recall / 100, (population - positives) * falseRate / 100);
        Assert.True(new[] { positives, real, falseAlarms }.All(count => count.Over % count.Under == 0));
        return 100 * real / (real + falseAlarms);
    }

    /// <summary>Adds up the cells that are predicted to be of the class, and those of them that are.</summary>
    private static Ratio Precision(string stem)
    {
        var positive = Regex.Match(stem, "for the class \"(.+?)\"").Groups[1].Value;
        var (predicted, right) = (0, 0);
        foreach (var ((row, column), count) in Cells(stem, out _))
        {
            string[] labels = [row, column];
            if (!labels.Contains($"Predicted: {positive}")) continue;
            predicted += (int)Ratio.Parse(count).Over;
            if (labels.Contains($"Actual: {positive}")) right += (int)Ratio.Parse(count).Over;
        }
        return new(100 * right, predicted);
    }

    /// <summary>Pays for every error of every threshold.</summary>
    private static Ratio Threshold(string stem)
    {
        var cells = Cells(stem, out var columns);
        var perFalsePositive = Number(stem, @"\(a false positive\) costs \$([\d,]+)|a false positive, costs \$([\d,]+)|is a false positive and costs \$([\d,]+)|costs \$([\d,]+) where the subscriber would have stayed");
        var perFalseNegative = Number(stem, @"\(a false negative\) costs \$([\d,]+)|a false negative, costs (?:only )?\$([\d,]+)|is a false negative and costs \$([\d,]+)|counted as a false negative, stops a train and costs \$([\d,]+)");
        var byThreshold = columns.Contains("False positives")
            ? cells.GroupBy(cell => cell.Key.Row).ToDictionary(group => group.Key, group => group.ToDictionary(cell => cell.Key.Column, cell => cell.Value))
            : cells.GroupBy(cell => cell.Key.Column).ToDictionary(group => group.Key, group => group.ToDictionary(cell => cell.Key.Row, cell => cell.Value));
        var totals = byThreshold.Select(row => (row.Key, Cost: (perFalsePositive * Ratio.Parse(row.Value["False positives"]) + perFalseNegative * Ratio.Parse(row.Value["False negatives"])).Over)).ToList();
        var lowest = totals.Min(total => total.Cost);
        return Ratio.Parse(totals.Single(total => total.Cost == lowest).Key);
    }

    /// <summary>Runs the search without the models.</summary>
    private static Ratio Fits(string stem)
    {
        var lines = TableLines(stem);
        var values = lines[0].Contains("Hyperparameter", StringComparison.Ordinal) ? lines.Skip(2).Select(line => Split(line)[1]).ToList() : [.. Split(lines[2])];
        var folds = (int)Number(stem, @"(\d+)-fold|(\d+) folds").Over;
        var fits = 0;
        foreach (var _ in values[0].Split(", "))
            foreach (var __ in values[1].Split(", "))
                foreach (var ___ in values[2].Split(", "))
                    for (var fold = 0; fold < folds; fold++)
                        fits++;
        string[] without = ["no model is fitted after", "without training the winner", "refit turned off", "left to another job", "refit is switched off"];
        string[] with = ["fitted once more on all", "then trains the winner", "fits the best one on all", "retrained once on the complete", "one fit of the best combination"];
        Assert.True(without.Any(stem.Contains) != with.Any(stem.Contains));
        return with.Any(stem.Contains) ? fits + 1 : fits;
    }

    /// <summary>Counts a minute of requests on one instance.</summary>
    private static Ratio Target(string stem)
    {
        var line = Regex.Match(stem, @"^\| (\d) \| ([\d,]+) requests/s \| ([\d.]+) \|", RegexOptions.Multiline);
        var tested = line.Success ? Ratio.Parse(line.Groups[2].Value) : Number(stem, @"([\d,]+) requests(?: per second|/s)");
        var together = stem.Contains("all instances together", StringComparison.Ordinal) || stem.Contains("fleet as a whole", StringComparison.Ordinal);
        var instances = line.Success ? Ratio.Parse(line.Groups[1].Value) : Number(stem, @"(two|three|four|five|six) (?:equal )?instances|fixed fleet \| (\d)");
        var share = line.Success ? Ratio.Parse(line.Groups[3].Value)
            : stem.Contains("in reserve", StringComparison.Ordinal) ? (100 - Number(stem, @"keep (\d+) % of its capacity")) / 100
            : Number(stem, @"safety factor of ([\d.]+\d)|Safety factor \| ([\d.]+\d)");
        var aMinute = (together ? tested / instances : tested) * 60;
        return aMinute * share;
    }

    private static bool AtMost(Ratio a, Ratio b) => (a - b).Over.Sign <= 0;

    /// <summary>The number in the first group that matched; it must be the same wherever the pattern occurs.</summary>
    private static Ratio Number(string stem, string pattern)
    {
        var found = Regex.Matches(stem, pattern).Select(match => match.Groups.Cast<Group>().Skip(1).First(group => group.Success).Value).Distinct().ToList();
        if (found.Count != 1) Assert.Fail($"{pattern} gives {found.Count} numbers in: {stem}");
        return Words.TryGetValue(found[0], out var word) ? word : Ratio.Parse(found[0]);
    }

    private static List<string> TableLines(string stem) => [.. stem.Split('\n').Where(line => line.StartsWith('|'))];

    private static string[] Split(string line) => [.. line.Trim('|').Split(" | ").Select(cell => cell.Trim())];

    /// <summary>The cells of a table that has names on both sides.</summary>
    private static Dictionary<(string Row, string Column), string> Cells(string stem, out string[] columns)
    {
        var lines = TableLines(stem);
        var header = lines[0].Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        columns = header;
        return lines.Skip(2).Select(Split).SelectMany(cells => cells.Skip(1).Select((cell, i) => ((cells[0], header[i + 1]), cell))).ToDictionary(entry => entry.Item1, entry => entry.cell);
    }
}

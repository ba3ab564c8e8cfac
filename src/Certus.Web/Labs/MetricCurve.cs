using System.Globalization;
using System.Text.RegularExpressions;

namespace Certus.Web.Labs;

/// <summary>A metric of a training job by round or epoch, as its log tells it.</summary>
/// <param name="Name">Such as <c>validation:auc</c>.</param>
/// <param name="Points">Round and value, in the order of the log.</param>
public sealed partial record MetricCurve(string Name, IReadOnlyList<(int Round, double Value)> Points)
{
    /// <summary>Reads a log.</summary>
    public static IReadOnlyList<MetricCurve> Read(IEnumerable<string> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        Dictionary<string, List<(int, double)>> curves = [];
        foreach (var line in log)
        {
            if (Boosting().Match(line) is { Success: true } round)
            {
                foreach (Match metric in Metric().Matches(line)) Add($"{metric.Groups[1].Value}:{metric.Groups[2].Value}", round.Groups[1].Value, metric.Groups[3].Value);
            }
            else if (Epoch().Match(line) is { Success: true } epoch) Add($"{epoch.Groups[2].Value}:{epoch.Groups[3].Value.Trim()}", epoch.Groups[1].Value, epoch.Groups[4].Value);
        }
        return [.. curves.Select(curve => new MetricCurve(curve.Key, curve.Value))];

        void Add(string name, string round, string text)
        {
            if (!int.TryParse(round, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return;
            if (!curves.TryGetValue(name, out var points)) curves[name] = points = [];
            points.Add((number, value));
        }
    }

    [GeneratedRegex(@"\[(\d{1,9})\](?:#011|\t)")]
    private static partial Regex Boosting();

    [GeneratedRegex(@"(?:#011|\t)(train|validation|test)-([\w@.\-]+):([-+.\deEaNinf]+)")]
    private static partial Regex Metric();

    [GeneratedRegex(@"#quality_metric:.*?epoch=(\d{1,9}),\s*(train|validation|test)\s+([\w\s\-]+?)\s*<loss>=([-+.\deE]+)")]
    private static partial Regex Epoch();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>What a model answered, as one number a row, and what those numbers are worth.</summary>
internal static class Scores
{
    /// <summary>Reads the answers that the built-in algorithms give for a score: one a line, comma-separated, or JSON with <c>predictions</c> or, of a random cut forest, <c>scores</c>.</summary>
    /// <param name="answer">The answer's text.</param>
    /// <param name="member">The member of a prediction in JSON.</param>
    /// <returns>A number a row; null where it is nothing of that.</returns>
    public static double[]? Read(string answer, string member = "score")
    {
        var trimmed = answer.Trim();
        if (trimmed.StartsWith('{')) return OfJson(trimmed, member);
        List<double> scores = [];
        foreach (var line in trimmed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Several rows may stand in one line: the XGBoost container answers text/csv so.
            foreach (var value in line.Split(',', StringSplitOptions.TrimEntries))
                if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score)) scores.Add(score);
                else return null;
        }
        return [.. scores];
    }

    private static double[]? OfJson(string text, string member)
    {
        try
        {
            // JSON lines hold a prediction each; a document holds them all.
            var documents = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length > 1 && !text.Contains("\"predictions\"", StringComparison.Ordinal) && !text.Contains("\"scores\"", StringComparison.Ordinal)
                ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))
                : JsonNode.Parse(text) is JsonObject answer ? (answer["predictions"] ?? answer["scores"]) as JsonArray ?? [answer] : [];
            return [.. documents.Select(prediction => prediction![member]!.GetValue<double>())];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The area under the ROC curve: the chance that a row of label 1 scores above one of label 0, ties half.</summary>
    /// <returns>0 to 1; 0.5 where one of the labels is missing.</returns>
    public static double AreaUnderRoc(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        double positives = labels.Count(label => label), negatives = labels.Count - positives, ranks = 0;
        if (positives == 0 || negatives == 0) return 0.5;
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && scores[order[to]] == scores[order[from]]) to++;
            for (var i = from; i < to; i++)
                if (labels[order[i]]) ranks += (from + to + 1) / 2.0;
            from = to;
        }
        return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
    }
}

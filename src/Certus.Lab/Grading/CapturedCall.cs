using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Certus.Lab.Grading;

/// <summary>One call to an endpoint as data capture wrote it down.</summary>
/// <param name="InferenceId">What the caller named it; empty where it did not.</param>
/// <param name="Features">The row that was sent; empty where the input was not captured or is no row of numbers.</param>
/// <param name="Score">What was answered; null where the output was not captured or is no single score.</param>
internal sealed record CapturedCall(string InferenceId, double[] Features, double? Score)
{
    /// <summary>What is captured of a variant.</summary>
    /// <param name="bench">The sandbox.</param>
    /// <param name="bucket">Where.</param>
    /// <param name="prefix">Below this key: the destination, the endpoint and the variant.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<IReadOnlyList<CapturedCall>> ReadAsync(LabBench bench, string bucket, string prefix, CancellationToken cancel)
    {
        List<CapturedCall> calls = [];
        string? token = null;
        do
        {
            JsonObject input = new() { ["Bucket"] = bucket, ["Prefix"] = prefix };
            if (token is not null) input["ContinuationToken"] = token;
            var (page, _) = await bench.TryAsync("s3", "ListObjectsV2", input, cancel);
            foreach (var entry in page?["Contents"] as JsonArray ?? [])
                if ((await bench.TextAsync(bucket, (string)entry!["Key"]!, cancel)).Text is { } text)
                    calls.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Of).OfType<CapturedCall>());
            token = (string?)page?["NextContinuationToken"];
        }
        while (token is not null);
        return calls;
    }

    private static CapturedCall? Of(string line)
    {
        try
        {
            var record = JsonNode.Parse(line);
            var (input, output) = (Data(record?["captureData"]?["endpointInput"]), Data(record?["captureData"]?["endpointOutput"]));
            double[] features = input is not null && input.Trim().Split(',').Select(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToArray() is var row && row.All(double.IsFinite) ? row : [];
            return new((string?)record?["eventMetadata"]?["inferenceId"] ?? "", features, output is not null && Scores.Read(output) is [var score] ? score : null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null; // what is no record of a call says nothing
        }
    }

    private static string? Data(JsonNode? part) => (string?)part?["data"] is not { } data ? null : (string?)part["encoding"] == "BASE64" ? Encoding.UTF8.GetString(Convert.FromBase64String(data)) : data;
}

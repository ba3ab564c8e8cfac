using System.Text.Json.Nodes;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.Grading;

/// <summary>A learner's model, asked without an endpoint.</summary>
internal static class ModelFile
{
    private const int RowsACall = 10_000;

    /// <summary>Splits an object's address.</summary>
    public static (string Bucket, string Key) Split(string address) =>
        address.StartsWith("s3://", StringComparison.Ordinal) && address.IndexOf('/', 5) is var slash and > 0 ? (address[5..slash], address[(slash + 1)..]) : ("", "");

    /// <summary>Where a model's archive lies; null where there is no such model.</summary>
    public static async Task<string?> OfAsync(LabBench bench, string model, CancellationToken cancel)
    {
        var (described, _) = await bench.TryAsync("sagemaker", "DescribeModel", new() { ["ModelName"] = model }, cancel);
        return (string?)(described?["PrimaryContainer"] ?? (described?["Containers"] as JsonArray)?.FirstOrDefault())?["ModelDataUrl"];
    }

    /// <summary>Where the archives of the models lie that an endpoint's configuration names; none where there is no such endpoint, or its models are gone.</summary>
    public static async Task<IReadOnlyList<string>> BehindAsync(LabBench bench, string endpoint, CancellationToken cancel)
    {
        var (served, _) = await bench.TryAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = endpoint }, cancel);
        if (served is null) return [];
        var (config, _) = await bench.TryAsync("sagemaker", "DescribeEndpointConfig", new() { ["EndpointConfigName"] = (string?)served["EndpointConfigName"] }, cancel);
        List<string> archives = [];
        foreach (var variant in config?["ProductionVariants"] as JsonArray ?? [])
            if (await OfAsync(bench, (string?)variant!["ModelName"] ?? "", cancel) is { } archive) archives.Add(archive);
        return archives;
    }

    /// <summary>What an archive's model says of rows.</summary>
    /// <param name="bench">The sandbox.</param>
    /// <param name="address">The archive's.</param>
    /// <param name="rows">Features, a row each.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="member">Which number of a prediction, by AWS's name.</param>
    /// <returns>A number a row, or null and a sentence that says why there are none.</returns>
    public static async Task<(double[]? Scores, string? Fault)> ScoresAsync(LabBench bench, string address, IReadOnlyList<double[]> rows, CancellationToken cancel, string member = "score")
    {
        var (bucket, key) = Split(address);
        if (bucket.Length == 0) return (null, $"There is no {address}.");
        var (bytes, fault) = await bench.BytesAsync(bucket, key, cancel);
        if (bytes is null) return (null, fault);
        try
        {
            using var archive = new MemoryStream(bytes);
            var model = Predictor.Load(archive);
            List<double> scores = new(rows.Count);
            foreach (var chunk in rows.Chunk(RowsACall))
            {
                var answer = model.Predict(System.Text.Encoding.UTF8.GetBytes(Table.Features(chunk)), "text/csv", "application/json");
                if (Scores.Read(System.Text.Encoding.UTF8.GetString(answer.Body), member) is not { } read || read.Length != chunk.Length) return (null, $"The model of {address} says something else than a {member} a row.");
                scores.AddRange(read);
            }
            return ([.. scores], null);
        }
        catch (Exception bad) when (bad is ModelRefusedException or PredictionException)
        {
            return (null, $"The model of {address} does not answer these rows: {bad.Message}");
        }
    }
}

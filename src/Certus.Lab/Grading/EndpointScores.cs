namespace Certus.Lab.Grading;

/// <summary>What a learner's endpoint says of rows.</summary>
internal static class EndpointScores
{
    /// <summary>Sends rows in calls of some hundreds and reads a number for each.</summary>
    /// <param name="bench">The sandbox.</param>
    /// <param name="endpoint">The endpoint's name.</param>
    /// <param name="rows">Features, a row each.</param>
    /// <param name="rowsACall">Rows sent in one call.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="member">Which number of a prediction: all built-in algorithms answer in JSON, with members by AWS's names.</param>
    /// <returns>The numbers, or null and a sentence that says what went wrong.</returns>
    public static async Task<(double[]? Scores, string? Fault)> OfAsync(LabBench bench, string endpoint, IReadOnlyList<double[]> rows, int rowsACall, CancellationToken cancel, string member = "score")
    {
        var (described, refused) = await bench.TryAsync("sagemaker", "DescribeEndpoint", new() { ["EndpointName"] = endpoint }, cancel);
        if (refused is not null) return (null, $"There is no endpoint {endpoint}.");
        if ((string?)described!["EndpointStatus"] is var status and not "InService") return (null, $"The endpoint {endpoint} is {status}, not InService.");
        List<double> scores = new(rows.Count);
        foreach (var chunk in rows.Chunk(rowsACall))
        {
            var (text, fault) = await bench.InvokeAsync(endpoint, "text/csv", "application/json", Table.Features(chunk), cancel);
            if (text is null) return (null, $"{endpoint} refused {chunk.Length} unseen rows: {fault}");
            if (Scores.Read(text, member) is not { } read) return (null, $"{endpoint} answered something else than a {member} a row.");
            if (read.Length != chunk.Length) return (null, $"{endpoint} answered {read.Length} numbers for {chunk.Length} rows.");
            scores.AddRange(read);
        }
        return ([.. scores], null);
    }
}
